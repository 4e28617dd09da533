// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.keepvolume.store.TestPools.SLAB;
import static org.keepvolume.store.TestPools.SMALL;
import static org.keepvolume.store.TestPools.startWaiting;

import com.google.common.base.Ticker;
import com.google.common.util.concurrent.Uninterruptibles;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.keepvolume.BackgroundCall;

/** What a pool does while it reserves memory, and when there is none. */
@Timeout(60)
class BufferPoolMemoryTest {
  private final CountDownLatch reserving = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final AtomicBoolean first = new AtomicBoolean(true);
  private final AtomicInteger slabsLeft = new AtomicInteger();

  @Test
  void withoutMemoryForTheFirstSlabTheErrorNamesTheRemedy() throws Exception {
    try (BufferPool pool = pool(2 * SLAB, this::allocate)) {
      OutOfMemoryError error = assertThrows(OutOfMemoryError.class, () -> pool.take(1));
      assertTrue(error.getMessage().contains("131072 bytes"), error.getMessage());
      assertTrue(error.getMessage().contains("65536 bytes"), error.getMessage());
      assertTrue(error.getMessage().contains("-XX:MaxDirectMemorySize"), error.getMessage());
      assertInstanceOf(OutOfMemoryError.class, error.getCause());
      assertThrows(OutOfMemoryError.class, () -> pool.tryTake(SLAB));
      assertEquals(0, pool.waiting());
      slabsLeft.set(2);
      pool.take(SLAB).close();
      assertEquals(2 * SLAB, pool.maxBytes());
    }
  }

  @Test
  void withoutMemoryForAnotherSlabItGoesOnWithWhatItHas() throws Exception {
    slabsLeft.set(2);
    try (BufferPool pool = pool(10 * SLAB, this::allocate)) {
      List<PooledBuffer> half = TestPools.takeAll(pool, SLAB / 2);
      assertEquals(2 * SLAB, pool.maxBytes());
      assertEquals(2 * SLAB, pool.reservedBytes());
      assertEquals(4, half.size());
      BackgroundCall<PooledBuffer> small = startWaiting(pool, SMALL);
      BackgroundCall<PooledBuffer> large = startWaiting(pool, SLAB);
      slabsLeft.set(5);
      half.forEach(PooledBuffer::close);
      small.result().close();
      large.result().close();
      assertEquals(2 * SLAB, pool.reservedBytes(), "the bound stays");
      assertEquals(1, pool.status().large().served() - half.size());
    }
  }

  @Test
  void reservingHoldsUpNobodyWhoCanBeServed() throws Exception {
    slabsLeft.set(2);
    try (BufferPool pool = pool(2 * SLAB, this::allocateSecondSlowly)) {
      PooledBuffer lent = pool.take(SMALL);
      BackgroundCall<PooledBuffer> large = BackgroundCall.start(() -> pool.take(SLAB));
      reserving.await();
      pool.take(SMALL).close();
      lent.close();
      assertEquals(0, pool.status().large().waiting(), "served by the first slab meanwhile");
      goOn.countDown();
      large.result().close();
    }
  }

  @Test
  void anInterruptWhileReservingEndsTheTakeIfItIsStillUnserved() throws Exception {
    slabsLeft.set(1);
    try (BufferPool pool = pool(2 * SLAB, this::allocateSecondSlowly)) {
      PooledBuffer lent = pool.take(SMALL);
      BackgroundCall<PooledBuffer> large = BackgroundCall.start(() -> pool.take(SLAB));
      reserving.await();
      large.interrupt();
      goOn.countDown();
      assertInstanceOf(InterruptedException.class, large.failure());
      lent.close();
      assertEquals(SLAB, pool.maxBytes());
      pool.take(SLAB).close();
    }
  }

  @Test
  void closingWhileReservingLetsGoOfTheNewSlab() throws Exception {
    slabsLeft.set(2);
    BufferPool pool = pool(2 * SLAB, this::allocateSecondSlowly);
    PooledBuffer lent = pool.take(SMALL);
    BackgroundCall<PooledBuffer> large = BackgroundCall.start(() -> pool.take(SLAB));
    reserving.await();
    assertThrows(IllegalStateException.class, pool::close, "one is lent");
    goOn.countDown();
    assertInstanceOf(IllegalStateException.class, large.failure());
    assertEquals(SLAB, pool.reservedBytes());
    lent.close();
    assertEquals(0, pool.reservedBytes());
  }

  private static BufferPool pool(long maxBytes, IntFunction<ByteBuffer> memory) {
    return TestPools.of(maxBytes, Duration.ofMinutes(1), memory, Ticker.systemTicker());
  }

  private ByteBuffer allocate(int bytes) {
    if (slabsLeft.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
      throw new OutOfMemoryError("Cannot reserve " + bytes + " bytes of direct buffer memory");
    }
    return ByteBuffer.allocateDirect(bytes);
  }

  private ByteBuffer allocateSecondSlowly(int bytes) {
    if (first.getAndSet(false)) {
      return allocate(bytes);
    }
    reserving.countDown();
    Uninterruptibles.awaitUninterruptibly(goOn);
    return allocate(bytes);
  }
}
