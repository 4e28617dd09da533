// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static com.google.common.base.Preconditions.checkArgument;

import javax.annotation.CheckReturnValue;
import javax.annotation.Nullable;
import javax.annotation.concurrent.Immutable;

/**
 * How the blobs of blocks are named: by default as the original names them, by the hash alone.
 *
 * <p>Two volumes on one container see each other's blocks only if their naming is the same.
 */
@Immutable
@CheckReturnValue
public final class BlobNaming {
  /** The most characters that {@link #withPrefix} takes. */
  public static final int MAX_PREFIX = 900;

  /** What one segment between slashes may be, of 254 that the service takes. */
  private static final int MOST_SLASHES = 250;

  private static final BlobNaming PLAIN = new BlobNaming("", false);

  private final String prefix;
  private final boolean sharded;

  private BlobNaming(String prefix, boolean sharded) {
    this.prefix = prefix;
    this.sharded = sharded;
  }

  /**
   * Returns the original's naming.
   *
   * @return the hash, such as {@code 37b51d194a7513e45b56f6524f2d51f2}
   */
  public static BlobNaming plain() {
    return PLAIN;
  }

  /**
   * Returns this naming, spread over folders by the first digits of the hash.
   *
   * @return the hash in two folders, such as {@code 3/37b/37b51d194a7513e45b56f6524f2d51f2}
   */
  public BlobNaming sharded() {
    return new BlobNaming(prefix, true);
  }

  /**
   * Returns this naming with another text before every name, taken as it is: with {@code keep/} the
   * blobs are in a folder.
   *
   * @param prefix 0 to 900 characters; no control characters and no backslash, nothing that does
   *     not pair as UTF-16; no slash at the beginning, no two in a row, and before none of them a
   *     dot
   * @return the changed naming
   * @throws IllegalArgumentException if it has another form; the message says what is wrong
   */
  public BlobNaming withPrefix(String prefix) {
    checkArgument(
        prefix.length() <= MAX_PREFIX,
        "blob prefix has %s characters; expected at most %s",
        prefix.length(),
        MAX_PREFIX);
    checkArgument(
        prefix.codePoints().noneMatch(BlobNaming::isRefused),
        "blob prefix has a control character, a backslash or half a character");
    checkArgument(
        !prefix.startsWith("/") && !prefix.contains("//") && !prefix.contains("./"),
        "blob prefix is \"%s\"; expected no slash at its beginning or after another, and no dot"
            + " before one",
        prefix);
    checkArgument(
        prefix.chars().filter(c -> c == '/').count() <= MOST_SLASHES,
        "blob prefix has more than %s slashes",
        MOST_SLASHES);
    return new BlobNaming(prefix, sharded);
  }

  private static boolean isRefused(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          true;
      default -> codePoint == '\\';
    };
  }

  /**
   * Returns what stands before every name.
   *
   * @return empty unless changed
   */
  public String prefix() {
    return prefix;
  }

  /**
   * Tells whether blobs are spread over folders.
   *
   * @return false unless changed
   */
  public boolean isSharded() {
    return sharded;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BlobNaming that
        && that.sharded == sharded
        && that.prefix.equals(prefix);
  }

  @Override
  public int hashCode() {
    return prefix.hashCode() * 2 + (sharded ? 1 : 0);
  }

  /** Returns what a name looks like, such as {@code keep/<hash>}. */
  @Override
  public String toString() {
    return prefix + (sharded ? "<1 digit>/<3 digits>/<hash>" : "<hash>");
  }
}
