// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Copies a block into a buffer at fixed places, so that order and threads do not matter. */
final class BufferSink implements BlockSink {
  private final ByteBuffer buffer;

  BufferSink(ByteBuffer buffer) {
    this.buffer = buffer;
  }

  @Override
  public void begin(int size) throws IOException {
    if (size > buffer.remaining()) {
      throw new IOException(
          "a block of " + size + " bytes does not fit into the " + buffer.remaining() + " given");
    }
  }

  @Override
  public void write(ByteBuffer src, int position) {
    buffer.put(buffer.position() + position, src, src.position(), src.remaining());
  }

  boolean isDirect() {
    return buffer.isDirect();
  }

  /** Returns the memory of a part of the block, from position 0 to the limit. */
  ByteBuffer part(int position, int length) {
    return buffer.slice(buffer.position() + position, length);
  }

  @Override
  public boolean parallel() {
    return true;
  }
}
