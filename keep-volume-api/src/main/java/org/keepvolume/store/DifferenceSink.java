// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import com.google.common.collect.Range;
import com.google.common.collect.RangeSet;
import com.google.common.collect.TreeRangeSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import javax.annotation.concurrent.GuardedBy;
import org.keepvolume.BlockSink;

/**
 * Compares one read of a stored block with given bytes, as it comes.
 *
 * <p>It notes what has come: a volume that delivers one part twice, and another never, has not
 * shown that it holds the block.
 */
final class DifferenceSink implements BlockSink {
  /** Ends a read at the first difference; never leaves the store. */
  static final class Difference extends IOException {
    private static final long serialVersionUID = 1L;

    Difference() {
      super("the stored block differs");
    }

    /** Leaves the stack trace out, which nobody sees. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // does nothing
    public Throwable fillInStackTrace() {
      return this;
    }
  }

  private final ByteBuffer expected;
  private final boolean endsAtFirst;
  private final ReentrantLock lock = new ReentrantLock();

  /** The offsets of what has come. */
  @GuardedBy("lock")
  private final RangeSet<Integer> come = TreeRangeSet.create();

  @GuardedBy("lock")
  private int bytes;

  @GuardedBy("lock")
  private boolean repeated;

  private volatile boolean begun;
  private volatile boolean different;

  /**
   * Makes a sink.
   *
   * @param expected what the block is compared with, from position to limit
   * @param endsAtFirst whether the first difference ends the read with a {@link Difference}
   */
  DifferenceSink(ByteBuffer expected, boolean endsAtFirst) {
    this.expected = expected.slice();
    this.endsAtFirst = endsAtFirst;
  }

  @Override
  public void begin(int size) throws IOException {
    begun = true;
    compare(size == expected.limit());
  }

  @Override
  public void write(ByteBuffer src, int position) throws IOException {
    int length = src.remaining();
    boolean within = position >= 0 && length <= expected.limit() - position;
    compare(within && expected.slice(position, length).equals(src));
    if (within) {
      note(Range.closedOpen(position, position + length));
    }
  }

  private void note(Range<Integer> part) {
    lock.lock();
    try {
      repeated |= come.intersects(part);
      come.add(part);
      bytes += part.upperEndpoint() - part.lowerEndpoint();
    } finally {
      lock.unlock();
    }
  }

  private void compare(boolean equal) throws IOException {
    if (!equal) {
      different = true;
      if (endsAtFirst) {
        throw new Difference();
      }
    }
  }

  /** Tells whether a whole block came, each part once, and was the one expected. */
  boolean equal() {
    lock.lock();
    try {
      return begun && !different && !repeated && bytes == expected.limit();
    } finally {
      lock.unlock();
    }
  }

  /** Tells whether something came that was not expected. */
  boolean different() {
    return different;
  }

  @Override
  public boolean parallel() {
    return true;
  }
}
