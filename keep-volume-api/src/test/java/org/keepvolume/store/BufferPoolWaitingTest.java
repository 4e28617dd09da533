// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.keepvolume.store.TestPools.LEAST;
import static org.keepvolume.store.TestPools.SLAB;
import static org.keepvolume.store.TestPools.SMALL;
import static org.keepvolume.store.TestPools.assertWaiting;
import static org.keepvolume.store.TestPools.startWaiting;
import static org.keepvolume.store.TestPools.takeAll;

import com.google.common.base.Ticker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.BackgroundCall;

/** Who is served first, and that whoever gives up takes nothing with it (ST-7). */
@Timeout(60)
class BufferPoolWaitingTest {
  @ParameterizedTest
  @ValueSource(ints = {SMALL, SLAB})
  void servesEachKindInTheOrderOfAsking(int size) throws Exception {
    try (BufferPool pool = TestPools.of(SLAB)) {
      List<PooledBuffer> all = takeAll(pool, size);
      BackgroundCall<PooledBuffer> first = startWaiting(pool, size);
      BackgroundCall<PooledBuffer> second = startWaiting(pool, size);
      all.remove(0).close();
      PooledBuffer served = first.result();
      assertFalse(second.ended());
      assertEquals(1, pool.waiting());
      served.close();
      second.result().close();
      all.forEach(PooledBuffer::close);
    }
  }

  @Test
  void noRequestOvertakesAnOlderOneOfItsKind() throws Exception {
    try (BufferPool pool = TestPools.of(2 * SLAB)) {
      PooledBuffer whole = pool.take(SLAB);
      pool.take(SMALL).close(); // reserves the second slab
      BackgroundCall<PooledBuffer> waiting = startWaiting(pool, SLAB); // an eighth is kept
      assertTrue(pool.tryTake(SMALL + 1).isEmpty());
      BackgroundCall<PooledBuffer> behind = startWaiting(pool, SMALL + 1);
      whole.close();
      waiting.result().close();
      behind.result().close();
    }
  }

  @Test
  void keepsAnEighthForSmallRequests() {
    try (BufferPool pool = TestPools.of(4 * SLAB)) {
      List<PooledBuffer> large = takeAll(pool, SLAB / 8);
      assertEquals(4 * 7, large.size());
      List<PooledBuffer> small = takeAll(pool, SMALL);
      assertEquals(SLAB / 2 / SMALL, small.size());
      large.forEach(PooledBuffer::close);
      small.addAll(takeAll(pool, SMALL));
      assertEquals(
          4 * SLAB / SMALL, small.size(), "small ones may have all that nobody else wants");
      small.forEach(PooledBuffer::close);
    }
  }

  @Test
  void smallRequestsGoOnWhileALargeOneWaits() throws Exception {
    try (BufferPool pool = TestPools.of(2 * SLAB)) {
      PooledBuffer lent = pool.take(SLAB);
      BackgroundCall<PooledBuffer> large = startWaiting(pool, SLAB);
      List<PooledBuffer> small = takeAll(pool, SMALL);
      assertEquals(SLAB / SMALL, small.size());
      lent.close();
      large.result().close();
      small.forEach(PooledBuffer::close);
    }
  }

  @Test
  void aStreamOfSmallRequestsLetsALargeOneThrough() throws Exception {
    try (BufferPool pool = TestPools.of(2 * SLAB)) {
      List<PooledBuffer> small = takeAll(pool, SMALL);
      int all = small.size();
      BackgroundCall<PooledBuffer> large = startWaiting(pool, SLAB);
      int turns = 0;
      while (pool.status().large().waiting() > 0) {
        assertTrue(turns++ < 2 * all, "kept out by small ones");
        // One from each end, so that both slabs stay broken; as many again, if there is room.
        small.remove(turns % 2 == 0 ? 0 : small.size() - 1).close();
        pool.tryTake(SMALL).ifPresent(again -> small.add(small.size() / 2, again));
      }
      assertTrue(small.size() >= SLAB / 4 / SMALL, "small ones keep their eighth");
      large.result().close();
      small.forEach(PooledBuffer::close);
    }
  }

