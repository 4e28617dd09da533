// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that stands still but for pauses and what a test says; chance is what a test says. */
final class StandingTime extends Timing {
  private final List<Duration> pauses = new ArrayList<>();
  private long now = -5;
  private double chance = 1;
  private boolean interrupts;

  @Override
  long nanoTime() {
    return now;
  }

  @Override
  void sleep(long nanos) throws InterruptedException {
    if (interrupts) {
      throw new InterruptedException();
    }
    pauses.add(Duration.ofNanos(nanos));
    now += nanos;
  }

  @Override
  double random() {
    return chance;
  }

  void advance(Duration by) {
    now += by.toNanos();
  }

  void setChance(double value) {
    chance = value;
  }

  /** Has the next pause interrupted. */
  void interrupt() {
    interrupts = true;
  }

  List<Duration> pauses() {
    return pauses;
  }
}
