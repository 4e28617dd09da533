// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.keepvolume.store.TestPools.LEAST;
import static org.keepvolume.store.TestPools.SLAB;

import com.google.common.base.Ticker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.BackgroundCall;
import org.keepvolume.SeededRandom;

/** Random takes and closes on many threads: nothing is lent twice, lost, or above the bound. */
@Timeout(60)
class BufferPoolModelTest {
  private static final int THREADS = 12;
  private static final int TAKES = 500;

  private final Random seeds = SeededRandom.create();

  /** What the holders hold together, counted by themselves. */
  private final AtomicLong held = new AtomicLong();

  @ParameterizedTest
  @ValueSource(longs = {SLAB, SLAB + SLAB / 2 + 5, 3 * SLAB})
  void staysWithinItsBoundAndServesAll(long maxBytes) throws Exception {
    try (BufferPool pool = TestPools.of(maxBytes)) {
      List<BackgroundCall<Void>> holders = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Random random = new Random(seeds.nextLong());
        byte mark = (byte) i;
        holders.add(BackgroundCall.start(() -> takeAndClose(pool, random, mark)));
      }
      while (!holders.stream().allMatch(BackgroundCall::ended)) {
        BufferPoolStatus now = pool.status();
        assertTrue(now.lentBytes() <= now.reservedBytes(), now::toString);
        assertTrue(now.reservedBytes() <= maxBytes, now::toString);
        Thread.onSpinWait();
      }
      for (BackgroundCall<Void> holder : holders) {
        holder.result();
      }
      BufferPoolStatus end = pool.status();
      assertEquals(THREADS * TAKES, end.small().served() + end.large().served());
      assertTrue(maxBytes > SLAB || end.small().waits() > 1, "nobody was in another's way");
      assertAllIsThere(pool);
    }
  }

  private Void takeAndClose(BufferPool pool, Random random, byte mark) throws Exception {
    for (int i = 0; i < TAKES; i++) {
      try (PooledBuffer taken = pool.take(randomSize(random))) {
        hold(pool, taken, mark);
      }
    }
    return null;
  }

  @SuppressWarnings("ThreadPriorityCheck")
  private void hold(BufferPool pool, PooledBuffer taken, byte mark) {
    ByteBuffer buffer = taken.buffer();
    assertTrue(held.addAndGet(buffer.capacity()) <= pool.maxBytes());
    for (int at = 0; at < buffer.capacity(); at += LEAST) {
      buffer.put(at, mark);
    }
    Thread.yield(); // so that the others meet a pool with much lent
    for (int at = 0; at < buffer.capacity(); at += LEAST) {
      assertEquals(mark, buffer.get(at), "another holder wrote here");
    }
    held.addAndGet(-buffer.capacity());
  }

  @Test
  void nobodyIsForgottenWhenOthersGiveUp() throws Exception {
    Duration limit = Duration.ofMillis(1);
    try (BufferPool pool =
        TestPools.of(2 * SLAB, limit, ByteBuffer::allocateDirect, Ticker.systemTicker())) {
      List<BackgroundCall<Integer>> holders = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Random random = new Random(seeds.nextLong());
        byte mark = (byte) i;
        holders.add(BackgroundCall.start(() -> takeOrGiveUp(pool, random, mark)));
      }
      while (!holders.stream().allMatch(BackgroundCall::ended)) {
        holders.get(seeds.nextInt(THREADS)).interrupt();
        Thread.onSpinWait();
      }
      long served = 0;
      for (BackgroundCall<Integer> holder : holders) {
        served += holder.result();
      }
      BufferPoolStatus end = pool.status();
      assertEquals(served, end.small().served() + end.large().served());
      assertTrue(served < THREADS * TAKES, "nobody gave up");
      assertAllIsThere(pool);
    }
  }

  private Integer takeOrGiveUp(BufferPool pool, Random random, byte mark) {
    int served = 0;
    for (int i = 0; i < TAKES; i++) {
      try (PooledBuffer taken = pool.take(randomSize(random))) {
        served++;
        hold(pool, taken, mark);
      } catch (InterruptedException | TimeoutException e) {
        // Counted by what is not served.
      }
    }
    return served;
  }

  private void assertAllIsThere(BufferPool pool) {
    assertEquals(0, held.get());
    assertEquals(0, pool.lentBytes());
    assertEquals(0, pool.waiting());
    assertEquals(0, pool.status().lentBuffers());
    List<PooledBuffer> all = new ArrayList<>();
    all.add(pool.tryTake(SLAB).orElseThrow());
    all.addAll(TestPools.takeAll(pool, LEAST));
    assertEquals(pool.maxBytes(), pool.lentBytes());
    all.forEach(PooledBuffer::close);
  }

  /** As many of each order of magnitude, and now and then the edges. */
  private static int randomSize(Random random) {
    int most = LEAST << random.nextInt(Slab.HEIGHT + 1);
    return random.nextInt(8) == 0 ? most : random.nextInt(most + 1);
  }
}
