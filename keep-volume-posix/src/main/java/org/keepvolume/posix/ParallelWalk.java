// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static com.google.common.base.Throwables.throwIfUnchecked;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.annotation.Nullable;
import org.keepvolume.BlockPrefix;
import org.keepvolume.VolumeException;

/**
 * One walk by several threads, each in a prefix directory of its own, shown on the calling thread.
 *
 * <p>Holds three pages of files for each thread in memory.
 */
final class ParallelWalk<T> {
  /** Takes what is found; false stops the walk. */
  @FunctionalInterface
  interface Taker<T> {
    boolean take(T name, BasicFileAttributes attributes) throws IOException;
  }

  private static final int PAGE = 500;

  private record Entry<T>(T name, BasicFileAttributes attributes) {}

  /** What a thread hands over: files, or that it has ended, maybe by a failure. */
  private record Page<T>(List<Entry<T>> entries, boolean last, @Nullable Throwable failure) {}

  private final DirectoryWalk walk;
  private final Call call;
  private final BlockPrefix prefix;
  private final DirectoryWalk.Names<T> names;
  private final BlockingQueue<Page<T>> pages = new LinkedBlockingQueue<>();

  /** Pages that may still be filled before others are taken. */
  private final Semaphore room;

  private final AtomicInteger next = new AtomicInteger();
  private volatile boolean stopped;

  ParallelWalk(
      DirectoryWalk walk,
      Call call,
      BlockPrefix prefix,
      DirectoryWalk.Names<T> names,
      int threads) {
    this.walk = walk;
    this.call = call;
    this.prefix = prefix;
    this.names = names;
    room = new Semaphore(2 * threads);
  }

  void run(Helpers helpers, int threads, Taker<T> taker) throws IOException {
    BitSet numbers;
    try (OpenDirectory<SecureDirectoryStream<Path>> root = walk.openRoot(call)) {
      numbers = walk.directories(call, root.stream(), prefix);
    }
    int running = 0;
    try {
      for (; running < threads; running++) {
        helpers.execute(call, () -> work(numbers));
      }
      while (running > 0) {
        Page<T> page = nextPage();
        if (page.last) {
          running--;
        }
        show(page, taker);
        if (stopped) {
          return;
        }
      }
    } finally {
      stop(running);
    }
    call.requireRoot();
  }

  private Page<T> nextPage() throws VolumeException {
    try {
      Page<T> page = pages.poll(call.onePage(), NANOSECONDS);
      if (page == null) {
        throw call.late("a thread that lists files");
      }
      if (!page.last) {
        room.release();
      }
      return page;
    } catch (InterruptedException e) {
      throw call.interrupted(e);
    }
  }

  private void show(Page<T> page, Taker<T> taker) throws IOException {
    if (page.failure instanceof VolumeException e) {
      throw e;
    }
    if (page.failure != null) {
      throwIfUnchecked(page.failure);
      throw call.failed((IOException) page.failure, walk.root());
    }
    for (Entry<T> entry : page.entries) {
      call.checkInterrupted();
      if (!taker.take(entry.name, entry.attributes)) {
        stopped = true;
        return;
      }
    }
  }

  /**
   * Has the threads end, and waits for them, but not long, and not if interrupted: they touch
   * nothing of the caller's.
   */
  private void stop(int running) {
    stopped = true;
    room.release(Integer.MAX_VALUE / 2);
    boolean interrupted = Thread.currentThread().isInterrupted();
    for (int left = running; left > 0 && !interrupted; ) {
      try {
        Page<T> page = pages.poll(call.onePage(), NANOSECONDS);
        if (page == null) {
          return;
        }
        left -= page.last ? 1 : 0;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        interrupted = true;
      }
    }
  }

  private void work(BitSet numbers) {
    Throwable failure = null;
    List<Entry<T>> entries = new ArrayList<>();
    try (OpenDirectory<SecureDirectoryStream<Path>> root = walk.openRoot(call)) {
      for (int number = take(numbers); number >= 0 && !stopped; number = take(numbers)) {
        boolean unused =
            walk.walkDirectory(
                call, root.stream(), number, prefix, names, found -> add(entries, found));
      }
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    }
    pages.add(new Page<>(entries, true, failure));
  }

  /** Returns the number of a directory that no other thread takes; -1 when none is left. */
  private int take(BitSet numbers) {
    while (true) {
      int from = next.get();
      int number = numbers.nextSetBit(from);
      if (number < 0 || next.compareAndSet(from, number + 1)) {
        return number;
      }
    }
  }

  private boolean add(List<Entry<T>> entries, DirectoryWalk.Found<T> found) throws VolumeException {
    entries.add(new Entry<>(found.name(), found.attributes()));
    if (entries.size() < PAGE) {
      return !stopped;
    }
    try {
      room.acquire();
    } catch (InterruptedException e) {
      throw call.interrupted(e);
    }
    pages.add(new Page<>(List.copyOf(entries), false, null));
    entries.clear();
    return !stopped;
  }
}
