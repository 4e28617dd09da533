// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.annotation.Nullable;

/**
 * Passes a block on to another sink and fails before the last part if it has another MD5.
 *
 * <p>A volume that does not deliver in ascending order, without gaps, breaks its contract and is
 * refused with {@link VolumeFailureException} (RD-12).
 */
public final class VerifyingSink implements BlockSink {
  private final BlockHash hash;
  private final BlockSink sink;
  private final BlockHasher hasher = new BlockHasher();

  /** The part of the inner sink's memory that the volume fills just now. */
  private @Nullable ByteBuffer lent;

  private int lentAt;
  private int size;
  private int received;
  private boolean verified;

  VerifyingSink(BlockHash hash, BlockSink sink) {
    this.hash = requireNonNull(hash, "hash");
    this.sink = requireNonNull(sink, "sink");
  }

  /**
   * Tells whether the last read delivered a whole block with the right MD5. A read that returned
   * although this is false broke its volume's contract (RD-3).
   *
   * @return true from the write that completed the block until the next begin
   */
  public boolean verified() {
    return verified;
  }

  @Override
  public void begin(int size) throws IOException {
    this.size = size;
    hasher.reset();
    lent = null;
    received = 0;
    verified = false;
    if (size == 0) {
      verify();
    }
    sink.begin(size);
    verified = size == 0;
  }

  @Override
  public @Nullable ByteBuffer room(int position, int length) {
    lent =
        sink instanceof BufferSink buffer && buffer.isDirect()
            ? buffer.part(position, length)
            : null;
    lentAt = position;
    return lent;
  }

  @Override
  public void write(ByteBuffer src, int position) throws IOException {
    int length = src.remaining();
    if (position != received || length == 0 || length > size - received) {
      throw new VolumeFailureException(
          Operation.READ,
          hash,
          null,
          String.format(
              "the volume broke RD-12: it wrote %d bytes at %d after %d of %d",
              length, position, received, size),
          null);
    }
    boolean last = received + length == size;
    if (isInPlace(src, position)) {
      hash(src, last);
    } else if (sink instanceof BufferSink buffer) {
      // What was just copied is in the cache, and an array is hashed faster than direct memory.
      buffer.write(src, position);
      hash(buffer.part(position, length), last);
    } else {
      hash(src, last);
      sink.write(src, position);
    }
    received += length;
    verified = last;
  }

  @SuppressWarnings("ReferenceEquality") // equal content at another place still has to be copied
  private boolean isInPlace(ByteBuffer src, int position) {
    return src == lent && position == lentAt && src.position() == 0;
  }

  private void hash(ByteBuffer part, boolean last) throws BlockCorruptException {
    hasher.update(part);
    if (last) {
      verify();
    }
  }

  private void verify() throws BlockCorruptException {
    BlockHash found = hasher.finish();
    if (!found.equals(hash)) {
      throw new BlockCorruptException(
          Operation.READ, hash, null, "the " + size + " stored bytes have MD5 " + found, null);
    }
  }
}
