// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.process;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/** Held while a block's time is compared and set, by one thread of all processes. */
final class DirectoryLock {
  private static final ReentrantLock THREADS = new ReentrantLock();

  private DirectoryLock() {}

  /** What is done meanwhile. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException;
  }

  static void hold(Path root, Action action) throws IOException {
    THREADS.lock();
    try (FileChannel channel = FileChannel.open(root.resolve(".keep-volume.lock"), CREATE, WRITE)) {
      var unused = channel.lock(); // until it is closed
      action.run();
    } finally {
      THREADS.unlock();
    }
  }
}
