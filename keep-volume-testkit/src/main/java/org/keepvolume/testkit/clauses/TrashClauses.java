// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import static java.time.temporal.ChronoUnit.SECONDS;
import static org.keepvolume.TrashOutcome.CHANGED;
import static org.keepvolume.TrashOutcome.DELETED;
import static org.keepvolume.TrashOutcome.TOO_RECENT;
import static org.keepvolume.TrashOutcome.TRASHED;
import static org.keepvolume.UntrashOutcome.ALREADY_LIVE;
import static org.keepvolume.UntrashOutcome.RESTORED;
import static org.keepvolume.testkit.Clause.TR_1;
import static org.keepvolume.testkit.Clause.TR_12;
import static org.keepvolume.testkit.Clause.TR_14;
import static org.keepvolume.testkit.Clause.TR_2;
import static org.keepvolume.testkit.Clause.TR_3;
import static org.keepvolume.testkit.Clause.TR_4;
import static org.keepvolume.testkit.Clause.TR_5;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.annotation.Nullable;
import org.junit.jupiter.api.Test;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockPrefix;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashPolicy;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.Volume;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.Verifies;

/** Trashing and restoring, one call at a time: TR-1 to TR-5, TR-12 and TR-14. */
public abstract class TrashClauses extends ClauseGroup {
  private static final TrashPolicy DELETING = new TrashPolicy(MINIMUM_AGE, Duration.ZERO);
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  @Verifies(TR_1)
  void blockIsTakenWhenItIsOldEnoughAndNotBefore() throws Exception {
    for (TrashPolicy policy : List.of(POLICY, DELETING)) {
      Volume volume = subject().open(policy);
      TestBlock block = stored(1000);
      requireTooRecent(volume, block);
      // Where the device stamps by arrival its time may go on while the test runs.
      boolean exact = time().backdate(block.hash(), now().truncatedTo(SECONDS));
      Instant mtime = volume.stat(block.hash()).mtime();
      for (Duration missing :
          List.of(
              MINIMUM_AGE.dividedBy(2), exact ? Duration.ofNanos(1) : SECOND.multipliedBy(30))) {
        moveTo(mtime.plus(MINIMUM_AGE).minus(missing));
        requireTooRecent(volume, block);
      }
      moveTo(
          mtime.plus(MINIMUM_AGE).plus(time().trashMargin(MINIMUM_AGE)).plus(time().granularity()));
      Instant present = now();
      TrashOutcome outcome = volume.trash(block.hash(), null);
      see(
          outcome == TRASHED || outcome == DELETED,
          "trash of a block of %s at %s, with a minimum age of %s, gave %s",
          mtime,
          present,
          MINIMUM_AGE,
          outcome);
    }
  }

  @Test
  @Verifies(TR_1)
  void blockThatIsTooRecentStaysReadable() throws Exception {
    TestBlock block = stored(1000);
    requireTooRecent(volume(), block);
    requireContent(volume(), block);
  }

  @Test
  @Verifies(TR_1)
  void longMinimumAgesKeepBlocksToo() throws Exception {
    for (int days : List.of(30, 60, 36_500)) { // milliseconds of the first exceed 31 bits
      Volume volume = subject().open(new TrashPolicy(Duration.ofDays(days), LIFETIME));
      requireTooRecent(volume, oldBlock(1000));
    }
  }

  @Test
  @Verifies(TR_1)
  void blockOfTheFutureIsTooRecent() throws Exception {
    TestBlock block = stored(1000);
    Instant future = now().truncatedTo(SECONDS).plus(MINIMUM_AGE.multipliedBy(3));
    if (!time().backdate(block.hash(), future)) {
      throw new NotApplicable("the fixture's device stamps by arrival");
    }
    requireTooRecent(volume(), block);
  }

  @Test
  @Verifies(TR_1)
  void blockIsTakenAtOnceWithoutAMinimumAge() throws Exception {
    Volume volume = subject().open(new TrashPolicy(Duration.ZERO, LIFETIME));
    TestBlock block = stored(1000);
    requireTrashed(volume, block, TRASHED, null);
    requireTrashed(volume, stored(block), TRASHED, null); // with the deadline of the first copy
  }

