// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import java.time.Duration;
import java.time.Instant;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.VolumeException;

/** What of a blob under a block's name is a block. */
final class Blocks {
  private Blocks() {}

  /** Throws unless the blob is one that a block can be in, live or trashed. */
  static void requireBlock(Call call, BlobState found) throws VolumeException {
    if (!found.isBlockBlob()) {
      throw call.failure(
          "what is stored under this name is no block blob but a blob of type " + found.type(),
          null);
    }
  }

  /** Throws unless the blob is a live block. */
  static void requireLive(Call call, BlobState found) throws VolumeException {
    requireBlock(call, found);
    if (found.trashMark().isPresent()) {
      throw call.missing();
    }
  }

  static BlockInfo info(BlockHash hash, BlobState found) {
    return new BlockInfo(hash, found.size(), found.mtime());
  }

  /**
   * Tells whether an empty blob may be one that is being written: the original was seen to show a
   * new blob so before its content was there, and so do writers that first make a blob.
   *
   * @param within how old such a blob can be; zero: there are no such writers
   */
  static boolean isBeingWritten(
      BlockHash hash, long size, Instant mtime, Instant now, Duration within) {
    return size == 0
        && !within.isZero()
        && !hash.equals(BlockHash.EMPTY)
        && now.isBefore(mtime.plus(within));
  }
}
