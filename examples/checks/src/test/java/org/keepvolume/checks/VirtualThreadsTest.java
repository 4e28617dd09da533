// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockSinks;
import org.keepvolume.posix.PosixVolume;
import org.keepvolume.store.BlockStore;
import org.keepvolume.store.BufferPool;
import org.keepvolume.store.WriteOptions;

/**
 * Virtual threads that call a block store leave their carriers while they wait for each other: for
 * a lock, for a helper's answer, for a buffer.
 */
@Timeout(300)
class VirtualThreadsTest {
  private static final int THREADS = 200;
  private static final int ROUNDS = 5;

  /** Rounded up, half of the smallest pool, which lends one such buffer at a time: others wait. */
  private static final int LARGE = 17 << 20;

  private static final int LARGE_EVERY = 50;

  private static final int FIRST_JDK = 21;

  @TempDir private Path root;

  @BeforeAll
  static void leaveOutWithoutVirtualThreads() {
    int jdk = Runtime.version().feature();
    String reason =
        "left out: JDK %d has no virtual threads; part 2 of .ci/run has them, with JDK 25"
            .formatted(jdk);
    if (jdk < FIRST_JDK) {
      System.out.println(VirtualThreadsTest.class.getSimpleName() + " " + reason);
    }
    assumeTrue(jdk >= FIRST_JDK, reason);
  }

  @Test
  void callsOfStorePinNoThreadOnceClassesAreLoaded() throws Exception {
    try (BufferPool pool = BufferPool.ofBytes(64 << 20, Duration.ofMinutes(1));
        BlockStore store =
            BlockStore.builder().mount(PosixVolume.open(root)).buffers(pool).build()) {
      runThreads(i -> useStore(store, i));
      long waitsBefore = waits(pool);

      List<RecordedEvent> pinned = PinnedThreads.during(() -> runThreads(i -> useStore(store, i)));

      assertEquals(List.of(), pinned);
      assertNotEquals(waitsBefore, waits(pool), "no request waited for a buffer");
      assertEquals(0, pool.lentBytes());
    }
  }

  /** Without this, an event that is not recorded would make the test above green. */
  @Test
  void recordingShowsThreadThatIsPinned() throws Exception {
    List<RecordedEvent> pinned = PinnedThreads.during(() -> runThreads(i -> WaitsAtLoading.DONE));
    assertFalse(pinned.isEmpty(), "a virtual thread waited in a class initializer, unseen");
  }

  private static long waits(BufferPool pool) {
    return pool.status().small().waits() + pool.status().large().waits();
  }

  private static int useStore(BlockStore store, int thread) throws Exception {
    boolean large = thread % LARGE_EVERY == 0;
    byte[] block = new byte[large ? LARGE : 1 << 10];
    for (int i = 0; i < (large ? 1 : ROUNDS); i++) {
      new Random(thread % 8 + i).nextBytes(block); // several threads write one block
      BlockHash hash =
          store
              .write(
                  Channels.newChannel(new ByteArrayInputStream(block)),
                  block.length,
                  WriteOptions.defaults())
              .hash();
      ByteBuffer read = ByteBuffer.allocate(block.length);
      assertEquals(block.length, store.read(hash, BlockSinks.into(read)));
      assertEquals(ByteBuffer.wrap(block), read);
    }
    return block.length;
  }

  /** Runs a task on many virtual threads at once; the API that makes them is not in JDK 17. */
  private static boolean runThreads(OnThread task) throws Exception {
    ExecutorService threads =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    try {
      List<Future<?>> results = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        results.add(threads.submit(() -> task.run(thread)));
      }
      for (Future<?> result : results) {
        Object unused = result.get();
      }
      return true;
    } finally {
      threads.shutdown();
    }
  }

  /** What one of the threads does. */
  @FunctionalInterface
  private interface OnThread {
    Object run(int thread) throws Exception;
  }

  /** Waits where no virtual thread can leave its carrier: below a frame of the JVM itself. */
  private static final class WaitsAtLoading {
    static final boolean DONE = waits();

    private static boolean waits() {
      try {
        return !new Semaphore(0).tryAcquire(10, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
