// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.keepvolume.testkit.model.BlockState.Copy;

class ModelTest {
  private static final Instant T = Instant.parse("2024-02-29T12:00:00Z");
  private static final Span NOW = Span.at(T);
  private static final long SMALL = 4096;
  private static final long LARGE = 65_537;

  private final Model model = new Model();

  private static BlockState trashed(Instant deadline) {
    return BlockState.ABSENT.withTrash(List.of(new Copy(0, Span.at(deadline))));
  }

  private void put(int block, BlockState... states) {
    assertTrue(model.follow(block, before -> Set.of(states)));
  }

  @Test
  void statesThatAgreeAreFollowedAndNoneIsAFailure() {
    put(0, BlockState.ABSENT, trashed(T));
    assertTrue(model.follow(0, s -> s.trash().isEmpty() ? Set.of(s) : Set.of()));
    assertEquals(Set.of(BlockState.ABSENT), model.states(0));
    assertFalse(model.follow(0, s -> Set.of()));
    assertEquals(Set.of(BlockState.ABSENT), model.states(0));
  }

  @Test
  void countsOfASweepTellWhichBlockItLeft() {
    // Both are at their deadlines, so that either may go (X3).
    put(2, trashed(T));
    put(3, trashed(T));
    assertTrue(model.swept(new SweepTotal(1, SMALL, 1, LARGE), NOW));
    assertEquals(Set.of(BlockState.ABSENT), model.states(2));
    assertEquals(Set.of(trashed(T)), model.states(3));
  }

  @Test
  void countsThatNoStateAddsUpToAreRefused() {
    put(2, trashed(T.minusSeconds(2)));
    put(3, trashed(T.plusSeconds(2)));
    assertFalse(model.swept(new SweepTotal(2, SMALL + LARGE, 0, 0), NOW));
    assertFalse(model.swept(new SweepTotal(1, SMALL, 0, 0), NOW));
    assertFalse(model.swept(new SweepTotal(1, LARGE, 1, SMALL), NOW));
    assertTrue(model.swept(new SweepTotal(1, SMALL, 1, LARGE), NOW));
  }

  @Test
  void countsChooseBetweenStates() {
    put(2, BlockState.ABSENT, trashed(T.plusSeconds(9)));
    assertTrue(model.swept(new SweepTotal(0, 0, 1, SMALL), NOW));
    assertEquals(Set.of(trashed(T.plusSeconds(9))), model.states(2));
  }
}