  private void requireTooRecent(Volume volume, TestBlock block) throws Exception {
    Instant mtime = volume.stat(block.hash()).mtime();
    for (Instant onlyIf : Arrays.asList(null, mtime)) {
      Instant present = now();
      var outcome = Renewal.attempt(() -> volume.trash(block.hash(), onlyIf));
      see(
          outcome.value() == TOO_RECENT,
          "trash of a block of %s at %s, with a minimum age of %s, gave %s",
          mtime,
          present,
          MINIMUM_AGE,
          outcome);
    }
    requireLive(block.hash(), block.bytes());
    Instant after = volume.stat(block.hash()).mtime();
    see(after.equals(mtime), "trash was too recent and changed mtime from %s to %s", mtime, after);
  }

  @Test
  @Verifies(TR_2) // that it is not read is RD-6, that it is not stat'ed or touched is TM-2
  void trashedBlockIsNotIndexed() throws Exception {
    TestBlock block = trashedBlock(1000);
    for (BlockPrefix prefix : List.of(BlockPrefix.ALL, BlockPrefix.of(block.hash()))) {
      List<BlockInfo> listed = list(volume(), prefix);
      see(
          listed.stream().noneMatch(info -> info.hash().equals(block.hash())),
          "an index lists the trashed block %s: %s",
          block,
          listed);
    }
  }

  @Test
  @Verifies(TR_2)
  void trashedBlockCannotBeTrashedAgain() throws Exception {
    TestBlock block = stored(1000);
    Instant mtime = volume().stat(block.hash()).mtime();
    letPass(enoughToTrash());
    requireTrashed(volume(), block, TRASHED, null);
    List<TrashedCopy> copies = TrashedCopy.listed(volume());
    letPass(enoughToTrash());
    for (Volume volume : List.of(volume(), subject().open(DELETING))) {
      for (Instant onlyIf : Arrays.asList(null, mtime)) {
        requireNothingToTrash(volume, block.hash(), onlyIf, "a trashed block");
        requireNothingToTrash(volume, block(10).hash(), onlyIf, "a block never stored");
      }
    }
    List<TrashedCopy> after = TrashedCopy.listed(volume());
    see(after.equals(copies), "trashed again, the copies are %s and were %s", after, copies);
  }

  private void requireNothingToTrash(
      Volume volume, BlockHash hash, @Nullable Instant onlyIf, String what) {
    var unused =
        requireThrown(
            BlockNotFoundException.class, "trash of " + what, () -> volume.trash(hash, onlyIf));
  }

  @Test
  @Verifies(TR_3)
  void untrashRestoresTheBytes() throws Exception {
    for (int size : List.of(1, 100, 70_000)) { // an empty one is RD-7's
      TestBlock block = trashedBlock(size);
      requireUntrashed(volume(), block.hash(), RESTORED);
      requireLive(block.hash(), block.bytes());
      requireContent(volume(), block);
      List<TrashedCopy> copies = TrashedCopy.listed(volume(), block.hash());
      see(copies.isEmpty(), "the restored copy is still in the trash: %s", copies);
    }
  }

  @Test
  @Verifies(TR_3)
  void untrashMakesTheBlockYoung() throws Exception {
    requireStampsOfTheClock();
    TestBlock block = trashedBlock(1000);
    letPass(enoughToTrash());
    Instant start = now();
    requireUntrashed(volume(), block.hash(), RESTORED);
    Instant mtime = volume().stat(block.hash()).mtime();
    see(
        !mtime.isBefore(start.minus(SECOND)) && !mtime.isAfter(now().plus(SECOND)),
        "untrash at %s left mtime at %s",
        start,
        mtime);
    var outcome = Renewal.attempt(() -> volume().trash(block.hash(), null));
    see(
        outcome.value() != TRASHED,
        "trash after an untrash, with an mtime of %s, gave %s",
        mtime,
        outcome);
  }

