// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.history;

import java.io.IOException;

/** Makes sure that the times of another process's events can be compared with ours. */
final class OneClock {
  private static final int TIMES = 5;

  private OneClock() {}

  /**
   * Asks the other process for its time a few times.
   *
   * @return how long the last answer took, in nanoseconds
   * @throws IllegalStateException if {@link System#nanoTime} is not one clock for both
   */
  static long require(Side other) throws IOException {
    long way = 0;
    for (int i = 0; i < TIMES; i++) {
      long before = System.nanoTime();
      long there = other.nanoTime();
      long after = System.nanoTime();
      if (there - before < 0 || after - there < 0) {
        throw new IllegalStateException(
            String.format(
                "System.nanoTime is no common clock of processes here: %d there, between %d and %d"
                    + " here; without one their calls have no order",
                there, before, after));
      }
      way = after - before;
    }
    return way;
  }
}
