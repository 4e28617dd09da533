// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSinks;
import org.keepvolume.posix.Durability;
import org.keepvolume.posix.PosixVolume;

/** Kills a process that writes, again and again, and looks at what it left. */
class KillTest {
  private static final int ROUNDS = 20;
  private static final int MOST_ACKNOWLEDGEMENTS = 60;

  @TempDir Path root;

  /** Blocks whose write was acknowledged, in any round. */
  private final Map<BlockHash, TestBlock> ledger = new HashMap<>();

  @Test
  void whatWasAcknowledgedIsThereAndNothingIsPartialAfterAKillAtAnyMoment() throws Exception {
    SplittableRandom random = new SplittableRandom(Seeds.next());
    for (int round = 0; round < ROUNDS; round++) {
      writeUntilKilled(random.nextLong(), 1 + random.nextInt(MOST_ACKNOWLEDGEMENTS));
      assertEverythingIsWhole("round " + round);
    }
    assertTrue(ledger.size() > Traffic.THREADS, "acknowledged blocks: " + ledger.size());
  }

  private void writeUntilKilled(long seed, int acknowledgements) throws IOException {
    try (ChildJvm child = ChildJvm.start(List.of(), VolumeMain.class)) {
      child.send("open\t" + root + "\t" + Durability.FULL);
      assertEquals("done\t", child.receive(), child::errorsOrNone);
      child.send("endless\t" + seed);
      for (int i = 0; i < acknowledgements; i++) {
        String line = child.receive();
        assertTrue(line != null && acknowledged(line), () -> line + "\n" + child.errorsOrNone());
      }
      child.kill();
      // What it said before it died counts; the last line may be cut off.
      for (String line = child.receive(); line != null; line = child.receive()) {
        boolean unused = acknowledged(line);
      }
    }
  }

  private boolean acknowledged(String line) {
    String[] words = line.split("\t", -1);
    if (words.length != 3 || !words[2].equals("written")) {
      return false;
    }
    TestBlock block = new TestBlock(Long.parseLong(words[0]), Integer.parseInt(words[1]));
    ledger.put(block.hash(), block);
    return true;
  }

  private void assertEverythingIsWhole(String round) throws IOException {
    Set<BlockHash> indexed = new HashSet<>();
    try (PosixVolume volume = PosixVolume.open(root)) {
      volume.index(
          BlockPrefix.ALL,
          info -> {
            ByteBuffer content = ByteBuffer.allocate((int) info.size());
            int size = volume.read(info.hash(), BlockSinks.into(content));
            assertEquals(info.size(), size, round);
            assertEquals(info.hash(), BlockHash.of(content), round);
            return indexed.add(info.hash());
          });
    }
    assertTrue(indexed.containsAll(ledger.keySet()), round);
    long temporary = Listing.files(root).stream().filter(file -> file.contains("/tmp")).count();
    assertEquals(Listing.files(root).size() - temporary, indexed.size(), round);
  }
}
