// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.keepvolume.BlockHash;

class TestBlocksTest {
  @Test
  void oneSeedGivesTheSameBlocks() {
    TestBlocks blocks = new TestBlocks(7);
    TestBlocks again = new TestBlocks(7);
    for (int i = 0; i < 3; i++) {
      assertArrayEquals(blocks.random(1000).bytes(), again.random(1000).bytes());
      assertEquals(blocks.number(1000), again.number(1000));
    }
    assertNotEquals(blocks.random(1000).hash(), new TestBlocks(8).random(1000).hash());
  }

  @Test
  void blocksOfOneSequenceDiffer() {
    TestBlocks blocks = new TestBlocks(7);
    assertNotEquals(blocks.random(16).hash(), blocks.random(16).hash());
  }

  @Test
  void collidingBlocksHaveOneHashAndDifferentBytes() {
    List<TestBlock> pair = TestBlocks.collisionPair();
    assertEquals(BlockHash.parse("79054025255fb1a26e4bc422aef54eb4"), pair.get(0).hash());
    assertEquals(pair.get(0).hash(), pair.get(1).hash());
    assertFalse(Arrays.equals(pair.get(0).bytes(), pair.get(1).bytes()));
  }

  @Test
  void smallestBlocksAreThoseOfTheirHash() {
    assertEquals("d41d8cd98f00b204e9800998ecf8427e+0", TestBlocks.empty().toString());
    assertEquals("93b885adfe0da089cdf634904fd59f71+1", TestBlocks.oneByte().toString());
  }

  @Test
  void damagedCopyDiffersInOneByte() {
    TestBlock block = new TestBlocks(7).random(10);
    assertEquals(4, Arrays.mismatch(block.bytes(), block.damagedAt(4)));
    assertArrayEquals(Arrays.copyOf(block.bytes(), 3), block.first(3));
  }
}
