// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Where the pauses between attempts come from, which tests take out. */
class Timing {
  /** Returns nanoseconds since an arbitrary moment. */
  long nanoTime() {
    return System.nanoTime();
  }

  /** Waits; an interrupt ends the wait. */
  void sleep(long nanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(nanos);
  }

  /** Returns a random number from 0 inclusive to 1 exclusive. */
  double random() {
    return ThreadLocalRandom.current().nextDouble();
  }
}
