// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.keepvolume.Volume;
import org.keepvolume.store.BufferPool;
import org.keepvolume.store.PooledBuffer;

class BuffersInUseTest {
  @Test
  void smallBlocksShareABufferAndALargeOneIsOne() throws Exception {
    try (BufferPool pool = BufferPool.ofBytes(3L * Volume.MAX_BLOCK_SIZE, Duration.ofSeconds(1))) {
      assertEquals(0, BuffersInUse.of(pool.status()));
      try (PooledBuffer first = pool.take(1);
          PooledBuffer second = pool.take(1)) {
        assertEquals(2, pool.status().lentBuffers());
        assertEquals(1, BuffersInUse.of(pool.status()));
        assertTrue(first != second);
        try (PooledBuffer large = pool.take(Volume.MAX_BLOCK_SIZE)) {
          assertTrue(large != first);
          assertEquals(2, BuffersInUse.of(pool.status()));
        }
      }
    }
  }
}