  @Test
  @Verifies(TR_3)
  void copyPastItsDeadlineCanBeRestoredUntilASweepTakesIt() throws Exception {
    TestBlock block = trashedBlock(1000);
    letPass(LIFETIME.multipliedBy(2));
    requireUntrashed(volume(), block.hash(), RESTORED);
    requireLive(block.hash(), block.bytes());
  }

  @Test
  @Verifies(TR_4)
  void untrashOfALiveBlockChangesNothing() throws Exception {
    TestBlock block = stored(1000);
    requireAlreadyLive(block.hash(), block.bytes());
  }

  @Test
  @Verifies(TR_4)
  void untrashNeverReplacesALiveBlock() throws Exception {
    TestBlock block = trashedBlock(1000);
    byte[] live = block.damagedAt(500);
    raw().put(block.hash(), live);
    List<TrashedCopy> copies = TrashedCopy.listed(volume());
    requireAlreadyLive(block.hash(), live);
    List<TrashedCopy> after = TrashedCopy.listed(volume());
    see(after.equals(copies), "beside a live block the copies were %s, now %s", copies, after);
  }

  private void requireAlreadyLive(BlockHash hash, byte[] content) throws Exception {
    Instant mtime = volume().stat(hash).mtime();
    letPass(Duration.ofMinutes(5));
    requireUntrashed(volume(), hash, ALREADY_LIVE);
    requireLive(hash, content);
    Instant after = volume().stat(hash).mtime();
    see(
        after.equals(mtime),
        "untrash changed the mtime of a live block from %s to %s",
        mtime,
        after);
  }

  @Test
  @Verifies(TR_4)
  void untrashOfABlockThatIsNeitherLiveNorTrashedIsNotFound() throws Exception {
    trashedBlock(1000);
    TestBlock missing = block(1000);
    var unused =
        requireThrown(
            BlockNotFoundException.class,
            "untrash of a block never stored",
            () -> volume().untrash(missing.hash()));
    see(raw().content(missing.hash()).isEmpty(), "untrash of a missing block has made one");
  }

  @Test
  @Verifies(TR_5)
  void trashWithoutALifetimeDeletes() throws Exception {
    Volume deleting = subject().open(DELETING);
    TestBlock block = oldBlock(1000);
    requireTrashed(deleting, block, DELETED, volume().stat(block.hash()).mtime());
    List<TrashedCopy> copies = TrashedCopy.listed(deleting, block.hash());
    see(copies.isEmpty(), "a deleted block is in the trash: %s", copies);
    var untrash = Renewal.attempt(() -> volume().untrash(block.hash()));
    see(
        raw().content(block.hash()).isEmpty(),
        "untrash of a deleted block gave %s, and it is live again",
        untrash);
  }

  @Test
  @Verifies(TR_5)
  void shortLifetimeIsNotZero() throws Exception {
    TestBlock block = oldBlock(1000);
    Volume volume = subject().open(new TrashPolicy(MINIMUM_AGE, Duration.ofMillis(500)));
    requireTrashed(volume, block, TRASHED, null);
    see(
        !TrashedCopy.listed(volume, block.hash()).isEmpty(),
        "with a lifetime of half a second, %s was trashed and is not in the trash",
        block);
  }

