// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import javax.annotation.CheckReturnValue;
import javax.annotation.concurrent.ThreadSafe;

/**
 * Direct buffers through which blocks pass slice by slice; a few are kept for the next call.
 *
 * <p>A heap buffer handed to a channel would be copied whole, and the thread would keep the copy.
 */
@ThreadSafe
final class SliceBuffers {
  /** Bytes that pass in one system call; an interrupt is seen between two. */
  static final int SLICE = 1 << 20;

  private static final int KEPT = 16;

  private final BlockingQueue<ByteBuffer> idle = new ArrayBlockingQueue<>(KEPT);

  /** Lends a buffer of one slice. */
  @CheckReturnValue
  ByteBuffer take() {
    ByteBuffer buffer = idle.poll();
    return buffer != null ? buffer : ByteBuffer.allocateDirect(SLICE);
  }

  void giveBack(ByteBuffer buffer) {
    // When enough are kept already, this one is garbage.
    boolean unused = idle.offer(buffer);
  }

  void clear() {
    idle.clear();
  }
}
