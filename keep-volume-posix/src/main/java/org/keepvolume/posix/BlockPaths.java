// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import com.google.common.base.CharMatcher;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;

/**
 * Names of directories and files below a volume's root, as Arvados Keep has them.
 *
 * <p>A block is {@code <first 3 digits>/<hash>}; while it is being written, {@code <first 3
 * digits>/tmp<hash><random decimal digits>}; a trashed copy, {@code <first 3
 * digits>/<hash>.trash.<deadline in Unix seconds>}. All else below the root is not ours.
 */
final class BlockPaths {
  /** Number of hex digits in the name of a prefix directory. */
  static final int PREFIX_DIGITS = 3;

  /** How many prefix directories there can be. */
  static final int PREFIX_DIRECTORIES = 1 << (4 * PREFIX_DIGITS);

  private static final String TEMPORARY = "tmp";

  private final Path root;

  BlockPaths(Path root) {
    this.root = root;
  }

  Path root() {
    return root;
  }

  Path directory(String prefix) {
    return root.resolve(prefix);
  }

  Path directory(BlockHash hash) {
    return directory(hash.toString().substring(0, PREFIX_DIGITS));
  }

  Path block(BlockHash hash) {
    String name = hash.toString();
    return directory(name.substring(0, PREFIX_DIGITS)).resolve(name);
  }

  Path trashed(TrashName name) {
    return directory(name.hash()).resolve(name.toString());
  }

  /** Returns a name that is almost surely free; the file must still be created exclusively. */
  Path temporary(BlockHash hash) {
    String random = Long.toUnsignedString(ThreadLocalRandom.current().nextLong());
    return directory(hash).resolve(TEMPORARY + hash + random);
  }

  /** Returns the number of a block's prefix directory. */
  static int number(BlockHash hash) {
    return number(hash.toString().substring(0, PREFIX_DIGITS));
  }

  /** Returns the number that a prefix directory's name is in hexadecimal digits. */
  static int number(String prefixDirectory) {
    return Integer.parseInt(prefixDirectory, 16);
  }

  /** Returns the name of the prefix directory with a number. */
  static String prefixDirectory(int number) {
    return HexFormat.of().toHexDigits(number, PREFIX_DIGITS);
  }

  static boolean isPrefixDirectory(String name) {
    return name.length() == PREFIX_DIGITS && isLowerHex(name);
  }

  /**
   * Returns the block that a file name in a prefix directory stands for; empty if the name is
   * foreign, or does not have the digits asked for.
   */
  static Optional<BlockHash> blockNamed(String name, String directory, BlockPrefix prefix) {
    boolean ours =
        name.length() == BlockHash.LENGTH
            && name.startsWith(directory)
            && name.startsWith(prefix.toString())
            && isLowerHex(name);
    return ours ? Optional.of(BlockHash.parse(name)) : Optional.empty();
  }

  /** Tells whether a file name in a prefix directory is that of a block being written. */
  static boolean isTemporary(String name, String directory) {
    int digits = TEMPORARY.length() + BlockHash.LENGTH;
    return name.length() > digits
        && name.startsWith(directory, TEMPORARY.length())
        && name.startsWith(TEMPORARY)
        && isLowerHex(name.substring(TEMPORARY.length(), digits))
        && CharMatcher.inRange('0', '9').matchesAllOf(name.substring(digits));
  }

  private static boolean isLowerHex(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
      if (!digit) {
        return false;
      }
    }
    return true;
  }
}