  @Test
  void aLargeRequestTakesAnyPlaceThatBecomesFree() throws Exception {
    try (BufferPool pool = TestPools.of(2 * SLAB)) {
      List<PooledBuffer> small = takeAll(pool, SMALL);
      BackgroundCall<PooledBuffer> large = startWaiting(pool, 2 * SMALL);
      PooledBuffer cleared = small.get(0);
      Slab slab = small.get(small.size() - 1).slice().slab();
      assertTrue(slab != cleared.slice().slab());
      small.stream().filter(s -> s.slice().slab() == slab).toList().forEach(PooledBuffer::close);
      large.result().close();
      small.forEach(PooledBuffer::close);
      pool.take(SLAB).close();
    }
  }

  @Test
  void theKindsTakeTurnsByAgeWhereALargeRequestNeedsEverything() throws Exception {
    try (BufferPool pool = TestPools.of(SLAB)) {
      PooledBuffer lent = pool.take(SMALL);
      BackgroundCall<PooledBuffer> firstLarge = startWaiting(pool, SLAB);
      assertTrue(pool.tryTake(LEAST).isEmpty(), "the place is being cleared");
      BackgroundCall<PooledBuffer> small = startWaiting(pool, LEAST);
      BackgroundCall<PooledBuffer> secondLarge = startWaiting(pool, SLAB);
      BackgroundCall<PooledBuffer> lastSmall = startWaiting(pool, LEAST);
      assertWaiting(pool, 2, 2);
      lent.close();
      PooledBuffer whole = firstLarge.result();
      assertWaiting(pool, 2, 1);
      whole.close();
      PooledBuffer slice = small.result();
      assertWaiting(pool, 1, 1);
      slice.close();
      whole = secondLarge.result();
      assertWaiting(pool, 1, 0);
      whole.close();
      lastSmall.result().close();
    }
  }

  @Test
  void anOlderSmallRequestMayHaveWhatIsCleared() throws Exception {
    try (BufferPool pool = TestPools.of(SLAB)) {
      List<PooledBuffer> all = takeAll(pool, SMALL);
      BackgroundCall<PooledBuffer> small = startWaiting(pool, SMALL);
      BackgroundCall<PooledBuffer> large = startWaiting(pool, SLAB);
      all.remove(3).close();
      small.result().close();
      all.forEach(PooledBuffer::close);
      large.result().close();
    }
  }

  @Test
  void tellsHowLongEachKindHasWaited() throws Exception {
    AtomicLong now = new AtomicLong();
    Ticker ticker =
        new Ticker() {
          @Override
          public long read() {
            return now.get();
          }
        };
    try (BufferPool pool =
        TestPools.of(SLAB, Duration.ofMinutes(1), ByteBuffer::allocateDirect, ticker)) {
      PooledBuffer all = pool.take(SLAB);
      BackgroundCall<PooledBuffer> large = startWaiting(pool, SLAB);
      now.set(5);
      BackgroundCall<PooledBuffer> small = startWaiting(pool, 1);
      now.set(12);
      assertEquals(Duration.ofNanos(12), pool.status().large().longestWaiting());
      assertEquals(Duration.ofNanos(7), pool.status().small().longestWaiting());
      all.close();
      now.set(20);
      large.result().close();
      small.result().close();
      // The first take of all waited, too, for no time: until memory was reserved.
      assertEquals(
          new BufferPoolStatus.Requests(2, 0, 2, Duration.ofNanos(12), Duration.ZERO),
          pool.status().large());
      assertEquals(
          new BufferPoolStatus.Requests(1, 0, 1, Duration.ofNanos(15), Duration.ZERO),
          pool.status().small());
    }
  }
}
