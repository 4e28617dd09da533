// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * What a volume knows of a stored block without reading it; one line of an index.
 *
 * @param hash the block's name
 * @param size the stored object's size in bytes, 0 or more; above {@link Volume#MAX_BLOCK_SIZE} for
 *     an object that no read would deliver, which is shown with its true size (RD-8)
 * @param mtime when the block was last written, touched or untrashed, as precisely as the device
 *     keeps it; {@code stat} and {@code index} report the identical time (TM-4)
 */
public record BlockInfo(BlockHash hash, long size, Instant mtime) {
  /**
   * Checks the ranges given above.
   *
   * @param hash as given above
   * @param size as given above
   * @param mtime as given above
   * @throws IllegalArgumentException if a value is out of its range
   */
  public BlockInfo {
    requireNonNull(hash, "hash");
    requireNonNull(mtime, "mtime");
    checkArgument(size >= 0, "size of block %s is negative: %s", hash, size);
  }
}
