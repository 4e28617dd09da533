// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.keepvolume.posix.PosixVolume;

/** Writes from several threads, each write acknowledged once it has returned. */
final class Traffic {
  static final int THREADS = 4;

  private static final int BLOCKS = 60;
  private static final int MAX_SIZE = 3 << 20;

  private final Path root;
  private final PosixVolume volume;
  private final long seed;

  Traffic(Path root, PosixVolume volume, long seed) {
    this.root = root;
    this.volume = volume;
    this.seed = seed;
  }

  /** Returns one of the blocks; most are small, and a few take several system calls. */
  static TestBlock block(SplittableRandom random) {
    int number = random.nextInt(BLOCKS);
    return new TestBlock(number, number % 10 == 0 ? MAX_SIZE - number : number * 97);
  }

  /**
   * Writes two blocks of one directory in two threads, each acknowledged by a system call.
   *
   * @param onceMade whether the second waits until the directory exists
   */
  void together(TestBlock one, TestBlock two, boolean onceMade) throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<Boolean> first =
          threads.submit(
              () -> {
                start.await();
                return written(one);
              });
      Future<Boolean> second =
          threads.submit(
              () -> {
                start.await();
                while (onceMade && !first.isDone() && !Files.exists(two.directory(root))) {
                  Thread.onSpinWait();
                }
                return written(two);
              });
      if (first.get() || second.get()) {
        throw new IOException("an acknowledgement is no file");
      }
    } finally {
      threads.shutdown();
    }
  }

  private boolean written(TestBlock block) throws IOException {
    volume.write(block.hash(), ByteBuffer.wrap(block.content()));
    return Files.exists(root.resolve("ack-write-" + block.hash()));
  }

  /** Goes on until the process is killed; each write is acknowledged by a line of output. */
  void endless() throws Exception {
    inThreads(
        seed,
        random -> {
          while (true) {
            TestBlock block = block(random);
            volume.write(block.hash(), ByteBuffer.wrap(block.content()));
            VolumeMain.answer(block.seed() + "\t" + block.size() + "\twritten");
          }
        });
  }

  /** What a thread does with random numbers of its own. */
  interface Work {
    void run(SplittableRandom random) throws IOException;
  }

  static void inThreads(long seed, Work work) throws Exception {
    SplittableRandom seeds = new SplittableRandom(seed);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      SplittableRandom random = seeds.split();
      tasks.add(
          () -> {
            work.run(random);
            return null;
          });
    }
    try {
      for (Future<Void> task : threads.invokeAll(tasks)) {
        task.get();
      }
    } finally {
      threads.shutdown();
    }
  }
}
