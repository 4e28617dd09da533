// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.keepvolume.store.TestPools.LEAST;
import static org.keepvolume.store.TestPools.SLAB;
import static org.keepvolume.store.TestPools.SMALL;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.BackgroundCall;
import org.keepvolume.Volume;

/** What a pool lends, how much it reserves, and how it ends. */
@Timeout(60)
class BufferPoolTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, LEAST, LEAST + 1, SMALL, SMALL + 1, SLAB - 1, SLAB})
  void lendsDirectMemoryOfTheSizeAskedFor(int size) throws Exception {
    try (BufferPool pool = TestPools.of(SLAB);
        PooledBuffer taken = pool.take(size)) {
      ByteBuffer buffer = taken.buffer();
      assertTrue(buffer.isDirect());
      assertEquals(0, buffer.position());
      assertEquals(size, buffer.limit());
      assertEquals(size, buffer.capacity());
      assertSame(buffer, taken.buffer());
      assertTrue(pool.lentBytes() >= size && pool.lentBytes() <= Math.max(2 * size, LEAST));
    }
  }

  @Test
  void lendsABlockOutOfTheSmallestPool() throws Exception {
    try (BufferPool pool = BufferPool.ofBytes(Volume.MAX_BLOCK_SIZE)) {
      try (PooledBuffer small = pool.take(1)) {
        assertEquals(4096, pool.lentBytes());
        assertTrue(pool.tryTake(Volume.MAX_BLOCK_SIZE).isEmpty());
        small.buffer().put((byte) 1);
      }
      try (PooledBuffer block = pool.take(Volume.MAX_BLOCK_SIZE)) {
        assertEquals(Volume.MAX_BLOCK_SIZE, block.buffer().remaining());
        assertTrue(pool.tryTake(0).isEmpty());
      }
    }
  }

  @Test
  void reservesSlabsAsTheyAreNeededAndKeepsThem() throws Exception {
    try (BufferPool pool = TestPools.of(10L * SLAB)) {
      assertEquals(0, pool.reservedBytes());
      try (PooledBuffer small = pool.take(1)) {
        assertEquals(LEAST, small.slice().bytes());
        assertEquals(SLAB, pool.reservedBytes());
        try (PooledBuffer large = pool.take(SLAB)) {
          assertEquals(SLAB + LEAST, pool.lentBytes());
          assertEquals(2 * SLAB, pool.reservedBytes());
          large.buffer().put((byte) 1);
        }
      }
      assertEquals(2 * SLAB, pool.reservedBytes());
      assertEquals(10L * SLAB, pool.maxBytes());
    }
  }

  @Test
  void theLastSlabIsWhatRemainsOfTheBound() {
    int rest = SLAB / 2 + SLAB / 8 + LEAST;
    try (BufferPool pool = TestPools.of(SLAB + rest + LEAST - 1)) {
      List<PooledBuffer> all = TestPools.takeAll(pool, LEAST);
      assertEquals(SLAB + rest, pool.maxBytes());
      assertEquals(SLAB + rest, pool.reservedBytes());
      assertEquals(SLAB + rest, pool.lentBytes());
      all.forEach(PooledBuffer::close);
      List<PooledBuffer> whole = TestPools.takeAll(pool, SLAB);
      assertEquals(1, whole.size());
      whole.get(0).close();
    }
  }

  @Test
  void buddiesBecomeOneAgain() {
    try (BufferPool pool = TestPools.of(2 * SLAB)) {
      List<PooledBuffer> slices = TestPools.takeAll(pool, SMALL);
      assertEquals(2 * SLAB / SMALL, slices.size());
      slices.forEach(PooledBuffer::close);
      try (PooledBuffer whole = pool.tryTake(SLAB).orElseThrow()) {
        assertEquals(SLAB, whole.buffer().capacity());
      }
    }
  }

  @Test
  void fillsTheFullestSlabFirst() throws Exception {
    try (BufferPool pool = TestPools.of(3 * SLAB)) {
      try (PooledBuffer half = pool.take(SLAB / 2)) {
        PooledBuffer whole = pool.take(SLAB);
        PooledBuffer some = pool.take(SLAB / 4);
        whole.close();
        assertSame(half.slice().slab(), some.slice().slab());
        for (int i = 0; i < SLAB / 4 / SMALL; i++) {
          try (PooledBuffer small = pool.take(SMALL)) {
            assertSame(half.slice().slab(), small.slice().slab());
          }
        }
        some.close();
        assertEquals(2 * SLAB, pool.reservedBytes());
      }
    }
  }

  @Test
  void oneUserTakesWhatAnotherGaveBack() throws Exception {
    try (BufferPool pool = TestPools.of(SLAB)) {
      PooledBuffer mine = pool.take(SLAB);
      BackgroundCall<PooledBuffer> theirs = TestPools.startWaiting(pool, SLAB);
      mine.close();
      theirs.result().buffer().put(0, (byte) 7);
      mine.close(); // again: the memory is not mine any more
      assertEquals(SLAB, pool.lentBytes());
      assertThrows(IllegalStateException.class, mine::buffer);
      theirs.result().close();
      assertEquals(0, pool.lentBytes());
      assertEquals(0, pool.status().lentBuffers());
    }
  }

  @Test
  void refusesWhatIsOutOfRange() {
    try (BufferPool pool = TestPools.of(SLAB)) {
      assertThrows(IllegalArgumentException.class, () -> pool.take(-1));
      assertThrows(IllegalArgumentException.class, () -> pool.take(SLAB + 1));
      assertThrows(IllegalArgumentException.class, () -> pool.tryTake(SLAB + 1));
    }
    long tooFew = Volume.MAX_BLOCK_SIZE - 1;
    assertThrows(IllegalArgumentException.class, () -> BufferPool.ofBytes(tooFew));
    Duration negative = Duration.ofNanos(-1);
    assertThrows(
        IllegalArgumentException.class, () -> BufferPool.ofBytes(Long.MAX_VALUE, negative));
  }

  @Test
  void anEndlessWaitLimitAndBoundAreFine() throws Exception {
    try (BufferPool pool = BufferPool.ofBytes(Long.MAX_VALUE, Duration.ofSeconds(Long.MAX_VALUE));
        PooledBuffer buffer = pool.take(5)) {
      assertEquals(5, buffer.buffer().remaining());
    }
  }

  @Test
  void onceClosedItLendsNothingAndLetsGoOfWhatComesBack() throws Exception {
    BufferPool pool = BufferPool.ofBytes(2L * Volume.MAX_BLOCK_SIZE);
    PooledBuffer one = pool.take(Volume.MAX_BLOCK_SIZE / 2);
    PooledBuffer two = pool.take(1);
    pool.close();
    assertThrows(IllegalStateException.class, () -> pool.take(1));
    assertThrows(IllegalStateException.class, () -> pool.tryTake(1));
    one.buffer().put(0, (byte) 1);
    one.close();
    assertEquals(Volume.MAX_BLOCK_SIZE, pool.reservedBytes());
    two.close();
    assertEquals(0, pool.reservedBytes());
    assertEquals(0, pool.lentBytes());
    pool.close();
  }

  @Test
  void closingLetsGoOfWhatIsNotLentAndWakesWhoWaits() throws Exception {
    BufferPool pool = BufferPool.ofBytes(Volume.MAX_BLOCK_SIZE);
    PooledBuffer lent = pool.take(Volume.MAX_BLOCK_SIZE);
    BackgroundCall<PooledBuffer> large = TestPools.startWaiting(pool, Volume.MAX_BLOCK_SIZE);
    BackgroundCall<PooledBuffer> small = TestPools.startWaiting(pool, 1);
    pool.close();
    assertTrue(large.failure() instanceof IllegalStateException);
    assertTrue(small.failure() instanceof IllegalStateException);
    assertEquals(0, pool.waiting());
    lent.close();
    assertEquals(0, pool.reservedBytes());
  }

  @Test
  void namesWhereLeakedBuffersWereTaken() throws Exception {
    BufferPool pool = BufferPool.detectingLeaks(Volume.MAX_BLOCK_SIZE, Duration.ofMinutes(1));
    PooledBuffer fine = pool.take(1);
    List<PooledBuffer> leaked = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      leaked.add(pool.take(5000));
    }
    fine.close();
    IllegalStateException leak = assertThrows(IllegalStateException.class, pool::close);
    assertTrue(leak.getMessage().contains("3 x 8192 bytes"), leak.getMessage());
    assertTrue(leak.getMessage().contains("BufferPoolTest.namesWhere"), leak.getMessage());
    assertEquals(1, leak.getSuppressed().length);
    assertThrows(IllegalStateException.class, () -> pool.take(1));
    pool.close();
    leaked.forEach(PooledBuffer::close);
    assertEquals(0, pool.reservedBytes());
  }
}
