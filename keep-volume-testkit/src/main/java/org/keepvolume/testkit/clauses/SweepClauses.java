// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import static java.time.temporal.ChronoUnit.SECONDS;
import static org.keepvolume.TrashOutcome.TRASHED;
import static org.keepvolume.UntrashOutcome.RESTORED;
import static org.keepvolume.testkit.Clause.TR_11;
import static org.keepvolume.testkit.Clause.TR_13;
import static org.keepvolume.testkit.Clause.TR_6;
import static org.keepvolume.testkit.Clause.TR_8;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.keepvolume.BlockHash;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashSweep;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.VolumeException;
import org.keepvolume.testkit.DeviceFault;
import org.keepvolume.testkit.RawAccess.Injection;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.Verifies;
import org.keepvolume.testkit.clauses.Background.Outcome;

/** What a sweep removes and says: TR-6, TR-8, TR-11 and TR-13. */
public abstract class SweepClauses extends ClauseGroup {
  /** Before and after a deadline; more than the rounding of deadlines to whole seconds. */
  private static final Duration NEAR = Duration.ofSeconds(5);

  private static final Duration INSTANT = Duration.ofNanos(1);

  @Test
  @Verifies(TR_6)
  void sweepRemovesAndCountsExactlyWhatIsPastItsDeadline() throws Exception {
    requireSweep(0);
    Instant first = trash(100, 2000, 30_000, 1, 400);
    letPass(Duration.ofHours(2));
    Instant second = trash(5, 60_000);
    moveTo(first.plus(LIFETIME).minus(NEAR));
    requireSweep(0);
    moveTo(first.plus(LIFETIME).plus(NEAR));
    requireSweep(5);
    requireSweep(0);
    moveTo(second.plus(LIFETIME).minus(NEAR));
    requireSweep(0);
    moveTo(second.plus(LIFETIME).plus(NEAR));
    requireSweep(2);
    requireSweep(0);
  }

  @Test
  @Verifies(TR_6)
  void sweepGoesBeyondOnePage() throws Exception {
    int[] sizes = new int[1001]; // more than object stores give or take at a time
    Arrays.fill(sizes, 16); // so long that no two are equal
    letPass(Duration.between(now(), trash(sizes).plus(LIFETIME).plus(NEAR)));
    TrashSweep sweep = volume().emptyTrash();
    int left = TrashedCopy.listed(volume()).size();
    see(
        left == 0 && sweep.deletedBlocks() == sizes.length && sweep.remainingBlocks() == 0,
        "of %s copies past their deadline a sweep left %s, and says %s",
        sizes.length,
        left,
        sweep);
  }

  /** Trashes new blocks of some sizes, and returns when. */
  private Instant trash(int... sizes) throws Exception {
    List<TestBlock> blocks = new ArrayList<>();
    for (int size : sizes) {
      blocks.add(stored(size));
    }
    letPass(enoughToTrash());
    Instant present = now();
    for (TestBlock block : blocks) {
      trash(block.hash());
    }
    return present;
  }

  private void trash(BlockHash hash) throws Exception {
    TrashOutcome outcome = volume().trash(hash, null);
    see(outcome == TRASHED, "trash of an old block gave %s", outcome);
  }

  private void requireSweep(int deleted) throws Exception {
    List<TrashedCopy> before = TrashedCopy.listed(volume());
    Instant present = now();
    TrashSweep sweep = volume().emptyTrash();
    List<TrashedCopy> after = TrashedCopy.listed(volume());
    List<TrashedCopy> removed = TrashedCopy.without(before, after);
    see(
        removed.size() == deleted,
        "of the copies %s a sweep at %s removed %s in place of %s",
        before,
        present,
        removed,
        deleted);
    requireCounts(sweep, before, after);
    see(
        sweep.remainingBlocks() == after.size()
            && sweep.remainingBytes() == TrashedCopy.bytes(after),
        "a sweep left %s copies of %s bytes, and says %s",
        after.size(),
        TrashedCopy.bytes(after),
        sweep);
    see(
        sweep.deletedResidue() == 0 && sweep.deletedResidueBytes() == 0,
        "nothing was left behind by a writer, and a sweep says %s",
        sweep);
  }

