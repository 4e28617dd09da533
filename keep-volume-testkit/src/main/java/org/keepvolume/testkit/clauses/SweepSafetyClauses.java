// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import static org.keepvolume.UntrashOutcome.RESTORED;
import static org.keepvolume.testkit.Clause.TR_4;
import static org.keepvolume.testkit.Clause.TR_9;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashSweep;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.Verifies;
import org.keepvolume.testkit.clauses.Background.Outcome;

/** What a sweep never removes, TR-9, and what untrash says beside one, TR-4. */
public abstract class SweepSafetyClauses extends ClauseGroup {
  private static final int BLOCKS = 6;

  @Test
  @Verifies(TR_9)
  void liveBlocksOfAnyAgeStay() throws Exception {
    List<TestBlock> blocks = new ArrayList<>();
    for (Duration older : List.of(Duration.ofDays(400), LIFETIME.multipliedBy(3), MINIMUM_AGE)) {
      blocks.add(stored(1000));
      letPass(older);
    }
    blocks.add(stored(0));
    List<TestBlock> unused = expired(1);
    blocks.add(stored(1000));
    TrashSweep unusedSweep = volume().emptyTrash();
    for (TestBlock block : blocks) {
      requireStays(block, "a live block was there before the sweep");
    }
  }

  @Test
  @Verifies(TR_9)
  void whatIsNotTheVolumesStays() throws Exception {
    List<String> names = raw().putForeign();
    Map<String, String> before = states(names);
    see(before.size() == names.size(), "RawAccess.snapshot has only %s of %s", before, names);
    List<TestBlock> expired = expired(2);
    letPass(Duration.ofDays(400));
    TrashSweep sweep = volume().emptyTrash();
    Map<String, String> after = states(names);
    see(after.equals(before), "of what is not the volume's, %s, a sweep left %s", before, after);
    see(
        sweep.deletedBlocks() <= expired.size() && sweep.deletedResidue() == 0,
        "beside %s trashed copies only %s is there, not the volume's, and a sweep says %s",
        expired.size(),
        names,
        sweep);
  }

  private Map<String, String> states(List<String> names) throws Exception {
    Map<String, String> states = new TreeMap<>(raw().snapshot());
    states.keySet().retainAll(names);
    return states;
  }

  @Test
  @Verifies(TR_9)
  void blocksStoredAgainInTheMiddleOfASweepStay() throws Exception {
    List<TestBlock> blocks = expired(BLOCKS);
    subject().clock().onNextLook(() -> storeAgain(blocks));
    TrashSweep unused = volume().emptyTrash();
    if (subject().clock().cancelAction()) {
      storeAgain(blocks);
    }
    for (TestBlock block : blocks) {
      requireStays(block, "stored again in the middle of a sweep");
    }
  }

  @Test
  @Verifies(TR_9)
  void blocksStoredAgainBesideASweepStay() throws Exception {
    for (int round = 0; round < subject().rounds(12); round++) {
      List<TestBlock> blocks = expired(BLOCKS);
      besideASweep(() -> storeAgain(blocks));
      for (TestBlock block : blocks) {
        requireStays(block, "stored again beside a sweep");
      }
    }
  }

  @Test
  @Verifies(TR_9)
  void blocksRestoredBesideASweepStay() throws Exception {
    for (int round = 0; round < subject().rounds(12); round++) {
      List<TestBlock> restored = new ArrayList<>();
      List<TestBlock> blocks = expired(BLOCKS);
      besideASweep(
          () -> {
            for (TestBlock block : blocks) {
              if (untrash(block).filter(RESTORED::equals).isPresent()) {
                restored.add(block);
              }
            }
          });
      for (TestBlock block : restored) {
        requireStays(block, "restored beside a sweep");
      }
    }
  }

  @Test
  @Verifies(TR_4)
  void untrashBesideASweepRestoresTheBlockOrDoesNotFindIt() throws Exception {
    for (int round = 0; round < subject().rounds(4); round++) {
      List<TestBlock> blocks = expired(BLOCKS);
      besideASweep(
          () -> {
            for (TestBlock block : blocks) {
              requireRestoredOrNotFound(block);
            }
          });
      for (TestBlock block : blocks) {
        if (raw().content(block.hash()).isEmpty()) {
          requireRestoredOrNotFound(block);
        }
      }
    }
  }

  private void requireRestoredOrNotFound(TestBlock block) throws Exception {
    Optional<UntrashOutcome> outcome = untrash(block);
    see(
        outcome.isEmpty() || outcome.get() == RESTORED,
        "untrash of a block that was trashed, and nobody else restored, gave %s",
        outcome.map(UntrashOutcome::name).orElse(""));
  }

  /** Returns empty if the sweep had taken the block before. */
  private Optional<UntrashOutcome> untrash(TestBlock block) throws Exception {
    try {
      return Optional.of(volume().untrash(block.hash()));
    } catch (BlockNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Returns new blocks that are in the trash, past their deadline. */
  private List<TestBlock> expired(int count) throws Exception {
    List<TestBlock> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      blocks.add(stored(1000));
    }
    letPass(enoughToTrash());
    for (TestBlock block : blocks) {
      TrashOutcome outcome = volume().trash(block.hash(), null);
      see(outcome == TrashOutcome.TRASHED, "trash of an old block gave %s", outcome);
    }
    letPass(LIFETIME.plusSeconds(5));
    return blocks;
  }

  private void storeAgain(List<TestBlock> blocks) throws Exception {
    for (TestBlock block : blocks) {
      raw().put(block.hash(), block.bytes());
    }
  }

  private void besideASweep(KitClock.Action action) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    Background<TrashSweep> sweep =
        inBackground(
            "a sweep beside other calls",
            () -> {
              see(
                  start.await(subject().limit().toNanos(), TimeUnit.NANOSECONDS),
                  "the test did not start the sweep");
              return volume().emptyTrash();
            });
    start.countDown();
    action.run();
    Outcome<TrashSweep> outcome = sweep.await(TR_9);
    see(outcome.thrown() == null, "a sweep beside other calls gave %s", outcome);
  }

  private void requireStays(TestBlock block, String what) throws Exception {
    see(raw().content(block.hash()).isPresent(), "%s, and the block is gone: %s", what, block);
    requireLive(block.hash(), block.bytes());
    requireContent(volume(), block);
  }
}
