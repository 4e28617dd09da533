// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import javax.annotation.CheckReturnValue;
import org.keepvolume.TrashSweep;

/** What a sweep counts of trashed copies. */
@CheckReturnValue
record SweepTotal(long deletedBlocks, long deletedBytes, long keptBlocks, long keptBytes) {
  static final SweepTotal NONE = new SweepTotal(0, 0, 0, 0);

  static SweepTotal of(TrashSweep sweep) {
    return new SweepTotal(
        sweep.deletedBlocks(),
        sweep.deletedBytes(),
        sweep.remainingBlocks(),
        sweep.remainingBytes());
  }

  SweepTotal deleted(long size) {
    return plus(new SweepTotal(1, size, 0, 0));
  }

  SweepTotal kept(long size) {
    return plus(new SweepTotal(0, 0, 1, size));
  }

  SweepTotal plus(SweepTotal more) {
    return new SweepTotal(
        deletedBlocks + more.deletedBlocks,
        deletedBytes + more.deletedBytes,
        keptBlocks + more.keptBlocks,
        keptBytes + more.keptBytes);
  }
}
