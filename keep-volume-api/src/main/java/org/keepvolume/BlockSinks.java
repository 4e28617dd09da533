// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkPositionIndex;
import static java.util.Objects.requireNonNull;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import javax.annotation.CheckReturnValue;

/**
 * Sinks over the usual destinations, and one that verifies.
 *
 * <p>Each may be used for one read after another; a read that failed may have put parts of a block
 * into the destination. Those that copy refuse in {@code begin}, with an {@link
 * java.io.IOException}, a block for which there is no room.
 */
@CheckReturnValue
public final class BlockSinks {
  private BlockSinks() {}

  /**
   * Returns a sink that copies into a buffer. Parallel.
   *
   * @param buffer any writable buffer; the block goes to its position as it is at this call, and
   *     may reach up to its limit; neither is moved
   * @return the sink
   * @throws IllegalArgumentException if the buffer is read-only
   */
  public static BlockSink into(ByteBuffer buffer) {
    checkArgument(!buffer.isReadOnly(), "the buffer is read-only");
    return new BufferSink(buffer.duplicate());
  }

  /**
   * Returns a sink that copies into an array. Parallel.
   *
   * @param array the destination
   * @param offset the index at which the block goes, 0 to the array's length
   * @return the sink
   * @throws IndexOutOfBoundsException if the offset is out of range
   */
  public static BlockSink into(byte[] array, int offset) {
    checkPositionIndex(offset, array.length, "offset");
    return into(ByteBuffer.wrap(array, offset, array.length - offset));
  }

  /**
   * Returns a sink that writes to a file. Parallel. The channel's own position does not matter and
   * is not moved; the channel is not closed, but an interrupt of the thread that writes to it
   * closes it, as {@link java.nio.channels.InterruptibleChannel} says, and then the read ends with
   * that channel's {@link java.nio.channels.ClosedByInterruptException}.
   *
   * @param file a channel open for writing
   * @param position the offset in the file at which the block goes, 0 or more
   * @return the sink
   * @throws IllegalArgumentException if the position is negative
   */
  public static BlockSink into(FileChannel file, long position) {
    checkArgument(position >= 0, "position in the file is negative: %s", position);
    return new FileSink(requireNonNull(file, "file"), position);
  }

  /**
   * Returns a sink that writes to a stream, in order. Not parallel. The stream is neither flushed
   * nor closed.
   *
   * @param out the destination
   * @return the sink
   */
  public static BlockSink into(OutputStream out) {
    return new StreamSink(requireNonNull(out, "out"));
  }

  /**
   * Returns a sink that computes the MD5 of what it passes on. Never parallel.
   *
   * <p>Bytes go on as they come, so what the other sink has got is unverified until the read ends.
   * The write that completes the block, or {@code begin} when the size is 0, throws {@link
   * BlockCorruptException} if the content does not have the hash; the other sink does not get that
   * last part, unless it is a buffer or an array, which is filled before it is hashed.
   *
   * @param hash the hash the content must have
   * @param sink where verified content goes
   * @return the sink
   */
  public static VerifyingSink verifying(BlockHash hash, BlockSink sink) {
    return new VerifyingSink(hash, sink);
  }
}
