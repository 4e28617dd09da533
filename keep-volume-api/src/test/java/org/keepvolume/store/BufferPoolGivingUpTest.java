// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.keepvolume.store.TestPools.SLAB;
import static org.keepvolume.store.TestPools.SMALL;
import static org.keepvolume.store.TestPools.startWaiting;
import static org.keepvolume.store.TestPools.takeAll;

import com.google.common.base.Ticker;
import com.google.common.collect.Lists;
import com.google.common.util.concurrent.Uninterruptibles;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.BackgroundCall;

/** A request that is interrupted or late takes nothing with it and holds up nobody (ST-7). */
@Timeout(60)
class BufferPoolGivingUpTest {
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private volatile boolean stopping;

  @ParameterizedTest
  @ValueSource(ints = {SMALL + 1, SLAB})
  void anInterruptedRequestTakesNothingAndHoldsUpNobody(int size) throws Exception {
    try (BufferPool pool = TestPools.of(SLAB)) {
      PooledBuffer lent = pool.take(SLAB / 2);
      PooledBuffer rest = pool.take(SLAB / 4);
      BackgroundCall<PooledBuffer> large = startWaiting(pool, SLAB);
      BackgroundCall<PooledBuffer> behind = startWaiting(pool, size);
      large.interrupt();
      assertInstanceOf(InterruptedException.class, large.failure());
      lent.close();
      rest.close();
      behind.result().close();
      assertEquals(0, pool.waiting());
      pool.take(SLAB).close();
    }
  }

  @Test
  void whenTheOneBeingClearedForGivesUpItsPlaceIsOpenAtOnce() throws Exception {
    try (BufferPool pool = TestPools.of(SLAB);
        PooledBuffer lent = pool.take(SMALL)) {
      BackgroundCall<PooledBuffer> large = startWaiting(pool, SLAB);
      BackgroundCall<PooledBuffer> small = startWaiting(pool, SMALL);
      large.interrupt();
      small.result().close();
      assertEquals(SMALL, lent.buffer().remaining());
    }
  }

  @Test
  void anInterruptBeforeTheTakeTakesNothing() {
    try (BufferPool pool = TestPools.of(SLAB)) {
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, () -> pool.take(1));
      assertFalse(Thread.interrupted());
      assertEquals(0, pool.lentBytes());
      Thread.currentThread().interrupt();
      pool.tryTake(1).orElseThrow().close();
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void aPlaceClearedForOneThatGaveUpIsNotWhatTheNextOneWaitsFor() throws Exception {
    try (BufferPool pool = TestPools.of(SLAB)) {
      List<PooledBuffer> all = takeAll(pool, SMALL);
      BackgroundCall<PooledBuffer> half = startWaiting(pool, SLAB / 2);
      half.interrupt();
      assertInstanceOf(InterruptedException.class, half.failure());
      BackgroundCall<PooledBuffer> whole = startWaiting(pool, SLAB);
      for (PooledBuffer one : Lists.reverse(all)) { // from the half that stayed open
        assertTrue(pool.tryTake(SMALL).isEmpty(), "all of the slab is being cleared");
        one.close();
      }
      whole.result().close();
    }
  }

  @Test
  void whoIsInterruptedAsItIsServedHasItsBuffer() throws Exception {
    try (BufferPool pool = stoppablePool(SLAB)) {
      PooledBuffer lent = pool.take(SLAB);
      BackgroundCall<PooledBuffer> waiting = startWaiting(pool, SLAB);
      giveBackAndInterrupt(pool, lent, waiting);
      waiting.result().close();
      assertTrue(waiting.endedInterrupted());
      pool.take(SLAB).close();
    }
  }

  @Test
  void whoIsInterruptedAsItIsToldToReserveLeavesThatToTheNext() throws Exception {
    try (BufferPool pool = stoppablePool(2 * SLAB)) {
      PooledBuffer lent = pool.take(SLAB / 2);
      PooledBuffer kept = pool.take(SLAB / 2);
      BackgroundCall<PooledBuffer> waiting = startWaiting(pool, SLAB); // an eighth is kept
      BackgroundCall<PooledBuffer> behind = startWaiting(pool, SLAB);
      giveBackAndInterrupt(pool, lent, waiting);
      assertInstanceOf(InterruptedException.class, waiting.failure());
      behind.result().close();
      kept.close();
    }
  }

  @Test
  void aRequestPastItsLimitTakesNothingAndHoldsUpNobody() throws Exception {
    Duration limit = Duration.ofMillis(20);
    try (BufferPool pool =
        TestPools.of(SLAB, limit, ByteBuffer::allocateDirect, Ticker.systemTicker())) {
      try (PooledBuffer lent = pool.take(SMALL)) {
        Throwable late = assertThrows(TimeoutException.class, () -> pool.take(SLAB));
        assertTrue(late.getMessage().contains("65536 bytes within PT0.02S"), late.getMessage());
        assertEquals(SMALL, lent.buffer().remaining());
        pool.take(SMALL).close();
      }
      pool.take(SLAB).close();
      assertEquals(1, pool.status().large().waits());
    }
  }

  @Test
  void withoutAWaitLimitOnlyWhatIsThereIsLent() throws Exception {
    try (BufferPool pool =
        TestPools.of(SLAB, Duration.ZERO, ByteBuffer::allocateDirect, Ticker.systemTicker())) {
      try (PooledBuffer all = pool.take(SLAB)) {
        assertThrows(TimeoutException.class, () -> pool.take(0));
        assertEquals(SLAB, all.buffer().remaining());
      }
      pool.take(SLAB).close();
    }
  }

  /** Returns a pool that can be stopped within its lock, where it looks at the time. */
  private BufferPool stoppablePool(long maxBytes) {
    Ticker ticker =
        new Ticker() {
          @Override
          public long read() {
            if (stopping) {
              stopping = false;
              stopped.countDown();
              Uninterruptibles.awaitUninterruptibly(goOn);
            }
            return 0;
          }
        };
    return TestPools.of(maxBytes, Duration.ofMinutes(1), ByteBuffer::allocateDirect, ticker);
  }

  /** Gives a buffer back, with the waiting thread interrupted before that, but not yet awake. */
  private void giveBackAndInterrupt(
      BufferPool pool, PooledBuffer lent, BackgroundCall<PooledBuffer> waiting) throws Exception {
    stopping = true;
    BackgroundCall<BufferPoolStatus> lockHolder = BackgroundCall.start(pool::status);
    stopped.await();
    BackgroundCall<Void> giver =
        BackgroundCall.start(
            () -> {
              lent.close();
              return null;
            });
    giver.awaitLock();
    waiting.interrupt();
    waiting.awaitLock(); // behind the giver, and not in its limited wait any more
    goOn.countDown();
    giver.result();
    assertTrue(lockHolder.result().large().waiting() > 0);
  }
}
