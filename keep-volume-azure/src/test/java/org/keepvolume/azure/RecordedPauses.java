// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Time that stands still, but while an answer is made to stall: whoever waits for that sees at the
 * next look that the limit of progress has passed. Pauses between attempts are recorded and not
 * waited for.
 */
final class RecordedPauses extends Timing {
  /** How often those who wait look, and so what a stall takes; nothing else reaches this limit. */
  static final Duration PROGRESS = Duration.ofMillis(10);

  private final AtomicLong now = new AtomicLong();
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();

  @Override
  long nanoTime() {
    return now.get();
  }

  /** Lets time pass, so that a few times are more than the limit of progress. */
  void pass() {
    now.addAndGet(PROGRESS.dividedBy(4).toNanos());
  }

  @Override
  void sleep(long nanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    pauses.add(Duration.ofNanos(nanos));
  }

  /** Returns the pauses since the last {@link #forget}. */
  List<Duration> pauses() {
    return List.copyOf(pauses);
  }

  void forget() {
    pauses.clear();
  }
}
