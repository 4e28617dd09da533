// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import javax.annotation.Nullable;

/** Writes a block to a stream, in order, copying only what does not lie in an array already. */
final class StreamSink implements BlockSink {
  private static final int CHUNK = 16 * 1024;

  private final OutputStream out;
  private @Nullable byte[] chunk;

  StreamSink(OutputStream out) {
    this.out = out;
  }

  @Override
  public void begin(int size) {}

  @Override
  public void write(ByteBuffer src, int position) throws IOException {
    if (src.hasArray()) {
      out.write(src.array(), src.arrayOffset() + src.position(), src.remaining());
      return;
    }
    if (chunk == null) {
      chunk = new byte[CHUNK];
    }
    while (src.hasRemaining()) {
      int n = Math.min(chunk.length, src.remaining());
      src.get(chunk, 0, n);
      out.write(chunk, 0, n);
    }
  }
}
