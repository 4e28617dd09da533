// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is moved; safe for use by several threads. */
public final class AdjustableClock implements InstantSource {
  private final AtomicReference<Instant> now;

  /**
   * Makes a clock.
   *
   * @param now what it shows first
   */
  public AdjustableClock(Instant now) {
    this.now = new AtomicReference<>(requireNonNull(now, "now"));
  }

  /**
   * Moves the clock.
   *
   * @param by how far; may be negative
   */
  public void advance(Duration by) {
    var unused = now.updateAndGet(time -> time.plus(by));
  }

  /**
   * Sets the clock.
   *
   * @param time what it shows from now on
   */
  public void set(Instant time) {
    now.set(requireNonNull(time, "time"));
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /** Returns the time shown. */
  @Override
  public String toString() {
    return now.toString();
  }
}
