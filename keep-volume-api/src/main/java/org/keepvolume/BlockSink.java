// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.annotation.Nullable;

/**
 * Where {@link Volume#read} puts a block.
 *
 * <p>For one successful read: {@link #begin} once, then {@link #write} until every offset has been
 * written exactly once. For a read that fails: begin at most once, every offset at most once
 * (RD-3). There is no end call; the read has ended when it returns or throws, and after that nobody
 * calls the sink for it again (RD-5). What the sink throws, checked or not, ends the read, whose
 * caller gets that same instance (RD-4).
 *
 * <p>Unless {@link #parallel} says otherwise, all calls come on the thread that called read, with
 * ascending positions without gaps (RD-12). A sink may be used for a second read when the first has
 * ended, if its author says so; those of {@link BlockSinks} may.
 */
public interface BlockSink {
  /**
   * Announces a block that exists. Called before any write, on the thread that called read.
   *
   * @param size the block's size in bytes, 0 to {@link Volume#MAX_BLOCK_SIZE}
   * @throws IOException to refuse the block
   */
  void begin(int size) throws IOException;

  /**
   * Takes a part of the block.
   *
   * @param src the bytes from position to limit, at least one; valid during this call only, to be
   *     copied or consumed before it returns, never to be changed. Its position and limit may be
   *     moved and need not be: it need not be consumed.
   * @param position the offset of the first byte in the block, 0 to size - 1
   * @throws IOException to end the read
   */
  void write(ByteBuffer src, int position) throws IOException;

  /**
   * Offers the sink's own memory for a part of the block, so that it need not be copied there. A
   * volume may ask or not, before it writes that part, on the thread that will write it. It fills
   * what it was given and then passes this same buffer to {@link #write}; or it fails the read.
   *
   * @param position the offset of the part in the block
   * @param length the number of bytes of the part, at least 1
   * @return a direct buffer with position 0 and as limit the length; null, unless overridden, where
   *     there is no such memory
   */
  default @Nullable ByteBuffer room(int position, int length) {
    return null;
  }

  /**
   * Tells whether {@link #write} may be called from several threads at once, in any order, for
   * disjoint ranges. Such calls have all ended, and are visible to the caller, when the read
   * returns or throws. A sink that wraps another forwards the other's answer, unless it depends on
   * order.
   *
   * @return false unless overridden
   */
  default boolean parallel() {
    return false;
  }
}
