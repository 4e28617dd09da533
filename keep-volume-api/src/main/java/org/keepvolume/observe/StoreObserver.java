// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.observe;

import org.keepvolume.BlockHash;
import org.keepvolume.Operation;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeObserver;

/**
 * Is told, beyond the calls of its volumes, of what a block store does about volumes that fail and
 * copies that are damaged.
 *
 * <p>Every method does nothing unless overridden; threads and exceptions as {@link VolumeObserver}
 * says.
 */
public interface StoreObserver extends VolumeObserver {
  /**
   * Tells that a volume could not serve an operation, and another copy or volume is tried; or that
   * one step of a write failed on it, and the block was written to it all the same.
   *
   * @param operation what the store was doing
   * @param hash the block
   * @param volume the device id of the volume that failed
   * @param reason its failure, that of a step, hence perhaps of another operation
   */
  default void fellBack(
      Operation operation, BlockHash hash, String volume, VolumeException reason) {}

  /**
   * Tells that a copy does not have the bytes that its hash says.
   *
   * @param hash the block
   * @param volume the device id of the volume that holds the copy
   */
  default void damagedCopySeen(BlockHash hash, String volume) {}

  /**
   * Tells that a write has put the right bytes over a damaged copy.
   *
   * @param hash the block
   * @param volume the device id of the volume that holds the copy
   */
  default void repaired(BlockHash hash, String volume) {}

  /**
   * Returns the observer that does nothing.
   *
   * @return the same object at each call
   */
  static StoreObserver none() {
    return NoStoreObserver.NONE;
  }

  /**
   * Returns an observer that passes everything on and throws nothing the given one throws, as
   * {@link VolumeObserver#guarded} says.
   *
   * @param observer any observer
   * @return the guarded observer; the given object itself if it is guarded already, or {@link
   *     #none}
   */
  static StoreObserver guarded(StoreObserver observer) {
    return observer instanceof GuardedStoreObserver || observer == none()
        ? observer
        : new GuardedStoreObserver(observer);
  }
}
