// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import org.keepvolume.Volume;
import org.keepvolume.store.BufferPoolStatus;

/** How much memory is in use, in the unit of the original's most: buffers of 64 MiB. */
final class BuffersInUse {
  private BuffersInUse() {}

  /** Returns the memory that is lent, in buffers of 64 MiB, rounded up. */
  static long of(BufferPoolStatus pool) {
    return (pool.lentBytes() + Volume.MAX_BLOCK_SIZE - 1) / Volume.MAX_BLOCK_SIZE;
  }
}
