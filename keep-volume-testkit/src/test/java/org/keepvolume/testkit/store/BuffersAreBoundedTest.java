// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.keepvolume.testkit.store.CopyOnDevice.BLOCK;
import static org.keepvolume.testkit.store.CopyOnDevice.HASH;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockSink;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.store.BlockStore;
import org.keepvolume.store.BufferPool;
import org.keepvolume.store.MountOptions;
import org.keepvolume.store.PooledBuffer;
import org.keepvolume.store.WriteOptions;
import org.keepvolume.testkit.BackgroundCall;
import org.keepvolume.testkit.CollectingSink;
import org.keepvolume.testkit.TestVolumes;
import org.keepvolume.testkit.fault.FaultScript;
import org.keepvolume.testkit.fault.FaultyVolume;

/** Memory is bounded by the pool, and waiting for a buffer can be ended (ST-7). */
@Timeout(60)
class BuffersAreBoundedTest {
  private static final int ALL = Volume.MAX_BLOCK_SIZE;

  @RegisterExtension final FaultScript faults = new FaultScript();

  private final Volume device = TestVolumes.newVolume("fake:1");
  private final List<AutoCloseable> opened = new ArrayList<>();

  /** The ways to use a buffer of the pool. */
  private enum Use {
    READ {
      @Override
      Object make(BlockStore store, BlockSink sink) throws IOException {
        return store.read(HASH, sink);
      }
    },
    WRITE {
      @Override
      Object make(BlockStore store, BlockSink sink) throws IOException {
        ReadableByteChannel source = Channels.newChannel(new ByteArrayInputStream(BLOCK));
        return store.write(source, BLOCK.length, WriteOptions.defaults());
      }
    };

    abstract Object make(BlockStore store, BlockSink sink) throws IOException;
  }

  private BufferPool pool(Duration waitLimit) {
    BufferPool pool = BufferPool.detectingLeaks(ALL, waitLimit);
    opened.add(pool);
    return pool;
  }

  private BlockStore store(BufferPool pool, MountOptions options) {
    BlockStore store =
        BlockStore.builder().buffers(pool).mount(new FaultyVolume(device, faults), options).build();
    opened.add(0, store);
    return store;
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("ST-7: waiting for a buffer ends with an interrupt")
  void waitingIsCancellable(Use use) throws Exception {
    device.write(HASH, ByteBuffer.wrap(BLOCK));
    BufferPool pool = pool(Duration.ofMinutes(1));
    BlockStore store = store(pool, MountOptions.defaults());
    CollectingSink sink = new CollectingSink();
    try (PooledBuffer all = pool.take(ALL)) {
      assertEquals(ALL, all.buffer().capacity());
      BackgroundCall call = BackgroundCall.start(() -> use.make(store, sink));
      awaitWaiting(pool);
      call.interrupt();
      assertInstanceOf(CallCancelledException.class, call.failure());
      assertTrue(call.endedInterrupted());
    }
    assertEquals(List.of(), sink.begins());
    assertEquals(0, faults.calls(Operation.WRITE));
    assertEquals(0, pool.lentBytes());
  }

  private static void awaitWaiting(BufferPool pool) {
    while (pool.waiting() == 0) {
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("ST-7: waiting for a buffer ends at the pool's limit, and may be tried again")
  void waitingIsLimited(Use use) throws Exception {
    device.write(HASH, ByteBuffer.wrap(BLOCK));
    BufferPool pool = pool(Duration.ZERO);
    BlockStore store = store(pool, MountOptions.defaults());
    CollectingSink sink = new CollectingSink();
    try (PooledBuffer all = pool.take(ALL)) {
      assertEquals(ALL, all.buffer().capacity());
      VolumeException e =
          assertThrows(VolumeUnavailableException.class, () -> use.make(store, sink));
      assertTrue(e.retryable());
      assertTrue(e.detail().startsWith("no buffer of 10 bytes"), e.detail());
    }
    assertEquals(0, faults.calls(Operation.WRITE));
    var unused = use.make(store, sink);
  }

  @Test
  @DisplayName("ST-7: who waits for a buffer holds no turn of a volume")
  void waitingHoldsNoTurn() throws Exception {
    device.write(HASH, ByteBuffer.wrap(BLOCK));
    BufferPool pool = pool(Duration.ofMinutes(1));
    BlockStore store = store(pool, MountOptions.defaults().withSerialized(true));
    try (ExecutorHolder threads = new ExecutorHolder(1)) {
      Future<Integer> reader;
      try (PooledBuffer all = pool.take(ALL)) {
        assertEquals(ALL, all.buffer().capacity());
        reader = threads.submit(() -> store.read(HASH, new CollectingSink()));
        awaitWaiting(pool);
        assertArrayEquals(BLOCK, store.read(HASH)); // the serialized volume is free
      }
      assertEquals(BLOCK.length, reader.get());
    }
  }

  @Test
  @DisplayName("ST-7: readers at the same time never lend more than the pool's bound")
  void memoryIsBounded() throws Exception {
    byte[] big = new byte[ALL / 2];
    BlockHash hash = BlockHash.of(big);
    device.write(hash, ByteBuffer.wrap(big));
    BufferPool pool = pool(Duration.ofMinutes(1));
    BlockStore store = store(pool, MountOptions.defaults());
    int readers = 6;
    CyclicBarrier start = new CyclicBarrier(readers);
    try (ExecutorHolder threads = new ExecutorHolder(readers)) {
      List<Future<Integer>> reads = new ArrayList<>();
      for (int i = 0; i < readers; i++) {
        reads.add(
            threads.submit(
                () -> {
                  start.await(30, TimeUnit.SECONDS);
                  return store.read(hash, new Measuring(pool));
                }));
      }
      for (Future<Integer> read : reads) {
        assertEquals(big.length, read.get());
      }
    }
    assertEquals(0, pool.lentBytes());
    assertTrue(pool.reservedBytes() <= ALL, () -> pool.status().toString());
  }

  /** Looks at the pool while it takes a block. */
  private record Measuring(BufferPool pool) implements BlockSink {
    @Override
    public void begin(int size) {
      assertTrue(pool.lentBytes() >= size, "a lent buffer holds the block");
      assertTrue(pool.lentBytes() <= pool.maxBytes(), () -> pool.status().toString());
    }

    @Override
    public void write(ByteBuffer src, int position) {
      assertTrue(pool.lentBytes() <= pool.maxBytes(), () -> pool.status().toString());
    }
  }

  /** Threads that end with the test. */
  private record ExecutorHolder(ExecutorService threads) implements AutoCloseable {
    ExecutorHolder(int count) {
      this(Executors.newFixedThreadPool(count));
    }

    <T> Future<T> submit(Callable<T> call) {
      return threads.submit(call);
    }

    @Override
    public void close() {
      threads.shutdownNow();
    }
  }
}
