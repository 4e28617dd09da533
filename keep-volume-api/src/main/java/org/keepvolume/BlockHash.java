// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import static com.google.common.base.Preconditions.checkArgument;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import javax.annotation.CheckReturnValue;
import javax.annotation.Nullable;
import javax.annotation.concurrent.Immutable;

/**
 * The name of a block: the MD5 of its content, written as 32 lower-case hex digits.
 *
 * <p>Ordered as the hex text is. MD5 and its lower-case spelling are Arvados Keep's format; no
 * other hash exists there.
 */
@Immutable
@CheckReturnValue
public final class BlockHash implements Comparable<BlockHash> {
  /** Number of hex digits in a hash: 32. */
  public static final int LENGTH = 32;

  /** Number of bytes in a hash: 16. */
  public static final int BYTES = 16;

  /** The hash of the block without bytes, {@code d41d8cd98f00b204e9800998ecf8427e}. */
  public static final BlockHash EMPTY = of(new byte[0]);

  private final long high;
  private final long low;

  private BlockHash(long high, long low) {
    this.high = high;
    this.low = low;
  }

  /**
   * Reads a hash from its text.
   *
   * @param text exactly 32 characters, each of {@code 0-9a-f}
   * @return the hash whose {@link #toString} is {@code text}
   * @throws IllegalArgumentException if the text is anything else; the message shows the text, says
   *     what is wrong and what was expected
   */
  public static BlockHash parse(String text) {
    if (text.length() != LENGTH) { // the text is quoted in a message only, and not for each hash
      throw new IllegalArgumentException(
          "block hash %s has %s characters; expected 32 lower-case hex digits"
              .formatted(Quoted.text(text), text.length()));
    }
    return new BlockHash(
        HexDigits.parseLong("block hash", text, 0), HexDigits.parseLong("block hash", text, 16));
  }

  /**
   * Takes a hash from its binary form.
   *
   * @param digest exactly 16 bytes, as MD5 gives them; copied
   * @return the hash
   * @throws IllegalArgumentException if there are more or fewer bytes
   */
  public static BlockHash fromBytes(byte[] digest) {
    checkArgument(digest.length == BYTES, "a block hash has 16 bytes, got %s", digest.length);
    ByteBuffer bytes = ByteBuffer.wrap(digest);
    return new BlockHash(bytes.getLong(), bytes.getLong());
  }

  /**
   * Computes the hash of a block.
   *
   * @param content the whole block; not changed
   * @return its hash
   */
  public static BlockHash of(byte[] content) {
    return of(ByteBuffer.wrap(content));
  }

  /**
   * Computes the hash of a block.
   *
   * @param content the block, from position to limit; any kind of buffer; bytes, position and limit
   *     stay as they are
   * @return its hash
   */
  public static BlockHash of(ByteBuffer content) {
    return new BlockHasher().update(content).finish();
  }

  /**
   * Returns the binary form.
   *
   * @return 16 new bytes
   */
  public byte[] toBytes() {
    return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
  }

  @Override
  public int compareTo(BlockHash other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BlockHash that && that.high == high && that.low == low;
  }

  @Override
  public int hashCode() {
    // The digits of an MD5 are evenly spread already.
    return Long.hashCode(high);
  }

  /** Returns the 32 lower-case hex digits. */
  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(high) + hex.toHexDigits(low);
  }
}
