// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Kinds of buffer in which a backend may hand parts of a block to a sink. */
enum Parts {
  HEAP,
  DIRECT,
  READ_ONLY,
  DIRECT_READ_ONLY,
  /** Inside a larger array, with an array offset, a position and bytes behind the limit. */
  SLICED;

  ByteBuffer of(byte[] part) {
    return switch (this) {
      case HEAP -> ByteBuffer.wrap(part);
      case DIRECT -> direct(part);
      case READ_ONLY -> ByteBuffer.wrap(part).asReadOnlyBuffer();
      case DIRECT_READ_ONLY -> direct(part).asReadOnlyBuffer();
      case SLICED -> {
        ByteBuffer slice = ByteBuffer.allocate(part.length + 9).position(2).slice();
        yield slice.put(3, part).position(3).limit(part.length + 3);
      }
    };
  }

  private static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  /** Delivers a block as a volume does: begin, then parts of the given length, in order. */
  void deliver(byte[] block, int partLength, BlockSink sink) throws IOException {
    sink.begin(block.length);
    for (int at = 0; at < block.length; at += partLength) {
      sink.write(part(block, at, partLength), at);
    }
  }

  /** As {@link #deliver}, with the last part first. */
  void deliverBackwards(byte[] block, int partLength, BlockSink sink) throws IOException {
    sink.begin(block.length);
    for (int at = (block.length - 1) / partLength * partLength; at >= 0; at -= partLength) {
      sink.write(part(block, at, partLength), at);
    }
  }

  private ByteBuffer part(byte[] block, int at, int partLength) {
    byte[] part = new byte[Math.min(partLength, block.length - at)];
    System.arraycopy(block, at, part, 0, part.length);
    return of(part);
  }
}
