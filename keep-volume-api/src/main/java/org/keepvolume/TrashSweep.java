// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * What {@link Volume#emptyTrash} removed and left, in counts and bytes; none is negative (TR-6,
 * TR-11).
 *
 * @param deletedBlocks trashed copies past their deadline that were removed
 * @param deletedBytes their size together
 * @param remainingBlocks trashed copies that stay until their deadline
 * @param remainingBytes their size together
 * @param deletedResidue leftovers of dead writers that were removed, not counted above
 * @param deletedResidueBytes their size together
 */
public record TrashSweep(
    long deletedBlocks,
    long deletedBytes,
    long remainingBlocks,
    long remainingBytes,
    long deletedResidue,
    long deletedResidueBytes) {
  /**
   * Checks that no count is negative.
   *
   * @param deletedBlocks as given above
   * @param deletedBytes as given above
   * @param remainingBlocks as given above
   * @param remainingBytes as given above
   * @param deletedResidue as given above
   * @param deletedResidueBytes as given above
   * @throws IllegalArgumentException if a value is out of its range
   */
  public TrashSweep {
    checkArgument(
        deletedBlocks >= 0
            && deletedBytes >= 0
            && remainingBlocks >= 0
            && remainingBytes >= 0
            && deletedResidue >= 0
            && deletedResidueBytes >= 0,
        "a count of a sweep is negative");
  }
}