  private static void requireCounts(
      TrashSweep sweep, List<TrashedCopy> before, List<TrashedCopy> after) {
    List<TrashedCopy> removed = TrashedCopy.without(before, after);
    see(
        sweep.deletedBlocks() == removed.size()
            && sweep.deletedBytes() == TrashedCopy.bytes(removed),
        "a sweep removed %s copies of %s bytes, and says %s",
        removed.size(),
        TrashedCopy.bytes(removed),
        sweep);
  }

  @Test
  @Verifies(TR_6)
  void sweepThatFailsInTheMiddleSaysWhatItRemovedAndTheNextGoesOn() throws Exception {
    Instant unused = trash(100, 2000, 30_000, 400, 5);
    letPass(LIFETIME.plus(NEAR));
    List<TrashedCopy> before = TrashedCopy.listed(volume());
    Optional<Injection> fault = inject(DeviceFault.SWEEP_BROKEN_OFF, TR_6);
    if (fault.isEmpty()) {
      return;
    }
    Outcome<TrashSweep> outcome = Renewal.attempt(volume()::emptyTrash);
    fault.get().close();
    see(outcome.thrown() != null, "the device broke off, and a sweep returned %s", outcome);
    List<TrashedCopy> after = TrashedCopy.listed(volume());
    requireCountsSoFar(outcome, before, after);
    requireSweep(after.size());
  }

  @Test
  @Verifies(TR_6)
  void interruptedSweepSaysWhatItRemovedAndTheNextGoesOn() throws Exception {
    for (boolean atOnce : List.of(true, false)) {
      Instant unused = trash(100, 2000, 30_000);
      letPass(LIFETIME.plus(NEAR));
      List<TrashedCopy> before = TrashedCopy.listed(volume());
      Outcome<TrashSweep> outcome =
          inBackground(
                  "an interrupted sweep",
                  () -> {
                    if (atOnce) {
                      Thread.currentThread().interrupt();
                    } else {
                      subject().clock().onNextLook(Thread.currentThread()::interrupt);
                    }
                    return volume().emptyTrash();
                  })
              .await(TR_6);
      boolean unusedAction = subject().clock().cancelAction();
      List<TrashedCopy> after = TrashedCopy.listed(volume());
      requireCountsSoFar(outcome, before, after);
      requireSweep(after.size());
    }
  }

  private static void requireCountsSoFar(
      Outcome<TrashSweep> outcome, List<TrashedCopy> before, List<TrashedCopy> after) {
    if (outcome.thrown() == null) {
      requireCounts(outcome.value(), before, after);
      return;
    }
    see(outcome.thrown() instanceof VolumeException, "a sweep threw %s", outcome);
    Optional<TrashSweep> sweep = ((VolumeException) outcome.thrown()).sweep();
    see(
        sweep.isPresent(),
        "a sweep that had removed %s of %s copies threw, without counts: %s",
        before.size() - after.size(),
        before.size(),
        outcome);
    requireCounts(sweep.get(), before, after);
  }

  @Test
  @Verifies(TR_8)
  void sweepOfAnEarlierCopyLeavesALaterOneOfTheBlock() throws Exception {
    TestBlock block = block(1000);
    raw().put(block.hash(), block.first(10));
    TrashedCopy earlier = latestAfterTrash(block.hash());
    raw().put(block.hash(), block.bytes()); // a device may keep the later copy alone
    TrashedCopy later = latestAfterTrash(block.hash());
    see(
        later.deadline().isAfter(earlier.deadline()),
        "of a block trashed again later, the copies last %s and %s",
        earlier,
        later);
    moveTo(later.deadline().minus(enoughToTrash().dividedBy(2)));
    TrashSweep unused = volume().emptyTrash();
    List<TrashedCopy> left = TrashedCopy.listed(volume(), block.hash());
    see(left.equals(List.of(later)), "a sweep before the deadline of %s left %s", later, left);
    UntrashOutcome outcome = volume().untrash(block.hash());
    see(outcome == RESTORED, "untrash of the later copy gave %s", outcome);
    requireLive(block.hash(), block.bytes());
  }

