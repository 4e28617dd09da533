// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import javax.annotation.CheckReturnValue;
import javax.annotation.Nullable;

/** Reserves the direct memory of slabs, and names the remedy where the JVM has none left. */
final class SlabMemory {
  private static final System.Logger LOG = System.getLogger(BufferPool.class.getName());
  private static final String REMEDY =
      "raise -XX:MaxDirectMemorySize (default: as -Xmx), or make the pool smaller";

  private final IntFunction<ByteBuffer> allocator;

  SlabMemory(IntFunction<ByteBuffer> allocator) {
    this.allocator = allocator;
  }

  /**
   * Reserves a slab.
   *
   * @param reserved what the pool has reserved before
   * @param max what it may reserve in all
   * @return null if there is no memory left, but the pool has some; that is logged
   * @throws OutOfMemoryError if there is none, and the pool has none
   */
  @CheckReturnValue
  @Nullable
  ByteBuffer reserve(int bytes, long reserved, long max) {
    try {
      return allocator.apply(bytes);
    } catch (OutOfMemoryError e) {
      if (reserved == 0) {
        throw withRemedy(bytes, max, e);
      }
      LOG.log(
          Level.WARNING,
          "out of direct memory: a buffer pool of {0} bytes goes on with {1}; {2}",
          Long.toString(max),
          Long.toString(reserved),
          REMEDY);
      return null;
    }
  }

  private static OutOfMemoryError withRemedy(int bytes, long max, OutOfMemoryError cause) {
    OutOfMemoryError error =
        new OutOfMemoryError(
            String.format(
                "a buffer pool of %d bytes can not reserve its first %d bytes of direct memory; %s",
                max, bytes, REMEDY));
    error.initCause(cause);
    return error;
  }
}
