// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.fault;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkElementIndex;
import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;

import com.google.common.base.Throwables;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.annotation.CheckReturnValue;
import javax.annotation.Nullable;
import javax.annotation.concurrent.ThreadSafe;
import org.keepvolume.BlockSink;
import org.keepvolume.Volume;

/**
 * A sink that fails, or interrupts its reader, at one place of every block, and is otherwise the
 * sink it wraps.
 *
 * <p>As parallel as the sink it wraps; may be used for as many reads as that one.
 */
@ThreadSafe
@CheckReturnValue
public final class FaultySink implements BlockSink {
  /** The offset of a fault that happens in begin. */
  private static final int AT_BEGIN = -1;

  private final BlockSink sink;
  private final int offset;

  /** What to throw; null to interrupt. */
  private final @Nullable Throwable thrown;

  private volatile @Nullable Thread reader;
  private volatile boolean fired;

  private FaultySink(BlockSink sink, int offset, @Nullable Throwable thrown) {
    checkArgument(
        thrown == null
            || thrown instanceof IOException
            || thrown instanceof RuntimeException
            || thrown instanceof Error,
        "a sink can not throw %s",
        thrown);
    this.sink = requireNonNull(sink, "sink");
    this.offset = offset;
    this.thrown = thrown;
  }

  /**
   * Returns a sink that refuses every block. The wrapped sink hears nothing of it.
   *
   * @param sink the sink to wrap
   * @param exception thrown by begin, as this instance: an {@link IOException} or unchecked
   * @return the sink
   * @throws IllegalArgumentException if the exception is another checked one
   */
  public static FaultySink failingAtBegin(BlockSink sink, Throwable exception) {
    return new FaultySink(sink, AT_BEGIN, requireNonNull(exception, "exception"));
  }

  /**
   * Returns a sink that fails in the write that brings a certain byte. The wrapped sink gets the
   * bytes of that write that stand before it.
   *
   * @param sink the sink to wrap
   * @param offset the byte's place in the block, 0 to {@link Volume#MAX_BLOCK_SIZE} - 1
   * @param exception thrown by write, as this instance: an {@link IOException} or unchecked
   * @return the sink
   * @throws IndexOutOfBoundsException if the offset is out of range
   * @throws IllegalArgumentException if the exception is another checked one
   */
  public static FaultySink failingAt(BlockSink sink, int offset, Throwable exception) {
    int checked = checkElementIndex(offset, Volume.MAX_BLOCK_SIZE, "offset");
    return new FaultySink(sink, checked, requireNonNull(exception, "exception"));
  }

  /**
   * Returns a sink that interrupts the thread that called read, in the write that brings a certain
   * byte, after the wrapped sink has taken that write.
   *
   * @param sink the sink to wrap
   * @param offset the byte's place in the block, 0 to {@link Volume#MAX_BLOCK_SIZE} - 1
   * @return the sink
   * @throws IndexOutOfBoundsException if the offset is out of range
   */
  public static FaultySink interruptingAt(BlockSink sink, int offset) {
    int checked = checkElementIndex(offset, Volume.MAX_BLOCK_SIZE, "offset");
    return new FaultySink(sink, checked, null);
  }

  /**
   * Tells whether the fault has happened. Any thread may ask.
   *
   * @return true from the first time that this sink failed or interrupted
   */
  public boolean fired() {
    return fired;
  }

  @Override
  public void begin(int size) throws IOException {
    reader = Thread.currentThread();
    if (offset == AT_BEGIN) {
      fire();
    }
    sink.begin(size);
  }

  @Override
  public void write(ByteBuffer src, int position) throws IOException {
    int before = offset - position;
    if (before < 0 || before >= src.remaining()) {
      sink.write(src, position);
      return;
    }
    if (thrown == null) {
      sink.write(src, position);
    } else if (before > 0) {
      sink.write(src.slice(src.position(), before), position);
    }
    fire();
  }

  @Override
  public @Nullable ByteBuffer room(int position, int length) {
    return sink.room(position, length);
  }

  @Override
  public boolean parallel() {
    return sink.parallel();
  }

  private void fire() throws IOException {
    fired = true;
    if (thrown == null) {
      Thread interrupted = reader;
      checkState(interrupted != null, "written to before begin (RD-3)");
      interrupted.interrupt();
    } else {
      Throwables.throwIfInstanceOf(thrown, IOException.class);
      Throwables.throwIfUnchecked(thrown);
    }
  }
}
