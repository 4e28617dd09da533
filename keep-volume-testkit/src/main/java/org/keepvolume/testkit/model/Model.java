// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.keepvolume.testkit.model.Rules.Swept;

/**
 * The states that each block of a walk can be in, as far as what was seen so far tells.
 *
 * <p>A backend that is told apart only later, such as one that keeps old trashed copies, is in
 * several states until then.
 */
final class Model {
  private final List<Set<BlockState>> states = new ArrayList<>();

  Model() {
    for (int block = 0; block < WalkBlocks.COUNT; block++) {
      states.add(Set.of(BlockState.ABSENT));
    }
  }

  Set<BlockState> states(int block) {
    return states.get(block);
  }

  boolean all(int block, Predicate<BlockState> condition) {
    return states.get(block).stream().allMatch(condition);
  }

  boolean any(int block, Predicate<BlockState> condition) {
    return states.get(block).stream().anyMatch(condition);
  }

  /**
   * Goes on to the states that can follow.
   *
   * @return false if there are none; then nothing has changed
   */
  boolean follow(int block, Function<BlockState, Set<BlockState>> rule) {
    Set<BlockState> next = new LinkedHashSet<>();
    for (BlockState state : states.get(block)) {
      next.addAll(rule.apply(state));
    }
    if (next.isEmpty()) {
      return false;
    }
    states.set(block, next);
    return true;
  }

  /**
   * Goes on after a sweep of all blocks.
   *
   * @return false if its counts are impossible; then nothing has changed
   */
  boolean swept(SweepTotal total, Span now) {
    List<Set<Swept>> possible = new ArrayList<>();
    for (int block = 0; block < WalkBlocks.COUNT; block++) {
      Set<Swept> ofBlock = new LinkedHashSet<>();
      for (BlockState state : states.get(block)) {
        ofBlock.addAll(Rules.swept(state, block, now));
      }
      possible.add(ofBlock);
    }
    List<Set<BlockState>> after = new ArrayList<>();
    for (int block = 0; block < WalkBlocks.COUNT; block++) {
      Set<SweepTotal> others = totals(possible, block);
      Set<BlockState> agreeing = new LinkedHashSet<>();
      for (Swept swept : possible.get(block)) {
        if (others.stream().anyMatch(other -> swept.total().plus(other).equals(total))) {
          agreeing.add(swept.after());
        }
      }
      if (agreeing.isEmpty()) {
        return false;
      }
      after.add(agreeing);
    }
    for (int block = 0; block < WalkBlocks.COUNT; block++) {
      var unused = states.set(block, after.get(block));
    }
    return true;
  }

  /** Returns what all blocks but one can add up to. */
  private static Set<SweepTotal> totals(List<Set<Swept>> possible, int except) {
    Set<SweepTotal> totals = Set.of(SweepTotal.NONE);
    for (int block = 0; block < possible.size(); block++) {
      if (block != except) {
        Set<SweepTotal> next = new LinkedHashSet<>();
        for (SweepTotal before : totals) {
          possible.get(block).forEach(swept -> next.add(before.plus(swept.total())));
        }
        totals = next;
      }
    }
    return totals;
  }
}
