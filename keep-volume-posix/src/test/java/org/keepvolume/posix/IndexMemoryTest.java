// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.BlockPrefix;

/** Measures what a long listing holds in memory. */
class IndexMemoryTest {
  private static final int BLOCKS = 20_000;
  private static final long LIMIT = 1 << 20;

  @TempDir Path root;

  @Test
  @DisplayName("IX-6: a listing keeps nothing of the blocks that it has shown")
  void listingKeepsNothingPerBlock() throws IOException {
    Path directory = Files.createDirectory(root.resolve("abc"));
    for (int i = 0; i < BLOCKS; i++) {
      Files.createFile(directory.resolve(String.format("abc%029x", i)));
    }
    PosixVolume volume = PosixVolume.open(root);
    int[] visits = {0};
    long[] used = {0, 0};
    volume.index(
        BlockPrefix.ALL,
        block -> {
          visits[0]++;
          if (visits[0] == 1) {
            used[0] = usedHeap();
          } else if (visits[0] == BLOCKS) {
            used[1] = usedHeap();
          }
          return true;
        });
    assertEquals(BLOCKS, visits[0]);
    long grown = used[1] - used[0];
    assertTrue(grown < LIMIT, () -> "after " + BLOCKS + " blocks " + grown + " bytes more");
  }

  private static long usedHeap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
