// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Passes a block on to another sink and fails before the last part if it has another MD5.
 *
 * <p>A volume that does not deliver in ascending order, without gaps, breaks its contract and is
 * refused with {@link VolumeFailureException} (RD-12).
 */
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
    hasher.update(src);
    received += length;
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
