// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for a state that nobody tells of. */
public final class Await {
  private static final long PATIENCE = TimeUnit.MINUTES.toNanos(1);

  private Await() {}

  /** Waits until something is true, a minute at most. */
  public static void until(String what, BooleanSupplier condition) {
    long began = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - began > PATIENCE) {
        throw new AssertionError("not within a minute: " + what);
      }
      Thread.onSpinWait();
    }
  }
}
