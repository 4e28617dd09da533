// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.keepvolume.Volume.MAX_BLOCK_SIZE;

import org.junit.jupiter.api.Test;
import org.keepvolume.BlockHash;

/** The hashes that the tests of RD-7 do not compute. */
class SizeClausesTest {
  @Test
  void largestBlocksHaveTheHashesWrittenDown() {
    assertEquals(SizeClauses.LARGEST, BlockHash.of(SizeClauses.content(MAX_BLOCK_SIZE)), "64 MiB");
    assertEquals(
        SizeClauses.ONE_LESS, BlockHash.of(SizeClauses.content(MAX_BLOCK_SIZE - 1)), "one less");
  }
}