  @Test
  @Verifies(TR_12)
  void untrashRestoresTheCopyWithTheLatestDeadline() throws Exception {
    // The copy trashed in the middle lasts longest. A device may keep the last one alone.
    TestBlock block = block(1000);
    Map<TrashedCopy, byte[]> contents = new HashMap<>();
    int[] lifetimes = {10, 60, 20};
    for (int i = 0; i < lifetimes.length; i++) {
      Volume volume = subject().open(new TrashPolicy(MINIMUM_AGE, Duration.ofHours(lifetimes[i])));
      byte[] content = block.first(1000 - i);
      raw().put(block.hash(), content);
      letPass(enoughToTrash());
      requireTrashed(volume, block, TRASHED, null);
      TrashedCopy.listed(volume, block.hash()).forEach(copy -> contents.putIfAbsent(copy, content));
    }
    List<TrashedCopy> copies = TrashedCopy.listed(volume(), block.hash());
    see(!copies.isEmpty(), "a block was trashed three times, and its trash is empty");
    TrashedCopy latest =
        copies.stream().max(Comparator.comparing(TrashedCopy::deadline)).orElseThrow();
    requireUntrashed(volume(), block.hash(), RESTORED);
    byte[] restored = raw().content(block.hash()).orElse(null);
    see(
        Arrays.equals(restored, contents.get(latest)),
        "of the copies %s untrash restored one of %s bytes",
        copies,
        restored == null ? "no" : restored.length);
    Set<String> others = texts(TrashedCopy.without(copies, List.of(latest)));
    Set<String> left = texts(TrashedCopy.listed(volume(), block.hash()));
    see(left.equals(others), "untrash restored %s and left %s of %s", latest, left, copies);
  }

  private static Set<String> texts(List<TrashedCopy> copies) {
    return new TreeSet<>(copies.stream().map(TrashedCopy::toString).toList());
  }

  @Test
  @Verifies(TR_14)
  void trashTakesTheBlockWithTheMtimeAskedFor() throws Exception {
    TestBlock block = oldBlock(1000);
    requireTrashed(volume(), block, TRASHED, volume().stat(block.hash()).mtime());
    TestBlock other = oldBlock(1000);
    Instant listed = list(volume(), BlockPrefix.of(other.hash())).get(0).mtime();
    requireTrashed(volume(), other, TRASHED, listed);
  }

  @Test
  @Verifies(TR_14)
  void trashLeavesABlockWithAnotherMtime() throws Exception {
    int different = 0;
    for (Duration step :
        List.of(time().granularity(), Duration.ofMillis(1), SECOND, SECOND.multipliedBy(100))) {
      TestBlock block = stored(1000);
      Instant first = volume().stat(block.hash()).mtime();
      letPass(step);
      raw().put(block.hash(), block.bytes());
      Instant second = volume().stat(block.hash()).mtime();
      if (!first.equals(second)) { // else the device does not keep so short a step
        different++;
        letPass(enoughToTrash());
        requireChanged(block, first);
        requireChanged(block, second.plusSeconds(1));
        requireChanged(block, Instant.EPOCH);
      }
    }
    see(different > 0, "mtime did not change when a block was stored again 100 seconds later");
  }

  private void requireChanged(TestBlock block, Instant onlyIf) throws Exception {
    Instant mtime = volume().stat(block.hash()).mtime();
    TrashOutcome outcome = volume().trash(block.hash(), onlyIf);
    see(
        outcome == CHANGED,
        "trash of a block of %s only if its mtime is %s gave %s",
        mtime,
        onlyIf,
        outcome);
    requireLive(block.hash(), block.bytes());
    Instant after = volume().stat(block.hash()).mtime();
    see(after.equals(mtime), "the mtime of a block left alone went from %s to %s", mtime, after);
  }

  private void requireTrashed(
      Volume volume, TestBlock block, TrashOutcome expected, @Nullable Instant onlyIf)
      throws Exception {
    Instant mtime = volume.stat(block.hash()).mtime();
    TrashOutcome outcome = volume.trash(block.hash(), onlyIf);
    see(
        outcome == expected,
        "trash of a block of %s at %s, only if its mtime is %s, gave %s in place of %s",
        mtime,
        now(),
        onlyIf == null ? "any" : onlyIf,
        outcome,
        expected);
    see(raw().content(block.hash()).isEmpty(), "trash gave %s, and the block is live", outcome);
  }

  private static void requireUntrashed(Volume volume, BlockHash hash, UntrashOutcome expected) {
    var outcome = Renewal.attempt(() -> volume.untrash(hash));
    see(
        outcome.value() == expected,
        "untrash of %s gave %s in place of %s",
        hash,
        outcome,
        expected);
  }
}
