// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import javax.annotation.Nullable;
import org.keepvolume.TrashSweep;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;

/** What one sweep has done so far: what cannot be removed does not keep it from the rest. */
final class SweepCounts {
  /** Failures that are shown beside the first one. */
  private static final int MOST_SHOWN = 10;

  private long deletedBlocks;
  private long deletedBytes;
  private long remainingBlocks;
  private long remainingBytes;
  private long residue;
  private long residueBytes;
  private @Nullable VolumeException failure;

  void deleted(boolean trashed, long size) {
    if (trashed) {
      deletedBlocks++;
      deletedBytes += size;
    } else {
      residue++;
      residueBytes += size;
    }
  }

  void remains(boolean trashed, long size) {
    if (trashed) {
      remainingBlocks++;
      remainingBytes += size;
    }
  }

  /** Keeps a failure that concerns one file or directory alone; throws any other. */
  void failed(VolumeException e) throws VolumeException {
    if (!(e instanceof VolumeFailureException)) {
      throw e;
    }
    if (failure == null) {
      failure = e;
    } else if (failure.getSuppressed().length < MOST_SHOWN) {
      failure.addSuppressed(e);
    }
  }

  void throwFailure() throws VolumeException {
    if (failure != null) {
      throw failure;
    }
  }

  TrashSweep sweep() {
    return new TrashSweep(
        deletedBlocks, deletedBytes, remainingBlocks, remainingBytes, residue, residueBytes);
  }
}
