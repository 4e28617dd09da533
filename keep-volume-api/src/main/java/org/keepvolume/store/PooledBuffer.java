// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static com.google.common.base.Preconditions.checkState;

import java.nio.ByteBuffer;
import javax.annotation.CheckReturnValue;
import javax.annotation.Nullable;

/**
 * A direct buffer lent by a {@link BufferPool} until it is closed.
 *
 * <p>It has one holder at a time. The holder may hand it to another thread, by any means that makes
 * the one's writes visible to the other, and any thread may close it.
 */
public final class PooledBuffer implements AutoCloseable {
  private final Lender lender;
  private final Slabs.Slice slice;

  /** Null once given back, written under the pool's lock. */
  private volatile @Nullable ByteBuffer buffer;

  PooledBuffer(Lender lender, Slabs.Slice slice, int size) {
    this.lender = lender;
    this.slice = slice;
    buffer = slice.slab().slice(slice.node(), size);
  }

  /**
   * Returns the memory: direct, its capacity the size that was asked for, though the slice behind
   * it may be larger. At first the position is 0 and the limit the capacity. What stands in it is
   * undefined: an earlier holder may have left it.
   *
   * @return the same object each time, with the position and limit that the holder has set; it must
   *     not be used any more once this is closed, as the memory is then another's
   * @throws IllegalStateException if this is closed
   */
  @CheckReturnValue
  public ByteBuffer buffer() {
    ByteBuffer present = buffer;
    checkState(present != null, "the buffer was given back to its pool");
    return present;
  }

  /** Gives the memory back to the pool, once; later calls do nothing. Never waits for a buffer. */
  @Override
  public void close() {
    lender.giveBack(this);
  }

  Slabs.Slice slice() {
    return slice;
  }

  /** Ends the use of the buffer, under the pool's lock; false if that was done before. */
  boolean end() {
    boolean first = buffer != null;
    buffer = null;
    return first;
  }
}
