// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import java.time.Duration;
import javax.annotation.concurrent.Immutable;

/**
 * What a {@link NullServer} claims to have.
 *
 * @param blobs how many blobs its listings name in all, evenly over all hashes; 0 to 2^30
 * @param pageSize the blobs of a page at most, 1 or more; less if the client asks for less
 * @param pageDelay how long each page takes, 0 or more; pages wait side by side
 * @param trashedEvery each that many-th blob of a listing is trashed, from the first; 0 for none
 * @param prefix what stands before the hash in the names of listed blobs
 * @param sharded whether directories of one and of three digits stand there, too
 * @param blobSize the size of blobs that were not registered and have no size in their names;
 *     negative if such blobs are missing
 */
@Immutable
public record NullSettings(
    int blobs,
    int pageSize,
    Duration pageDelay,
    int trashedEvery,
    String prefix,
    boolean sharded,
    int blobSize) {
  /** Checks the ranges. */
  public NullSettings {
    checkArgument(blobs >= 0 && blobs <= 1 << 30, "blobs: %s", blobs);
    checkArgument(pageSize >= 1, "page size: %s", pageSize);
    checkArgument(!pageDelay.isNegative(), "page delay: %s", pageDelay);
    checkArgument(trashedEvery >= 0, "trashed every: %s", trashedEvery);
    requireNonNull(prefix);
  }

  /**
   * Returns settings without blobs in the listings.
   *
   * @return pages of 5000 without delay, plain names, blobs of 4 KiB, nothing trashed
   */
  public static NullSettings defaults() {
    return new NullSettings(0, 5000, Duration.ZERO, 0, "", false, 4096);
  }

  /**
   * Sets what the listings name.
   *
   * @param count how many blobs in all, 0 to 2^30
   * @param page the blobs of a page at most, 1 or more
   * @return changed settings
   */
  public NullSettings withBlobs(int count, int page) {
    return new NullSettings(count, page, pageDelay, trashedEvery, prefix, sharded, blobSize);
  }

  /**
   * Sets how long a page takes.
   *
   * @param delay how long, 0 or more
   * @return changed settings
   */
  public NullSettings withPageDelay(Duration delay) {
    return new NullSettings(blobs, pageSize, delay, trashedEvery, prefix, sharded, blobSize);
  }

  /**
   * Sets which of the listed blobs are trashed.
   *
   * @param every each that many-th; 0 for none
   * @return changed settings
   */
  public NullSettings withTrashedEvery(int every) {
    return new NullSettings(blobs, pageSize, pageDelay, every, prefix, sharded, blobSize);
  }

  /**
   * Sets how the listed blobs are named.
   *
   * @param before what stands before the hash
   * @param shards whether directories of one and of three digits stand there, too
   * @return changed settings
   */
  public NullSettings withNames(String before, boolean shards) {
    return new NullSettings(blobs, pageSize, pageDelay, trashedEvery, before, shards, blobSize);
  }

  /**
   * Sets the size of blobs that nothing else is known of.
   *
   * @param size the size in bytes; negative if such blobs are missing
   * @return changed settings
   */
  public NullSettings withBlobSize(int size) {
    return new NullSettings(blobs, pageSize, pageDelay, trashedEvery, prefix, sharded, size);
  }
}
