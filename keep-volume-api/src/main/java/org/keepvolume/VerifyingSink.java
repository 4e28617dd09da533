// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Passes a block on to another sink and fails before the last part if it has another MD5. */
public final class VerifyingSink implements BlockSink {
  private final BlockHash hash;
  private final BlockSink sink;
  private BlockHasher hasher = new BlockHasher();
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
    hasher = new BlockHasher();
    received = 0;
    verified = false;
    verifyIfComplete();
    sink.begin(size);
  }

  @Override
  public void write(ByteBuffer src, int position) throws IOException {
    checkState(
        position == received && src.remaining() <= size - received,
        "the volume broke RD-12: it wrote %s bytes at %s of %s, after %s",
        src.remaining(),
        position,
        size,
        received);
    hasher.update(src);
    received += src.remaining();
    verifyIfComplete();
    sink.write(src, position);
  }

  private void verifyIfComplete() throws BlockCorruptException {
    if (received < size) {
      return;
    }
    BlockHash found = hasher.finish();
    if (!found.equals(hash)) {
      throw new BlockCorruptException(
          Operation.READ, hash, null, "the " + size + " stored bytes have MD5 " + found, null);
    }
    verified = true;
  }
}
