// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockSink;
import org.keepvolume.BlockSinks;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Operation;
import org.keepvolume.RecordingSink;
import org.keepvolume.Volume;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.layer.ForwardingVolume;

/** Reads of the block store over good, damaged, missing and unavailable copies. */
@Timeout(60)
class BlockStoreReadTest {
  private static final byte[] FOO = "foo".getBytes(US_ASCII);
  private static final byte[] DAMAGED = "fox".getBytes(US_ASCII);
  private static final byte[] LARGER = "foo and more".getBytes(US_ASCII);
  private static final BlockHash HASH = BlockHash.of(FOO);

  @RegisterExtension final TestStores stores = new TestStores();

  private final FakeVolume first = new FakeVolume("fake:1");
  private final FakeVolume second = new FakeVolume("fake:2");
  private final BlockStore store = stores.of(first, second);

  /** The ways to read; what holds for one holds for all. */
  enum Way {
    ARRAY {
      @Override
      byte[] read(BlockStore store) throws IOException {
        return store.read(HASH);
      }
    },
    BUFFER {
      @Override
      byte[] read(BlockStore store) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(20);
        byte[] bytes = new byte[store.read(HASH, buffer)];
        buffer.flip().get(bytes);
        return bytes;
      }
    },
    SINK {
      @Override
      byte[] read(BlockStore store) throws IOException {
        RecordingSink sink = new RecordingSink();
        assertEquals(store.read(HASH, sink), sink.content().length);
        return sink.content();
      }
    };

    abstract byte[] read(BlockStore store) throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void asksMountsInOrderUntilOneHasTheBlock(Way way) throws IOException {
    second.with(FOO);
    assertArrayEquals(FOO, way.read(store));
    assertEquals(List.of(Operation.READ), first.calls());
    first.with(FOO);
    assertArrayEquals(FOO, way.read(store));
    assertEquals(List.of(Operation.READ), second.calls());
  }

  @ParameterizedTest
  @EnumSource
  void saysNotFoundIfEveryMountSaidSo(Way way) {
    BlockNotFoundException e = assertThrows(BlockNotFoundException.class, () -> way.read(store));
    assertEquals(Operation.READ, e.operation());
    assertEquals(Optional.of(HASH), e.hash());
  }

  @ParameterizedTest
  @EnumSource
  void neverReportsAnUnavailableMountAsMissing(Way way) {
    second.unavailable(Operation.READ);
    VolumeUnavailableException e =
        assertThrows(VolumeUnavailableException.class, () -> way.read(store));
    assertEquals(Optional.of("fake:2"), e.volume());
    assertThrows(
        VolumeUnavailableException.class,
        () -> way.read(stores.of(second, new FakeVolume("fake:3"))));
  }

  @ParameterizedTest
  @EnumSource
  void passesByAnUnavailableMountIfAnotherHasTheBlock(Way way) throws IOException {
    first.unavailable(Operation.READ);
    second.with(FOO);
    assertArrayEquals(FOO, way.read(store));
  }

  @ParameterizedTest
  @EnumSource
  void passesByADamagedCopyIfAnotherIsGood(Way way) throws IOException {
    first.with(HASH, DAMAGED);
    second.with(FOO);
    assertArrayEquals(FOO, way.read(store));
  }

