// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import java.util.Optional;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;

/** The names of blobs, made of hashes and back, by a {@link BlobNaming}. */
final class BlobNames {
  /** How many digits name the outer folder, and the inner one. */
  private static final int OUTER = 1;

  private static final int INNER = 3;

  private final String prefix;
  private final boolean sharded;

  BlobNames(BlobNaming naming) {
    prefix = naming.prefix();
    sharded = naming.isSharded();
  }

  /** Returns the name of a block's blob. */
  String name(BlockHash hash) {
    String digits = hash.toString();
    return prefix + (sharded ? shard(digits) + digits : digits);
  }

  private static String shard(String digits) {
    return digits.substring(0, OUTER) + "/" + digits.substring(0, INNER) + "/";
  }

  /** Returns the block whose blob has this name; empty if none of ours has it. */
  Optional<BlockHash> hash(String blobName) {
    int begin = blobName.length() - BlockHash.LENGTH;
    if (begin < prefix.length()) {
      return Optional.empty();
    }
    String digits = blobName.substring(begin);
    if (!isHash(digits)) {
      return Optional.empty();
    }
    BlockHash hash = BlockHash.parse(digits);
    return name(hash).equals(blobName) ? Optional.of(hash) : Optional.empty();
  }

  /** An exception for each foreign blob of a listing would cost too much. */
  private static boolean isHash(String digits) {
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns how the names of all blocks of a prefix begin, and no name of another block: what the
   * service is asked for. Foreign names may begin so, too.
   */
  String listPrefix(BlockPrefix blocks) {
    String digits = blocks.toString();
    if (!sharded || digits.isEmpty()) {
      return prefix + digits;
    }
    if (digits.length() < INNER) {
      // Between the two, the slash is certain and the second digit of the inner folder is known.
      return prefix + digits.substring(0, OUTER) + "/" + digits;
    }
    return prefix + shard(digits) + digits;
  }
}
