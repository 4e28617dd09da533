// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Ticker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.keepvolume.BackgroundCall;
import org.keepvolume.BlockHash;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Operation;
import org.keepvolume.RecordingSink;
import org.keepvolume.SeededRandom;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.WriteResult;

/** Waits of the block store for a buffer of its pool: cancellable, limited, in nobody's way. */
@Timeout(60)
class BlockStoreBufferTest {
  private static final byte[] FOO = "foo".getBytes(US_ASCII);
  private static final BlockHash FOO_HASH = BlockHash.of(FOO);

  /** A block that leaves no room in the pool for another. */
  private static final byte[] BLOCK = SeededRandom.bytes(TestStores.POOL_BYTES * 3 / 4);

  private static final BlockHash HASH = BlockHash.of(BLOCK);
  private static final byte[] OTHER = SeededRandom.bytes(BLOCK.length);
  private static final BlockHash OTHER_HASH = BlockHash.of(OTHER);

  @RegisterExtension final TestStores stores = new TestStores();

  private final FakeVolume volume = new FakeVolume("fake:1").with(BLOCK).with(FOO);
  private final BlockStore store =
      BlockStore.builder()
          .buffers(stores.pool())
          .mount(volume, MountOptions.defaults().withSerialized(true))
          .build();
  private final RecordingSink sink = new RecordingSink();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  @Test
  void aReadWaitsForABufferAndGoesOnWhenOneComesBack() throws Exception {
    BackgroundCall<Integer> holder = startHolding();
    BackgroundCall<Integer> waiter = startWaiting();
    assertEquals(List.of(), sink.begins());
    release.countDown();
    assertEquals(BLOCK.length, holder.result());
    assertEquals(BLOCK.length, waiter.result());
    assertEquals(List.of(BLOCK.length), sink.begins());
    assertArrayEquals(BLOCK, sink.content());
  }

  @Test
  void aReadThatWaitsForABufferHoldsNoMountsTurn() throws Exception {
    BackgroundCall<Integer> holder = startHolding();
    BackgroundCall<Integer> waiter = startWaiting();
    assertArrayEquals(FOO, store.read(FOO_HASH), "the serialized mount is held");
    assertFalse(waiter.ended());
    release.countDown();
    assertEquals(BLOCK.length, holder.result());
    assertEquals(BLOCK.length, waiter.result());
  }

  @Test
  void aSmallBlockIsReadWhileALargeOneWaits() throws Exception {
    PooledBuffer half = stores.pool().take(TestStores.POOL_BYTES / 2);
    BackgroundCall<Integer> waiter = startWaiting();
    RecordingSink small = new RecordingSink();
    assertEquals(3, store.read(FOO_HASH, small));
    assertArrayEquals(FOO, small.content());
    half.close();
    assertEquals(BLOCK.length, waiter.result());
  }

  @Test
  void readersAndAWriterOfOneBufferAndOneTurnDoNotWaitForEachOther() throws Exception {
    volume.waiting(Operation.READ, entered, release);
    // Has the turn, and will want the buffer.
    BackgroundCall<Integer> reader = BackgroundCall.start(() -> store.read(HASH, sink));
    entered.await();
    // Has the buffer, and wants the turn.
    BackgroundCall<WriteResult> writer =
        BackgroundCall.start(() -> store.write(source(OTHER), OTHER.length, options()));
    awaitLent();
    writer.awaitWaiting();
    BackgroundCall<Integer> other =
        BackgroundCall.start(() -> store.read(HASH, new RecordingSink()));
    other.awaitWaiting();
    release.countDown();
    assertEquals(BLOCK.length, reader.result());
    assertEquals(OTHER_HASH, writer.result().hash());
    assertEquals(BLOCK.length, other.result());
    assertArrayEquals(BLOCK, sink.content());
    assertArrayEquals(OTHER, volume.stored(OTHER_HASH));
  }

  @Test
  void aReadKeepsNoBufferOfOneMountWhileItWaitsForAnother() throws Exception {
    FakeVolume damaged = new FakeVolume("fake:0").with(HASH, OTHER);
    BlockStore two = stores.of(damaged, volume);
    volume.waiting(Operation.READ, entered, release);
    BackgroundCall<Integer> reader = BackgroundCall.start(() -> two.read(HASH, sink));
    entered.await();
    assertEquals(0, stores.pool().lentBytes());
    release.countDown();
    assertEquals(BLOCK.length, reader.result());
    assertArrayEquals(BLOCK, sink.content());
  }