  @ParameterizedTest
  @EnumSource
  void passesByCopiesOfAnyOtherSize(Way way) throws IOException {
    second.with(FOO);
    for (byte[] damaged : List.of(new byte[0], "fo".getBytes(US_ASCII), LARGER)) {
      first.with(HASH, damaged);
      assertArrayEquals(FOO, way.read(store));
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysCorruptAndNamesTheVolumeIfNoCopyIsGood(Way way) {
    second.with(HASH, DAMAGED);
    BlockCorruptException e = assertThrows(BlockCorruptException.class, () -> way.read(store));
    assertEquals(
        "read acbd18db4cc2f85cedef654fccc4a4d8 on fake:2:"
            + " the 3 stored bytes have MD5 2b95d1f09b8b66c5c43622a4d9ec9a04",
        e.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void passesByAVolumeThatDeliversNothing(Way way) throws IOException {
    first.with(FOO).deliveringNothing();
    second.with(FOO);
    assertArrayEquals(FOO, way.read(store));
  }

  @ParameterizedTest
  @EnumSource
  void saysWhichVolumeDeliveredNothingIfNoOtherHasTheBlock(Way way) {
    first.with(FOO).deliveringNothing();
    VolumeFailureException e = assertThrows(VolumeFailureException.class, () -> way.read(store));
    assertEquals(
        "read acbd18db4cc2f85cedef654fccc4a4d8 on fake:1:"
            + " the volume ended the read before the block was complete (RD-3)",
        e.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void whatWasAnnouncedAndVerifiedCountsWhateverSizeIsReturned(Way way) throws IOException {
    first.with(FOO);
    for (int miscount : List.of(-1, 1, Integer.MAX_VALUE - 3)) {
      first.miscounting(miscount);
      assertArrayEquals(FOO, way.read(store));
    }
  }

  @ParameterizedTest
  @EnumSource
  void passesByAVolumeThatAnnouncesMoreThanABlock(Way way) throws IOException {
    BlockStore broken = stores.of(new OversizedVolume("fake:0"), first);
    VolumeFailureException e = assertThrows(VolumeFailureException.class, () -> way.read(broken));
    assertEquals(
        "read acbd18db4cc2f85cedef654fccc4a4d8 on fake:0:"
            + " the volume broke RD-8: it began a block of 67108865 bytes",
        e.getMessage());
    first.with(FOO);
    assertArrayEquals(FOO, way.read(broken));
  }

  /** A volume that has every block, and announces it to be too large. */
  private static final class OversizedVolume extends ForwardingVolume {
    OversizedVolume(String device) {
      super(new FakeVolume(device));
    }

    @Override
    public int read(BlockHash hash, BlockSink sink) throws IOException {
      sink.begin(MAX_BLOCK_SIZE + 1);
      return 0;
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatAVolumeThrowsThatNoSinkHasThrownIsItsFailure(Way way) throws IOException {
    IOException raw = new IOException("input/output error");
    Volume broken =
        new ForwardingVolume(new FakeVolume("fake:3")) {
          @Override
          public int read(BlockHash hash, BlockSink sink) throws IOException {
            throw raw;
          }
        };
    VolumeFailureException e =
        assertThrows(VolumeFailureException.class, () -> way.read(stores.of(broken)));
    assertSame(raw, e.getCause());
    assertEquals(Optional.of("fake:3"), e.volume());
    second.with(FOO);
    assertArrayEquals(FOO, way.read(stores.of(broken, second)));
    first.with(HASH, DAMAGED);
    assertThrows(BlockCorruptException.class, () -> way.read(stores.of(broken, first)));
  }

  @ParameterizedTest
  @EnumSource
  void aCancelledReadIsNotTriedOnTheNextMount(Way way) {
    CallCancelledException cancelled =
        new CallCancelledException(Operation.READ, HASH, "fake:1", "interrupted", null);
    first.failing(cancelled);
    second.with(FOO);
    assertSame(cancelled, assertThrows(CallCancelledException.class, () -> way.read(store)));
    assertEquals(List.of(), second.calls());
  }

  @Test
  void movesTheBuffersPositionBehindTheBlockOnSuccessOnly() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(10).position(2).limit(9);
    assertThrows(BlockNotFoundException.class, () -> store.read(HASH, buffer));
    assertEquals(2, buffer.position());
    first.with(HASH, DAMAGED);
    assertThrows(BlockCorruptException.class, () -> store.read(HASH, buffer));
    assertEquals(2, buffer.position());
    second.with(FOO);
    assertEquals(3, store.read(HASH, buffer));
    assertEquals(5, buffer.position());
    assertEquals(9, buffer.limit());
    assertEquals(ByteBuffer.wrap(FOO), buffer.slice(2, 3));
  }

  @Test
  void saysThatTheBlockDoesNotFitIntoTheBuffer() {
    first.with(FOO);
    ByteBuffer buffer = ByteBuffer.allocate(2);
    IOException e = assertThrows(IOException.class, () -> store.read(HASH, buffer));
    assertEquals("a block of 3 bytes does not fit into the 2 given", e.getMessage());
    assertEquals(0, buffer.position());
  }

  @Test
  void aDamagedLargerCopyDoesNotHideAGoodOneThatFits() throws IOException {
    first.with(HASH, LARGER);
    second.with(FOO);
    ByteBuffer buffer = ByteBuffer.allocate(3);
    assertEquals(3, store.read(HASH, buffer));
    assertArrayEquals(FOO, buffer.array());
  }

  @Test
  void refusesAReadOnlyBuffer() {
    first.with(FOO);
    assertThrows(
        IllegalArgumentException.class,
        () -> store.read(HASH, ByteBuffer.allocate(3).asReadOnlyBuffer()));
    assertEquals(List.of(), first.calls());
  }

  @Test
  void refusesNulls() {
    assertThrows(NullPointerException.class, () -> store.read(null));
    assertThrows(
        NullPointerException.class, () -> store.read(null, BlockSinks.into(new byte[3], 0)));
    assertThrows(NullPointerException.class, () -> store.read(HASH, (RecordingSink) null));
    assertThrows(NullPointerException.class, () -> store.read(HASH, (ByteBuffer) null));
    assertEquals(List.of(), first.calls());
  }
}
