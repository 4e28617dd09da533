// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks;

import static com.google.common.base.Preconditions.checkState;

import java.io.PrintStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.keepvolume.store.BufferPool;
import org.keepvolume.store.BufferPoolStatus;

/** Looks again and again whether a soak keeps within its bounds and every thread gets on. */
final class SoakWatch {
  /** Longer than the pool lets a request wait: who waits longer waits for something else. */
  private static final Duration STANDSTILL = Duration.ofMinutes(3);

  private static final double MIB = 1 << 20;

  private final BufferPool pool;
  private final long poolBytes;
  private final long directBytes;
  private final BufferPoolMXBean direct;

  private long mostLent;
  private long mostDirect;
  private long mostHeap;
  private Duration longestSmall = Duration.ZERO;
  private Duration longestLarge = Duration.ZERO;

  /**
   * Makes a watch.
   *
   * @param poolBytes what the pool may reserve
   * @param directBytes what the process may, with what the volume needs beside the pool
   */
  SoakWatch(BufferPool pool, long poolBytes, long directBytes) {
    this.pool = pool;
    this.poolBytes = poolBytes;
    this.directBytes = directBytes;
    direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(bean -> bean.getName().equals("direct"))
            .findFirst()
            .orElseThrow();
  }

  /** Fails if something is out of its bounds now. */
  void look(List<SoakWorker> workers) {
    BufferPoolStatus status = pool.status();
    mostLent = Math.max(mostLent, status.lentBytes());
    longestSmall = longer(longestSmall, status.small().longestWaiting());
    longestLarge = longer(longestLarge, status.large().longestWaiting());
    mostDirect = Math.max(mostDirect, direct.getMemoryUsed());
    mostHeap =
        Math.max(mostHeap, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    checkState(
        status.lentBytes() <= status.reservedBytes() && status.reservedBytes() <= poolBytes,
        "the pool is beyond its bound of %s bytes: %s",
        poolBytes,
        status);
    checkState(
        mostDirect <= directBytes, "%s bytes of direct memory, not %s", mostDirect, directBytes);
    requireNoFailure(workers);
    for (SoakWorker worker : workers) {
      checkState(
          worker.standstill() < STANDSTILL.toNanos(),
          "a thread stands still for %s s: %s",
          TimeUnit.NANOSECONDS.toSeconds(worker.standstill()),
          status);
    }
  }

  /** Fails if a thread has failed, with its failure as the cause. */
  static void requireNoFailure(List<SoakWorker> workers) {
    for (SoakWorker worker : workers) {
      Throwable failure = worker.failure();
      if (failure != null) {
        throw new IllegalStateException("a thread of the soak failed", failure);
      }
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** Fails if the pool has not got back everything. */
  void requireNothingLent() {
    BufferPoolStatus status = pool.status();
    checkState(
        status.lentBytes() == 0 && status.lentBuffers() == 0 && pool.waiting() == 0,
        "all calls have ended, but the pool has %s",
        status);
  }

  void report(PrintStream out, List<SoakWorker> workers) {
    BufferPoolStatus status = pool.status();
    report(out, "4 KiB", workers.stream().filter(SoakWorker::isSmall).toList());
    report(out, "4 KiB", status.small(), longestSmall);
    report(out, "64 MiB", workers.stream().filter(worker -> !worker.isSmall()).toList());
    report(out, "64 MiB", status.large(), longestLarge);
    out.printf(
        Locale.ROOT,
        "at most: lent %.1f MiB of %.0f, direct memory %.1f MiB, heap used %.1f MiB%n",
        mostLent / MIB,
        poolBytes / MIB,
        mostDirect / MIB,
        mostHeap / MIB);
  }

  private static void report(PrintStream out, String size, List<SoakWorker> workers) {
    out.printf(
        Locale.ROOT,
        "%-6s %d threads made %d calls, each at least %d; the longest took %.2f s%n",
        size,
        workers.size(),
        workers.stream().mapToLong(SoakWorker::calls).sum(),
        workers.stream().mapToLong(SoakWorker::calls).min().orElse(0),
        workers.stream().mapToLong(SoakWorker::longestCall).max().orElse(0) / 1e9);
  }

  private static void report(
      PrintStream out, String size, BufferPoolStatus.Requests requests, Duration longest) {
    double waited = requests.waited().toNanos() / 1e6;
    out.printf(
        Locale.ROOT,
        "%-6s %d of %d requests waited for a buffer, for %.1f ms in the mean, %.3f ms of all;"
            + " the longest seen waiting %.1f ms%n",
        size,
        requests.waits(),
        requests.served(),
        waited / Math.max(1, requests.waits()),
        waited / Math.max(1, requests.served()),
        longest.toNanos() / 1e6);
  }
}