  @Test
  void anInterruptEndsAReadsWaitForABuffer() throws Exception {
    BackgroundCall<Integer> holder = startHolding();
    BackgroundCall<Integer> waiter = startWaiting();
    waiter.interrupt();
    CallCancelledException e = assertInstanceOf(CallCancelledException.class, waiter.failure());
    assertEquals("read " + HASH + ": interrupted while waiting for a buffer", e.getMessage());
    assertTrue(waiter.endedInterrupted(), "the flag was lost");
    assertEquals(List.of(), sink.begins());
    release.countDown();
    assertEquals(BLOCK.length, holder.result());
    assertEquals(BLOCK.length, store.read(HASH, sink), "a buffer was lost");
  }

  @Test
  void anInterruptEndsAChannelWritesWaitBeforeTheSourceIsRead() throws Exception {
    BackgroundCall<Integer> holder = startHolding();
    ByteArrayInputStream bytes = new ByteArrayInputStream(OTHER);
    BackgroundCall<WriteResult> waiter =
        BackgroundCall.start(
            () -> store.write(Channels.newChannel(bytes), OTHER.length, options()));
    TestPools.awaitWaiting(stores.pool(), 1);
    waiter.interrupt();
    CallCancelledException e = assertInstanceOf(CallCancelledException.class, waiter.failure());
    assertEquals("write: interrupted while waiting for a buffer", e.getMessage());
    assertTrue(waiter.endedInterrupted(), "the flag was lost");
    assertEquals(OTHER.length, bytes.available());
    release.countDown();
    assertEquals(BLOCK.length, holder.result());
  }

  @Test
  void aWaitEndsAtThePoolsLimit() throws Exception {
    try (BufferPool impatient =
        new BufferPool(
            TestStores.POOL_BYTES,
            TestStores.POOL_BYTES,
            Duration.ZERO,
            true,
            ByteBuffer::allocateDirect,
            Ticker.systemTicker())) {
      FakeVolume own = new FakeVolume("fake:1").with(BLOCK).with(FOO);
      BlockStore limited = BlockStore.builder().mount(own).buffers(impatient).build();
      PooledBuffer all = impatient.take(TestStores.POOL_BYTES);
      VolumeUnavailableException read =
          assertThrows(VolumeUnavailableException.class, () -> limited.read(HASH, sink));
      assertEquals(Optional.empty(), read.volume(), "a volume is blamed");
      assertTrue(read.getMessage().contains("no buffer of " + BLOCK.length), read.getMessage());
      ByteArrayInputStream bytes = new ByteArrayInputStream(OTHER);
      assertThrows(
          VolumeUnavailableException.class,
          () -> limited.write(Channels.newChannel(bytes), OTHER.length, options()));
      assertEquals(OTHER.length, bytes.available());
      assertArrayEquals(BLOCK, limited.read(HASH), "a read into an array needs no buffer");
      all.close();
      assertEquals(BLOCK.length, limited.read(HASH, sink));
    }
  }

  private BackgroundCall<Integer> startHolding() throws InterruptedException {
    RecordingSink slow =
        new RecordingSink()
            .onBegin(
                () -> {
                  entered.countDown();
                  try {
                    release.await();
                  } catch (InterruptedException e) {
                    throw new IOException("nobody interrupts this read", e);
                  }
                });
    BackgroundCall<Integer> holder = BackgroundCall.start(() -> store.read(HASH, slow));
    entered.await();
    return holder;
  }

  private BackgroundCall<Integer> startWaiting() throws InterruptedException {
    BackgroundCall<Integer> waiter = BackgroundCall.start(() -> store.read(HASH, sink));
    TestPools.awaitWaiting(stores.pool(), 1);
    return waiter;
  }

  private void awaitLent() throws InterruptedException {
    while (stores.pool().lentBytes() == 0) {
      if (Thread.interrupted()) {
        throw new InterruptedException("no buffer is lent");
      }
      Thread.onSpinWait();
    }
  }

  private static WriteOptions options() {
    return WriteOptions.defaults();
  }

  private static ReadableByteChannel source(byte[] bytes) {
    return Channels.newChannel(new ByteArrayInputStream(bytes));
  }
}
