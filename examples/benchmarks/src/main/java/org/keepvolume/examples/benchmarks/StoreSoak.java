// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks;

import static com.google.common.base.Preconditions.checkState;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.keepvolume.TrashPolicy;
import org.keepvolume.VolumeContext;
import org.keepvolume.posix.Durability;
import org.keepvolume.posix.PosixOptions;
import org.keepvolume.posix.PosixVolume;
import org.keepvolume.store.BlockStore;
import org.keepvolume.store.BufferPool;
import org.keepvolume.store.WriteOptions;

/**
 * Many threads with small and full blocks on one store, in less memory than they would like: none
 * may run out of it, read anything wrong, or wait for ever.
 */
final class StoreSoak implements Benchmarks.Benchmark {
  static final int SMALL = 4 << 10;
  private static final int LARGE = 64 << 20;
  private static final int MAX_HEAP = 128 << 20;
  private static final long POOL = 256L << 20;

  /** For each thread a slice of the volume's, of somewhat more than 1 MiB, and those it keeps. */
  private static final long DIRECT = POOL + (96L << 20);

  /** Enough for all full blocks to take their turn on a busy machine. */
  private static final Duration WAIT_LIMIT = Duration.ofMinutes(2);

  private static final int THREADS = 64;
  private static final int SHARED_SMALL = 256;
  private static final int SHARED_LARGE = 8;
  private static final Duration LOOK = Duration.ofMillis(5);
  private static final Duration END = Duration.ofMinutes(3);

  @Override
  public void run(Benchmarks.Settings settings, Path directory) throws Exception {
    checkState(
        Runtime.getRuntime().maxMemory() <= MAX_HEAP,
        "run with java -Xmx128m -XX:MaxDirectMemorySize=%sm: memory is what this is about",
        DIRECT >> 20);
    Path root = Files.createDirectories(directory.resolve("soak"));
    BufferPool pool = BufferPool.ofBytes(POOL, WAIT_LIMIT);
    BlockStore store = BlockStore.builder().mount(open(root)).buffers(pool).build();
    AtomicBoolean stopping = new AtomicBoolean();
    List<SoakWorker> workers = workers(store, stopping, settings.seed());
    List<Thread> threads = start(workers);
    SoakWatch watch = new SoakWatch(pool, POOL, DIRECT);
    try {
      watch(watch, workers, settings.seconds(), stopping);
      stopping.set(true);
      awaitEnd(threads, workers);
    } catch (IllegalStateException e) {
      tellWhereTheyStand(threads);
      watch.report(settings.out(), workers);
      threads.forEach(Thread::interrupt);
      throw e; // and close nothing: that would wait for a thread that stands still
    }
    watch.requireNothingLent();
    watch.report(settings.out(), workers);
    store.close();
    pool.close();
  }

  /** Nothing is kept in the trash, and nothing synced: the disk is not what is soaked. */
  private static PosixVolume open(Path root) throws IOException {
    return PosixVolume.open(
        root,
        PosixOptions.defaults().withDurability(Durability.NONE),
        VolumeContext.defaults().withTrashPolicy(new TrashPolicy(Duration.ZERO, Duration.ZERO)));
  }

  private static List<SoakWorker> workers(BlockStore store, AtomicBoolean stopping, long seed)
      throws IOException {
    List<SoakWorker.Shared> small = share(store, SHARED_SMALL, SMALL);
    List<SoakWorker.Shared> large = share(store, SHARED_LARGE, LARGE);
    List<SoakWorker> workers = new ArrayList<>();
    for (int i = 1; i <= THREADS; i++) {
      List<SoakWorker.Shared> shared = i % 2 == 0 ? small : large;
      workers.add(new SoakWorker(store, shared, stopping, seed, (long) i << 32));
    }
    return workers;
  }

  private static List<SoakWorker.Shared> share(BlockStore store, int count, int size)
      throws IOException {
    List<SoakWorker.Shared> shared = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SoakBlock block = new SoakBlock(i, size);
      shared.add(
          new SoakWorker.Shared(
              block, store.write(block.source(), size, WriteOptions.defaults()).hash()));
    }
    return List.copyOf(shared);
  }

  private static List<Thread> start(List<SoakWorker> workers) {
    List<Thread> threads = new ArrayList<>();
    for (SoakWorker worker : workers) {
      Thread thread = new Thread(worker, "soak-" + threads.size());
      thread.setDaemon(true);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
    return threads;
  }

  private static void watch(
      SoakWatch watch, List<SoakWorker> workers, int seconds, AtomicBoolean stopping)
      throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    long start = System.nanoTime();
    while (!stopping.get() && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(seconds)) {
      watch.look(workers);
      boolean unused = never.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }
    watch.look(workers);
  }

  private static void awaitEnd(List<Thread> threads, List<SoakWorker> workers)
      throws InterruptedException {
    for (Thread thread : threads) {
      thread.join(END.toMillis());
      checkState(!thread.isAlive(), "%s does not end", thread);
    }
    SoakWatch.requireNoFailure(workers);
    checkState(
        workers.stream().allMatch(worker -> worker.calls() > 0), "a thread has done nothing");
  }

  private static void tellWhereTheyStand(List<Thread> threads) {
    for (Thread thread : threads) {
      System.err.println(thread + " " + thread.getState());
      for (StackTraceElement frame : thread.getStackTrace()) {
        System.err.println("    at " + frame);
      }
    }
  }
}
