// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.base.Ticker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.keepvolume.BackgroundCall;

/** Makes buffer pools with slabs of 64 KiB: a thousandth of the true sizes throughout. */
final class TestPools {
  static final int SLAB = 64 << 10;

  /** The largest request that counts as small. */
  static final int SMALL = SLAB >> 6;

  /** The smallest slice. */
  static final int LEAST = SLAB >> Slab.HEIGHT;

  private TestPools() {}

  static BufferPool of(long maxBytes) {
    return of(maxBytes, Duration.ofMinutes(1), ByteBuffer::allocateDirect, Ticker.systemTicker());
  }

  static BufferPool of(
      long maxBytes, Duration waitLimit, IntFunction<ByteBuffer> memory, Ticker ticker) {
    return new BufferPool(maxBytes, SLAB, waitLimit, true, memory, ticker);
  }

  /** Starts a take on a thread of its own, and returns once it waits. */
  static BackgroundCall<PooledBuffer> startWaiting(BufferPool pool, int size)
      throws InterruptedException {
    int before = pool.waiting();
    BackgroundCall<PooledBuffer> call = BackgroundCall.start(() -> pool.take(size));
    awaitWaiting(pool, before + 1);
    return call;
  }

  static void awaitWaiting(BufferPool pool, int requests) throws InterruptedException {
    while (pool.waiting() != requests) {
      if (Thread.interrupted()) {
        throw new InterruptedException(pool.status().toString());
      }
      Thread.onSpinWait();
    }
  }

  /** Takes buffers of one size until there is none without waiting. */
  static List<PooledBuffer> takeAll(BufferPool pool, int size) {
    List<PooledBuffer> taken = new ArrayList<>();
    while (pool.tryTake(size).map(taken::add).orElse(false)) {}
    return taken;
  }

  static void assertWaiting(BufferPool pool, int small, int large) {
    BufferPoolStatus status = pool.status();
    assertEquals(small, status.small().waiting(), status::toString);
    assertEquals(large, status.large().waiting(), status::toString);
  }
}
