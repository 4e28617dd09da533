// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** A place where calls of other threads wait until the test lets all of them go. */
final class Gate implements AutoCloseable {
  private final Duration limit;
  private final Semaphore arrivals = new Semaphore(0);
  private final CountDownLatch opened = new CountDownLatch(1);

  /** Makes a closed gate, where nobody waits longer than a limit. */
  Gate(Duration limit) {
    this.limit = limit;
  }

  /** Arrives and waits until the gate is open; for the other threads. */
  void pass() throws InterruptedIOException {
    arrived();
    try {
      if (!opened.await(limit.toNanos(), NANOSECONDS)) {
        throw new InterruptedIOException("the test did not let this call go on");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the test held this call up");
    }
  }

  /** Counts a thread that may have ended before it came to the gate. */
  void arrived() {
    arrivals.release();
  }

  /** Waits for others to arrive; tells whether they all did. */
  boolean awaitArrivals(int number) throws InterruptedException {
    return arrivals.tryAcquire(number, limit.toNanos(), NANOSECONDS);
  }

  /** Lets everybody go, now and from now on. */
  void open() {
    opened.countDown();
  }

  @Override
  public void close() {
    open();
  }
}
