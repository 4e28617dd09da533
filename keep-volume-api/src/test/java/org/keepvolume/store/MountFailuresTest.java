// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockTooLargeException;
import org.keepvolume.Operation;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeUnavailableException;

/** Which of several mounts' failures the caller is told. */
class MountFailuresTest {
  private static final BlockHash HASH = BlockHash.EMPTY;

  /** Ranks from the most telling down; members of one rank tell equally much. */
  private static final List<List<IOException>> RANKS =
      List.of(
          List.of(new VolumeUnavailableException(Operation.READ, HASH, "a", "busy", null, null)),
          List.of(new IOException("does not fit")),
          List.of(
              new BlockCorruptException(Operation.READ, HASH, "b", "damaged", null),
              new BlockTooLargeException(Operation.READ, HASH, "c", "too large", null)),
          List.of(new VolumeFailureException(Operation.READ, HASH, "d", "failed", null)),
          List.of(new BlockNotFoundException(Operation.READ, HASH, "e", "not found", null)));

  @Test
  void tellsTheHigherRankWhicheverCameFirst() {
    for (int high = 0; high < RANKS.size(); high++) {
      for (int low = high + 1; low < RANKS.size(); low++) {
        for (IOException telling : RANKS.get(high)) {
          for (IOException other : RANKS.get(low)) {
            assertSame(telling, mostTelling(telling, other));
            assertSame(telling, mostTelling(other, telling));
          }
        }
      }
    }
  }

  @Test
  void suppressesTheOthersInOrder() {
    IOException missing = new BlockNotFoundException(Operation.READ, HASH, "a", "gone", null);
    IOException busy = new VolumeUnavailableException(Operation.READ, HASH, "b", "", null, null);
    IOException failed = new VolumeFailureException(Operation.READ, HASH, "c", "", null);
    assertSame(busy, mostTelling(missing, busy, failed));
    assertArrayEquals(new Throwable[] {missing, failed}, busy.getSuppressed());
  }

  @Test
  void tellsTheOnlyOne() {
    IOException missing = new BlockNotFoundException(Operation.READ, HASH, "a", "gone", null);
    assertSame(missing, mostTelling(missing));
    assertArrayEquals(new Throwable[0], missing.getSuppressed());
  }

  private static IOException mostTelling(IOException... failures) {
    MountFailures<IOException> collected = new MountFailures<>();
    for (IOException failure : failures) {
      collected.add(failure);
    }
    return collected.mostTelling();
  }
}
