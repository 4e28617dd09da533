// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.annotation.CheckReturnValue;
import org.keepvolume.BlockHash;

/** A block's bytes and the hash that they have. */
@CheckReturnValue
public final class TestBlock {
  private final BlockHash hash;
  private final byte[] bytes;

  private TestBlock(BlockHash hash, byte[] bytes) {
    this.hash = hash;
    this.bytes = bytes;
  }

  /**
   * Makes a block.
   *
   * @param bytes its content, from now on not to be changed
   * @return the block with these bytes and their MD5
   */
  public static TestBlock of(byte[] bytes) {
    return new TestBlock(BlockHash.of(bytes), bytes);
  }

  /**
   * Returns the block's name.
   *
   * @return the MD5 of the bytes
   */
  public BlockHash hash() {
    return hash;
  }

  /**
   * Returns the block's size.
   *
   * @return the number of bytes
   */
  public int size() {
    return bytes.length;
  }

  /**
   * Returns the block's content.
   *
   * @return the array itself, not to be changed
   */
  public byte[] bytes() {
    return bytes;
  }

  /**
   * Returns the content to be written.
   *
   * @return a new buffer over the array
   */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes);
  }

  /**
   * Returns other content for the same name: a damaged copy.
   *
   * @param offset the byte that is changed, 0 to size - 1
   * @return a changed copy of the bytes
   */
  public byte[] damagedAt(int offset) {
    byte[] damaged = bytes.clone();
    damaged[offset] ^= 1;
    return damaged;
  }

  /**
   * Returns a part of the content.
   *
   * @param length the number of bytes, 0 to size
   * @return a copy of the first bytes
   */
  public byte[] first(int length) {
    return Arrays.copyOf(bytes, length);
  }

  /** Returns hash and size, as a locator has them. */
  @Override
  public String toString() {
    return hash + "+" + bytes.length;
  }
}
