// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockPrefix;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFullException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.store.BlockStore;
import org.keepvolume.store.MountOptions;
import org.keepvolume.testkit.fault.FaultScript;
import org.keepvolume.testkit.fault.FaultySink;
import org.keepvolume.testkit.fault.FaultyVolume;
import org.keepvolume.testkit.fault.Hang;
import org.keepvolume.testkit.fault.NthCall;

/** A block store over two volumes of which one or both fail as scripted. */
@Timeout(60)
class BlockStoreFaultTest {
  private static final byte[] BLOCK = "0123456789".getBytes(US_ASCII);
  private static final BlockHash HASH = BlockHash.of(BLOCK);

  @RegisterExtension final FaultScript first = new FaultScript();
  @RegisterExtension final FaultScript second = new FaultScript();

  private final Volume below1 = newVolume("fake:1");
  private final Volume below2 = newVolume("fake:2");
  private final BlockStore store =
      BlockStore.builder()
          .bufferBytes(Volume.MAX_BLOCK_SIZE)
          .mount(new FaultyVolume(below1, first), MountOptions.defaults().withPriority(1))
          .mount(new FaultyVolume(below2, second))
          .build();
  private final CollectingSink sink = new CollectingSink();

  private static Volume newVolume(String deviceId) {
    return TestVolumes.newVolume(deviceId);
  }

  @Test
  void aWriteGoesOnToTheNextVolume() throws IOException {
    List<Consumer<NthCall>> faults = List.of(NthCall::full, NthCall::unavailable, NthCall::failure);
    for (int i = 0; i < faults.size(); i++) {
      ByteBuffer data = ByteBuffer.wrap(BLOCK);
      faults.get(i).accept(first.on(Operation.WRITE, i + 1));
      assertEquals(HASH, store.write(data).hash());
      assertEquals(BLOCK.length, data.remaining());
      assertThrows(BlockNotFoundException.class, () -> below1.stat(HASH));
      assertEquals(BLOCK.length, trashOn(below2));
    }
  }

  @Test
  void aWriteThatNoVolumeTakesFailsWithTheFailureThatMayPass() {
    first.on(Operation.WRITE, 1).full();
    second.on(Operation.WRITE, 1).unavailable();
    VolumeException e =
        assertThrows(VolumeUnavailableException.class, () -> store.write(ByteBuffer.wrap(BLOCK)));
    assertEquals("write " + HASH + " on fake:2: scripted", e.getMessage());
    assertInstanceOf(VolumeFullException.class, e.getSuppressed()[0]);
    assertThrows(BlockNotFoundException.class, () -> store.read(HASH));
  }

  @Test
  void aBlockWhoseTouchFailsOrWhoseAnswerIsLostIsWrittenAgain() throws IOException {
    storeOnBoth();
    List<Consumer<NthCall>> faults =
        List.of(NthCall::loseAnswer, NthCall::unavailable, NthCall::missing);
    for (int i = 0; i < faults.size(); i++) {
      faults.get(i).accept(first.on(Operation.TOUCH, i + 1));
      assertEquals(1, store.write(ByteBuffer.wrap(BLOCK)).replicas());
      assertEquals(i + 1, first.calls(Operation.WRITE));
    }
    assertEquals(0, second.calls(Operation.WRITE));
  }

  @Test
  void aMountWhoseCopyCanNotBeComparedIsWrittenLast() throws IOException {
    first.on(Operation.READ, 1).breakOffAfter(4);
    below1.write(HASH, ByteBuffer.wrap(BLOCK));
    assertEquals(1, store.write(ByteBuffer.wrap(BLOCK)).replicas());
    assertEquals(0, first.calls(Operation.WRITE));
    assertEquals(BLOCK.length, below2.stat(HASH).size());
  }

