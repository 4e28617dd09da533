// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockSink;
import org.keepvolume.CallCancelledException;
import org.keepvolume.RecordingSink;
import org.keepvolume.SeededRandom;

/** Reads of the block store into a user's sink: verified first, through a buffer that is lent. */
@Timeout(60)
class BlockStoreSinkTest {
  private static final int MIB = 1 << 20;
  private static final byte[] FOO = "foo".getBytes(US_ASCII);
  private static final BlockHash HASH = BlockHash.of(FOO);

  @RegisterExtension final TestStores stores = new TestStores();

  private final FakeVolume first = new FakeVolume("fake:1");
  private final FakeVolume second = new FakeVolume("fake:2");
  private final BlockStore store = stores.of(first, second);
  private final RecordingSink sink = new RecordingSink();

  @Test
  void aSinkSeesNothingOfADamagedBlock() {
    first.with(HASH, "fox".getBytes(US_ASCII));
    second.with(HASH, new byte[3 * MIB]);
    assertThrows(BlockCorruptException.class, () -> store.read(HASH, sink));
    assertEquals(List.of(), sink.begins());
    assertEquals(List.of(), sink.positions());
  }

  @Test
  void aFallBackIsInvisibleToTheSink() throws IOException {
    first.with(HASH, new byte[3 * MIB]);
    second.with(FOO);
    assertEquals(3, store.read(HASH, sink));
    assertEquals(List.of(3), sink.begins());
    assertEquals(List.of(0), sink.positions());
    assertArrayEquals(FOO, sink.content());
  }

  @Test
  void deliversInOrderInPartsOfOneMebibyte() throws IOException {
    byte[] block = SeededRandom.bytes(2 * MIB + 5);
    first.with(block);
    assertEquals(block.length, store.read(BlockHash.of(block), sink));
    assertEquals(List.of(block.length), sink.begins());
    assertEquals(List.of(0, MIB, 2 * MIB), sink.positions());
    assertArrayEquals(block, sink.content());
  }

  @Test
  void deliversTheEmptyBlockByBeginAlone() throws IOException {
    first.with(new byte[0]);
    assertEquals(0, store.read(BlockHash.EMPTY, sink));
    assertEquals(List.of(0), sink.begins());
    assertEquals(List.of(), sink.positions());
  }

  @Test
  void aSinkGetsReadOnlyPartsOnTheCallersThreadEvenIfItIsParallel() throws IOException {
    first.with(FOO);
    Thread caller = Thread.currentThread();
    BlockSink parallel =
        new BlockSink() {
          @Override
          public void begin(int size) {
            assertSame(caller, Thread.currentThread());
          }

          @Override
          public void write(ByteBuffer src, int position) {
            assertTrue(src.isReadOnly());
            assertEquals(3, src.capacity(), "the sink can see bytes beside the block");
            assertSame(caller, Thread.currentThread());
          }

          @Override
          public boolean parallel() {
            return true;
          }
        };
    assertEquals(3, store.read(HASH, parallel));
  }

  @Test
  void theSinksExceptionIsTheSameInstanceAndTheBufferComesBack() throws IOException {
    first.with(FOO);
    second.with(FOO);
    IOException inBegin = new IOException("refused");
    RecordingSink refusing =
        new RecordingSink()
            .onBegin(
                () -> {
                  throw inBegin;
                });
    assertSame(inBegin, assertThrows(IOException.class, () -> store.read(HASH, refusing)));
    IllegalArgumentException inWrite = new IllegalArgumentException("broken");
    RecordingSink breaking =
        new RecordingSink()
            .onWrite(
                () -> {
                  throw inWrite;
                });
    assertSame(
        inWrite, assertThrows(IllegalArgumentException.class, () -> store.read(HASH, breaking)));
    assertEquals(List.of(), second.calls(), "another mount was blamed for the sink");
    assertEquals(3, store.read(HASH, sink));
  }

  @Test
  void aFailedReadGivesTheBufferBack() throws IOException {
    first.with(HASH, "fox".getBytes(US_ASCII));
    assertThrows(BlockCorruptException.class, () -> store.read(HASH, sink));
    first.with(FOO);
    assertEquals(3, store.read(HASH, sink));
  }

  @Test
  void aSinkMayReadIntoAnArrayMeanwhile() throws IOException {
    first.with(FOO);
    sink.onWrite(() -> assertArrayEquals(FOO, store.read(HASH)));
    assertEquals(3, store.read(HASH, sink));
  }

  @Test
  void anInterruptedThreadAsksNoMount() throws IOException {
    first.with(FOO);
    Thread.currentThread().interrupt();
    try {
      assertThrows(CallCancelledException.class, () -> store.read(HASH, sink));
    } finally {
      assertTrue(Thread.interrupted(), "the flag was lost");
    }
    assertEquals(List.of(), first.calls());
    assertEquals(3, store.read(HASH, sink));
  }

  @Test
  void anInterruptIsSeenBetweenTwoParts() throws IOException {
    byte[] block = SeededRandom.bytes(3 * MIB);
    BlockHash hash = BlockHash.of(block);
    first.with(block);
    sink.onWrite(() -> Thread.currentThread().interrupt());
    CallCancelledException e;
    try {
      e = assertThrows(CallCancelledException.class, () -> store.read(hash, sink));
    } finally {
      assertTrue(Thread.interrupted(), "the flag was lost");
    }
    assertEquals("read " + hash + ": interrupted while the sink took the block", e.getMessage());
    assertEquals(List.of(0), sink.positions());
    assertEquals(block.length, store.read(hash, new RecordingSink()), "the buffer was lost");
  }
}
