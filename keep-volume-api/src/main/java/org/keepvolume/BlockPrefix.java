// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import static com.google.common.base.Preconditions.checkArgument;

import javax.annotation.CheckReturnValue;
import javax.annotation.Nullable;
import javax.annotation.concurrent.Immutable;

/** The first 0 to 32 hex digits of a hash, which select the blocks of an index. */
@Immutable
@CheckReturnValue
public final class BlockPrefix {
  /** The prefix without digits: every block has it. */
  public static final BlockPrefix ALL = new BlockPrefix("");

  private final String digits;

  private BlockPrefix(String digits) {
    this.digits = digits;
  }

  /**
   * Reads a prefix from its text.
   *
   * @param text 0 to 32 characters, each of {@code 0-9a-f}
   * @return the prefix whose {@link #toString} is {@code text}
   * @throws IllegalArgumentException if the text is anything else; the message shows the text, says
   *     what is wrong and what was expected
   */
  public static BlockPrefix parse(String text) {
    checkArgument(
        text.length() <= BlockHash.LENGTH,
        "block prefix %s has %s characters; expected 0 to 32 lower-case hex digits",
        Quoted.text(text),
        text.length());
    for (int i = 0; i < text.length(); i++) {
      HexDigits.digit("block prefix", text, i);
    }
    return new BlockPrefix(text);
  }

  /**
   * Returns the prefix that only one block has.
   *
   * @param hash the block
   * @return all 32 digits of it
   */
  public static BlockPrefix of(BlockHash hash) {
    return new BlockPrefix(hash.toString());
  }

  /**
   * Tells whether a block belongs to the selection.
   *
   * @param hash the block
   * @return true if its digits start with this prefix
   */
  public boolean matches(BlockHash hash) {
    return hash.toString().startsWith(digits);
  }

  /**
   * Returns the number of digits.
   *
   * @return 0 to 32
   */
  public int length() {
    return digits.length();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BlockPrefix that && that.digits.equals(digits);
  }

  @Override
  public int hashCode() {
    return digits.hashCode();
  }

  /** Returns the digits, in lower case. */
  @Override
  public String toString() {
    return digits;
  }
}
