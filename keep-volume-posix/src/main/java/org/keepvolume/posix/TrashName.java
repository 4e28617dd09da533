// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import java.time.Instant;
import java.util.Optional;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;

/**
 * The name of a trashed copy, {@code <hash>.trash.<deadline in Unix seconds>}, as Arvados Keep has
 * it.
 *
 * @param hash the block
 * @param deadline when a sweep may remove the copy
 */
record TrashName(BlockHash hash, Instant deadline) {
  private static final String INFIX = ".trash.";
  private static final int DIGITS_FROM = BlockHash.LENGTH + INFIX.length();

  /** The most digits of which every number is within the range of {@link Instant}. */
  private static final int MOST_DIGITS = 16;

  /**
   * Returns what a file name in a prefix directory stands for; empty if the name is foreign, or
   * does not have the digits asked for.
   */
  static Optional<TrashName> parse(String name, String directory, BlockPrefix prefix) {
    int digits = name.length() - DIGITS_FROM;
    if (digits < 1 || digits > MOST_DIGITS || !name.startsWith(INFIX, BlockHash.LENGTH)) {
      return Optional.empty();
    }
    for (int i = DIGITS_FROM; i < name.length(); i++) {
      if (name.charAt(i) < '0' || name.charAt(i) > '9') {
        return Optional.empty();
      }
    }
    return BlockPaths.blockNamed(name.substring(0, BlockHash.LENGTH), directory, prefix)
        .map(hash -> new TrashName(hash, Instant.ofEpochSecond(seconds(name))));
  }

  private static long seconds(String name) {
    return Long.parseLong(name.substring(DIGITS_FROM));
  }

  /** Returns the name of the file. */
  @Override
  public String toString() {
    return hash + INFIX + deadline.getEpochSecond();
  }
}
