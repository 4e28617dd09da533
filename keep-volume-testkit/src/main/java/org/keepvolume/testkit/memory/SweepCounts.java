// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.memory;

import org.keepvolume.TrashSweep;
import org.keepvolume.testkit.memory.MemoryDevice.Stored;

/** What a sweep has done so far. */
final class SweepCounts {
  private long deletedBlocks;
  private long deletedBytes;
  private long remainingBlocks;
  private long remainingBytes;
  private long residue;
  private long residueBytes;

  void trashed(boolean deleted, Stored copy) {
    if (deleted) {
      deletedBlocks++;
      deletedBytes += copy.size();
    } else {
      remainingBlocks++;
      remainingBytes += copy.size();
    }
  }

  void residue(Stored leftover) {
    residue++;
    residueBytes += leftover.size();
  }

  boolean deleted() {
    return deletedBlocks > 0;
  }

  TrashSweep sweep() {
    return new TrashSweep(
        deletedBlocks, deletedBytes, remainingBlocks, remainingBytes, residue, residueBytes);
  }
}
