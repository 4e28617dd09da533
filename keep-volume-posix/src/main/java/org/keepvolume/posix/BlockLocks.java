// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import org.keepvolume.BlockHash;
import org.keepvolume.VolumeException;

/** Who may change what lies under a block's name, among all threads and processes on a volume. */
interface BlockLocks extends AutoCloseable {
  /** A block that nobody else changes until this is closed, by the thread that acquired it. */
  interface Held extends AutoCloseable {
    @Override
    void close() throws VolumeException;
  }

  /**
   * Waits until nobody else changes the block.
   *
   * @throws VolumeException if the call was interrupted or came to its limits, or the volume's root
   *     is lost; nothing is held then
   */
  Held acquire(Call call, BlockHash hash) throws VolumeException;

  /** Lets go of what the volume has open for its locks. */
  @Override
  void close();
}
