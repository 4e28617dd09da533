// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.history;

import java.util.List;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.TestBlocks;

/** The few blocks of a race, with their content. */
final class RaceBlocks {
  private static final List<Integer> SIZES = List.of(4096, 0, 1000, 65_537, 1, 1 << 20);

  /** Large enough that there is something to be cut short, and not slow. */
  static final int LITMUS = 3;

  private final List<TestBlock> blocks;

  RaceBlocks(long seed) {
    TestBlocks random = new TestBlocks(seed);
    blocks = SIZES.stream().map(random::random).toList();
  }

  int size() {
    return blocks.size();
  }

  List<TestBlock> all() {
    return blocks;
  }

  TestBlock get(int number) {
    return blocks.get(number);
  }
}
