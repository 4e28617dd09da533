// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.race;

import java.util.List;
import java.util.stream.IntStream;
import org.keepvolume.BlockHash;
import org.keepvolume.posix.process.TestBlock;

/** The few blocks of a race, with their content. */
final class RaceBlocks {
  private static final List<Integer> SIZES = List.of(0, 1, 4096, 65_537, 1000, 3 << 20);

  private final List<TestBlock> blocks;
  private final List<byte[]> contents;
  private final List<BlockHash> hashes;

  RaceBlocks(long seed) {
    blocks =
        IntStream.range(0, SIZES.size())
            .mapToObj(i -> new TestBlock(seed + i, SIZES.get(i)))
            .toList();
    contents = blocks.stream().map(TestBlock::content).toList();
    hashes = contents.stream().map(BlockHash::of).toList();
  }

  int size() {
    return blocks.size();
  }

  List<TestBlock> all() {
    return blocks;
  }

  BlockHash hash(int number) {
    return hashes.get(number);
  }

  byte[] content(int number) {
    return contents.get(number);
  }
}
