// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks.load;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.keepvolume.BlockHash;

/** What the MD5 of a block takes, which no service for blocks can leave out. */
final class HashCost {
  private static final int WARM_UP_ROUNDS = 3;
  private static final int ROUNDS = 7;

  private HashCost() {}

  /** Returns the milliseconds for a block of this size in direct memory, in this JVM: a median. */
  static double millis(int size) {
    ByteBuffer block = ByteBuffer.allocateDirect(size);
    double[] millis = new double[ROUNDS];
    for (int i = -WARM_UP_ROUNDS; i < ROUNDS; i++) {
      long start = System.nanoTime();
      BlockHash unused = BlockHash.of(block.clear());
      if (i >= 0) {
        millis[i] = (System.nanoTime() - start) / 1e6;
      }
    }
    Arrays.sort(millis);
    return millis[ROUNDS / 2];
  }
}
