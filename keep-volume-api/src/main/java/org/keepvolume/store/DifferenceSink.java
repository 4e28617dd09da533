// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.keepvolume.BlockSink;

/** Compares one read of a stored block with given bytes, as it comes. */
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
  private final AtomicInteger equalBytes = new AtomicInteger();
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
    compare(length <= expected.limit() - position && expected.slice(position, length).equals(src));
    int unused = equalBytes.addAndGet(length);
  }

  private void compare(boolean equal) throws IOException {
    if (!equal) {
      different = true;
      if (endsAtFirst) {
        throw new Difference();
      }
    }
  }

  /** Tells whether a whole block came, and was the one expected. */
  boolean equal() {
    return begun && !different && equalBytes.get() == expected.limit();
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
