// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import java.lang.ref.WeakReference;
import org.opentest4j.TestAbortedException;

/** Measures how much of the heap is reachable. */
final class HeapUse {
  private static final int ENOUGH = 8;
  private static final long STEADY = 4 << 10;

  /** The serial collector leaves some garbage behind in three of four collections. */
  private static final int COMPACTING = 4;

  /** Makes sure that this JVM collects garbage when it is asked to. */
  HeapUse() {
    WeakReference<Object> garbage = new WeakReference<>(new Object());
    for (int i = 0; i < ENOUGH && garbage.get() != null; i++) {
      System.gc();
    }
    if (garbage.get() != null) {
      throw new TestAbortedException("this JVM does not collect garbage when it is asked to");
    }
  }

  /** Returns the heap in use, once collecting garbage no longer changes it. */
  long bytes() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < ENOUGH; i++) {
      System.gc();
      long used = runtime.totalMemory() - runtime.freeMemory();
      if (i >= COMPACTING && least - used < STEADY) {
        return Math.min(least, used);
      }
      least = Math.min(least, used);
    }
    return least;
  }
}
