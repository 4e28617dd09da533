// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import javax.annotation.CheckReturnValue;
import javax.annotation.concurrent.ThreadSafe;
import org.keepvolume.Volume;

/** A fixed number of direct buffers of block size, made at first use, kept, lent one at a time. */
@ThreadSafe
final class BlockBuffers {
  private final Semaphore permits;
  private final ConcurrentLinkedQueue<ByteBuffer> idle = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  BlockBuffers(int count) {
    permits = new Semaphore(count, true);
  }

  /** Lends a cleared buffer, waiting for one if all are lent. */
  @CheckReturnValue
  ByteBuffer take() throws InterruptedException {
    permits.acquire();
    if (closed) {
      permits.release();
      throw new IllegalStateException("the block store is closed");
    }
    ByteBuffer buffer = idle.poll();
    if (buffer != null) {
      return buffer.clear();
    }
    try {
      return ByteBuffer.allocateDirect(Volume.MAX_BLOCK_SIZE);
    } catch (OutOfMemoryError e) {
      permits.release();
      throw e;
    }
  }

  void giveBack(ByteBuffer buffer) {
    idle.add(buffer);
    if (closed) {
      idle.clear();
    }
    permits.release();
  }

  int idle() {
    return idle.size();
  }

  /** Lets go of the idle buffers now and of lent ones when they come back. */
  void close() {
    closed = true;
    idle.clear();
  }
}
