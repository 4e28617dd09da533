// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits between the pieces of a slow body, in real time or as a test likes. */
@FunctionalInterface
public interface Pauses {
  /**
   * Waits.
   *
   * @param duration how long, more than 0
   * @throws InterruptedException if interrupted
   */
  void pause(Duration duration) throws InterruptedException;

  /**
   * Returns pauses that last as long as they should.
   *
   * @return pauses in real time
   */
  static Pauses real() {
    return duration -> TimeUnit.NANOSECONDS.sleep(duration.toNanos());
  }
}