  private TrashedCopy latestAfterTrash(BlockHash hash) throws Exception {
    letPass(enoughToTrash());
    trash(hash);
    return TrashedCopy.listed(volume(), hash).stream()
        .max(Comparator.comparing(TrashedCopy::deadline))
        .orElseThrow(() -> new Seen("a trashed block is not in the trash", null));
  }

  @Test
  @Verifies(TR_11)
  void sweepRemovesWhatDeadWritersLeftMoreThanADayAgo() throws Exception {
    Instant unused = trash(100, 2000);
    letPass(LIFETIME.plus(NEAR));
    TestBlock live = stored(1000);
    Set<String> young = left(block(10).hash(), Duration.ofHours(23));
    Set<String> old = left(block(10).hash(), Duration.ofHours(25));
    old.addAll(left(live.hash(), Duration.ofDays(30)));
    TrashSweep sweep = volume().emptyTrash();
    List<String> remaining = raw().residue();
    subject().expectResidue();
    see(remaining.containsAll(young), "of %s, 23 hours old, a sweep left %s", young, remaining);
    see(
        remaining.stream().noneMatch(old::contains),
        "of %s, more than a day old, a sweep left %s",
        old,
        remaining);
    see(
        sweep.deletedResidue() == old.size() && sweep.deletedBlocks() == 2,
        "a sweep removed 2 trashed copies and %s left behind by writers, and says %s",
        old.size(),
        sweep);
    see(
        sweep.deletedBytes() == 2100,
        "a sweep removed trashed copies of 2100 bytes, and says %s",
        sweep);
    TrashSweep next = volume().emptyTrash();
    see(next.deletedResidue() == 0, "a sweep after it says %s", next);
    see(raw().residue().containsAll(young), "a second sweep left %s", raw().residue());
    requireLive(live.hash(), live.bytes());
  }

  /** Leaves behind what a dead writer does, and returns what that is. */
  private Set<String> left(BlockHash hash, Duration age) throws Exception {
    List<String> before = raw().residue();
    if (!raw().putResidue(hash, now().minus(age))) {
      throw new NotApplicable("a dead writer leaves nothing on the fixture's device");
    }
    Set<String> left = new HashSet<>(raw().residue());
    before.forEach(left::remove);
    see(!left.isEmpty(), "RawAccess.putResidue left nothing that residue() names");
    return left;
  }

  @Test
  @Verifies(TR_13)
  void sweepRemovesWhatIndexTrashListsPastItsDeadline() throws Exception {
    for (int size : List.of(10, 200, 3000)) {
      Instant unused = trash(size);
      letPass(Duration.ofMillis(1234));
    }
    List<TrashedCopy> copies = new ArrayList<>(TrashedCopy.listed(volume()));
    copies.sort(Comparator.comparing(TrashedCopy::deadline));
    for (TrashedCopy copy : copies) {
      see(
          copy.deadline().equals(copy.deadline().truncatedTo(SECONDS)),
          "the deadline is not of whole seconds: %s",
          copy);
      moveTo(copy.deadline().minus(INSTANT));
      requireSweepTakesWhatIsListedAsPast();
      moveTo(copy.deadline().plus(INSTANT));
      requireSweepTakesWhatIsListedAsPast();
    }
  }

  private void requireSweepTakesWhatIsListedAsPast() throws Exception {
    List<TrashedCopy> before = TrashedCopy.listed(volume());
    Instant from = now();
    TrashSweep unused = volume().emptyTrash();
    Instant to = now(); // the same, unless the device's time goes on while the test runs
    List<TrashedCopy> after = TrashedCopy.listed(volume());
    for (TrashedCopy copy : before) {
      boolean left = after.contains(copy);
      see(left || !copy.deadline().isAfter(to), "a sweep at %s removed %s", to, copy);
      see(!left || !copy.deadline().isBefore(from), "a sweep at %s left %s", from, copy);
    }
  }
}