  @Test
  void aWriteWhoseAnswerIsLostIsMadeOnTheNextVolumeAndBothCopiesAreGood() throws IOException {
    first.on(Operation.WRITE, 1).loseAnswer();
    var result = store.write(ByteBuffer.wrap(BLOCK));
    assertEquals(1, result.replicas());
    for (Volume volume : List.of(below1, below2)) {
      sink.reset();
      assertEquals(BLOCK.length, volume.read(HASH, sink));
      assertArrayEquals(BLOCK, sink.content());
    }
  }

  @Test
  void aWriteWhoseAnswersAreAllLostFailsAndCanBeRepeated() throws IOException {
    first.on(Operation.WRITE, 1).loseAnswer();
    second.on(Operation.WRITE, 1).loseAnswer();
    VolumeException e =
        assertThrows(VolumeUnavailableException.class, () -> store.write(ByteBuffer.wrap(BLOCK)));
    assertTrue(e.retryable());
    assertEquals(1, store.write(ByteBuffer.wrap(BLOCK)).replicas());
    assertArrayEquals(BLOCK, store.read(HASH));
  }

  @Test
  void aSinksFailureIsTheSameInstanceAndNoOtherVolumeIsAsked() throws IOException {
    storeOnBoth();
    IOException failure = new IOException("the reader went away");
    for (FaultySink failing :
        List.of(
            FaultySink.failingAtBegin(sink, failure),
            FaultySink.failingAt(sink, 0, failure),
            FaultySink.failingAt(sink, 9, failure))) {
      sink.reset();
      assertSame(failure, assertThrows(IOException.class, () -> store.read(HASH, failing)));
      assertTrue(failing.fired());
    }
    assertEquals(3, first.calls(Operation.READ));
    assertEquals(0, second.calls(Operation.READ));
    // The store's one buffer was given back each time.
    assertArrayEquals(BLOCK, StoreRead.SINK.read(store, HASH));
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptEndsAReadThatHangsAndNoOtherVolumeIsAsked(StoreRead way) throws Exception {
    storeOnBoth();
    Hang hang = first.on(Operation.READ, 1).hang();
    assertCancelled(hang, BackgroundCall.start(() -> way.read(store, HASH)));
    assertEquals(0, second.calls(Operation.READ));
    assertArrayEquals(BLOCK, way.read(store, HASH));
  }

  @Test
  void anInterruptEndsAWriteThatHangsAndNoOtherVolumeIsAsked() throws Exception {
    Hang hang = first.on(Operation.WRITE, 1).hang();
    assertCancelled(hang, BackgroundCall.start(() -> store.write(ByteBuffer.wrap(BLOCK))));
    assertEquals(0, second.calls(Operation.WRITE));
  }

  @Test
  void aListingThatBreaksOffOnAnyVolumeDoesNotEndQuietly() throws IOException {
    storeOnBoth();
    second.on(Operation.INDEX, 1).breakOffAfter(0);
    List<BlockHash> listed = new ArrayList<>();
    assertThrows(
        VolumeUnavailableException.class,
        () -> store.index(BlockPrefix.ALL, block -> listed.add(block.hash())));
    assertEquals(List.of(HASH), listed);
  }

  @Test
  void closesEveryVolumeAlthoughOneFails() {
    first.on(Operation.CLOSE, 1).failure();
    VolumeException e = assertThrows(VolumeException.class, store::close);
    assertEquals(Optional.of("fake:1"), e.volume());
    assertEquals(1, second.calls(Operation.CLOSE));
  }

  private void storeOnBoth() throws VolumeException {
    below1.write(HASH, ByteBuffer.wrap(BLOCK));
    below2.write(HASH, ByteBuffer.wrap(BLOCK));
  }

  private static long trashOn(Volume volume) throws VolumeException {
    long size = volume.stat(HASH).size();
    var unused = volume.trash(HASH, null);
    return size;
  }

  private static void assertCancelled(Hang hang, BackgroundCall call) throws Exception {
    hang.awaitHanging();
    call.interrupt();
    assertInstanceOf(CallCancelledException.class, call.failure());
    assertTrue(call.endedInterrupted());
  }
}
