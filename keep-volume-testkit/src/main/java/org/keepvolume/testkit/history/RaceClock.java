// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.history;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The clock of the volumes of a race: what another clock shows, which is moved between heats, and
 * the nanoseconds since the race began, so that no two calls are at one time.
 *
 * <p>As {@link System#nanoTime} is one clock for all processes, this one is too.
 *
 * <p>Volumes that ask for the time in the middle of a call wait for the answer now and then: the
 * gap between a look and what is done about it becomes that much wider.
 */
final class RaceClock implements InstantSource {
  private static final Instant ORIGIN = Instant.parse("2000-01-01T00:00:00Z");

  private static final int LONGEST_WAIT = 40_000;

  private final InstantSource base;
  private final long start;

  RaceClock(InstantSource base, long start) {
    this.base = base;
    this.start = start;
  }

  /** Returns the present, now and then late. */
  @Override
  public Instant instant() {
    Instant present = present();
    dawdle();
    return present;
  }

  private Instant present() {
    return base.instant().plusNanos(System.nanoTime() - start);
  }

  /** Lets another thread have the processor, which may be in the same call. */
  @SuppressWarnings("ThreadPriorityCheck")
  private static void dawdle() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    if (random.nextInt(3) == 0) {
      long begin = System.nanoTime();
      int wait = random.nextInt(LONGEST_WAIT);
      while (System.nanoTime() - begin < wait) {
        Thread.yield();
      }
    }
  }

  /** Returns the present as {@link #nanos} has it. */
  long now() {
    return nanos(present());
  }

  /** Returns a time in nanoseconds since the origin. */
  static long nanos(Instant instant) {
    return Duration.between(ORIGIN, instant).toNanos();
  }
}
