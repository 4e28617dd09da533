// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Two threads that work off a list. */
final class TwoAtOnce implements AutoCloseable {
  /** What is done with each item; returns what was found wrong. */
  @FunctionalInterface
  interface Work<T> {
    List<String> on(T item) throws Exception;
  }

  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  <T> List<String> each(List<T> items, Work<T> work) throws Exception {
    Queue<T> left = new ConcurrentLinkedQueue<>(items);
    List<Future<List<String>>> results = new ArrayList<>();
    for (int i = 0; i < Math.min(2, items.size()); i++) {
      results.add(threads.submit(() -> workOff(left, work)));
    }
    List<String> found = new ArrayList<>();
    for (Future<List<String>> result : results) {
      found.addAll(result.get());
    }
    return found;
  }

  private <T> List<String> workOff(Queue<T> left, Work<T> work) throws Exception {
    List<String> found = new ArrayList<>();
    for (T item = left.poll(); item != null; item = left.poll()) {
      found.addAll(work.on(item));
    }
    return found;
  }

  @Override
  public void close() {
    List<Runnable> unused = threads.shutdownNow();
  }
}
