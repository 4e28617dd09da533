// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobItemProperties;
import com.azure.storage.blob.models.BlobType;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import javax.annotation.Nullable;
import javax.annotation.concurrent.Immutable;
import org.keepvolume.BlockHash;

/**
 * A block as a listing shows it.
 *
 * @param hash the block
 * @param size in bytes
 * @param mtime in whole seconds
 * @param etag the version that was listed
 * @param mark the value of the mark of a trashed block; null for a live one
 */
@Immutable
record Listed(BlockHash hash, long size, Instant mtime, String etag, @Nullable String mark) {
  /** Reads an item of the service's listing; empty if it is none of the volume's blocks. */
  static Optional<Listed> of(BlobItem item, BlobNames names) throws IOException {
    BlobItemProperties properties = item.getProperties();
    if (item.getSnapshot() != null
        || Boolean.TRUE.equals(item.isDeleted())
        || (properties.getBlobType() != null
            && !properties.getBlobType().equals(BlobType.BLOCK_BLOB))) {
      return Optional.empty();
    }
    Optional<BlockHash> hash = names.hash(item.getName());
    if (hash.isEmpty()) {
      return Optional.empty();
    }
    // Without an ETag a sweep's delete would have no condition.
    if (properties.getContentLength() == null
        || properties.getLastModified() == null
        || properties.getETag() == null
        || properties.getETag().isEmpty()) {
      throw new IOException("the listing has a block without size, Last-Modified or ETag");
    }
    return Optional.of(
        new Listed(
            hash.get(),
            properties.getContentLength(),
            properties.getLastModified().toInstant(),
            properties.getETag(),
            TrashMark.find(item.getMetadata()).orElse(null)));
  }

  boolean isLive() {
    return mark == null;
  }

  /** Returns when a trashed block may be removed; empty for a live one, or a mark of no number. */
  Optional<Instant> deadline() {
    return Optional.ofNullable(mark).flatMap(TrashMark::deadline);
  }
}
