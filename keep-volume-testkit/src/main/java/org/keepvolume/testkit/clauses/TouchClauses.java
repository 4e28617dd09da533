// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import static org.keepvolume.testkit.Clause.TM_1;
import static org.keepvolume.testkit.Clause.TM_2;
import static org.keepvolume.testkit.Clause.TM_3;
import static org.keepvolume.testkit.Clause.TM_4;
import static org.keepvolume.testkit.Clause.TM_5;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockPrefix;
import org.keepvolume.Capability;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.Verifies;

/** Touch and stat: TM-1 to TM-5. */
public abstract class TouchClauses extends ClauseGroup {
  private static final Duration STEP = Duration.ofMinutes(10);

  @Test
  @Verifies(TM_1)
  void touchMakesABlockYoung() throws Exception {
    requireStampsOfTheClock();
    for (Duration age :
        List.of(
            Duration.ofMillis(1500),
            Duration.ofSeconds(31),
            Duration.ofSeconds(301),
            Duration.ofSeconds(302),
            Duration.ofHours(5))) {
      TestBlock block = stored(1000);
      letPass(age);
      requireYoungAfterTouch(volume(), block, age);
    }
  }

  @Test
  @Verifies(TM_1)
  void touchByAnyVolumeObjectCountsEachTime() throws Exception {
    requireStampsOfTheClock();
    TestBlock block = stored(1000);
    for (Volume toucher : List.of(volume(), subject().open(POLICY), volume())) {
      letPass(STEP);
      requireYoungAfterTouch(toucher, block, STEP);
    }
  }

  private void requireYoungAfterTouch(Volume toucher, TestBlock block, Duration age)
      throws Exception {
    Instant start = now();
    touch(toucher, block.hash());
    Instant mtime = volume().stat(block.hash()).mtime();
    see(
        !mtime.isBefore(start.minusSeconds(1)),
        "a block %s old was touched at %s, and its mtime is %s",
        age,
        start,
        mtime);
    requireLive(block.hash(), block.bytes());
  }

  private static void touch(Volume volume, BlockHash hash) {
    try {
      volume.touch(hash);
    } catch (VolumeException | RuntimeException e) {
      throw new Seen("touch of the live block " + hash + " threw " + e, e);
    }
  }

  @Test
  @Verifies(TM_2)
  void touchAndStatOfAMissingBlockAreNotFound() throws Exception {
    stored(100);
    BlockHash missing = block(100).hash();
    requireNotFound("missing", missing, Operation.STAT, () -> volume().stat(missing));
    if (has(Capability.WRITE)) {
      requireNotFound("missing", missing, Operation.TOUCH, () -> volume().touch(missing));
      see(raw().content(missing).isEmpty(), "touch of the missing block %s created it", missing);
    }
  }

  @Test
  @Verifies(TM_2)
  void touchAndStatOfATrashedBlockAreNotFound() throws Exception {
    if (!has(Capability.TRASH)) {
      throw new NotApplicable("the fixture declares no TRASH");
    }
    BlockHash trashed = trashedBlock(100).hash();
    requireNotFound("trashed", trashed, Operation.STAT, () -> volume().stat(trashed));
    if (has(Capability.WRITE)) {
      requireNotFound("trashed", trashed, Operation.TOUCH, () -> volume().touch(trashed));
      see(raw().content(trashed).isEmpty(), "touch of the trashed block %s made it live", trashed);
    }
  }

  private void requireNotFound(String state, BlockHash hash, Operation operation, Executable call) {
    String what = operation + " of a " + state + " block";
    BlockNotFoundException e = requireThrown(BlockNotFoundException.class, what, call);
    see(
        e.hash().equals(Optional.of(hash)) && e.operation() == operation,
        "the exception of %s does not name operation and block: %s",
        what,
        e);
  }

  @Test
  @Verifies(TM_2)
  void blockTrashedThroughOneVolumeObjectIsNotFoundThroughAnother() throws Exception {
    if (!has(Capability.TRASH)) {
      throw new NotApplicable("the fixture declares no TRASH");
    }
    BlockHash hash = oldBlock(100).hash();
    Volume another = subject().open(POLICY);
    for (Volume volume : List.of(volume(), another)) {
      var unused = volume.stat(hash);
    }
    var unused = another.trash(hash, null);
    for (Volume volume : List.of(volume(), another)) {
      requireNotFound("trashed", hash, Operation.STAT, () -> volume.stat(hash));
    }
  }

  @Test
  @Verifies(TM_3)
  void touchAndWriteDoNotMoveMtimeBackWhenTheClockWasSetBack() throws Exception {
    for (Change change : Change.values()) {
      TestBlock block = stored(1000);
      Instant before = volume().stat(block.hash()).mtime();
      letPass(STEP.negated());
      change.on(volume(), block);
      requireNotBack(change, before, block);
    }
  }

  @Test
  @Verifies(TM_3)
  void touchAndWriteDoNotMoveBackAnMtimeInTheFuture() throws Exception {
    for (Change change : Change.values()) {
      TestBlock block = stored(1000);
      Instant future = now().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofDays(1));
      requireSettable(time().backdate(block.hash(), future));
      Instant before = volume().stat(block.hash()).mtime();
      change.on(volume(), block);
      requireNotBack(change, before, block);
    }
  }

  @Test
  @Verifies(TM_3)
  void touchAndWriteDoNotUndoALaterTouchBesideThem() throws Exception {
    Volume another = subject().open(POLICY);
    for (Change change : Change.values()) {
      TestBlock block = stored(1000);
      // Where writes are stamped as they arrive, overlapping ones may leave the earlier time.
      requireSettable(time().backdate(block.hash(), now().truncatedTo(ChronoUnit.SECONDS)));
      AtomicReference<Background<Instant>> beside = new AtomicReference<>();
      subject()
          .clock()
          .onNextLook(
              () -> {
                letPass(STEP);
                beside.set(
                    inBackground(
                        "a touch in the middle of a " + change,
                        () -> {
                          touch(another, block.hash());
                          return another.stat(block.hash()).mtime();
                        }));
                boolean unused = beside.get().awaitEndedOrWaiting();
                letPass(STEP.negated());
              });
      change.on(volume(), block);
      if (!subject().clock().cancelAction()) {
        requireNotBack(change, beside.get().await(TM_3).get(), block);
      }
    }
  }

  private static void requireSettable(boolean settable) {
    if (!settable) {
      throw new NotApplicable("the fixture's device stamps by arrival: mtimes cannot be set");
    }
  }

  /** What makes a live block young. */
  private enum Change {
    TOUCH,
    WRITE;

    void on(Volume volume, TestBlock block) {
      try {
        if (this == TOUCH) {
          volume.touch(block.hash());
        } else {
          volume.write(block.hash(), block.buffer());
        }
      } catch (VolumeException | RuntimeException e) {
        throw new Seen(this + " of the live block " + block + " threw " + e, e);
      }
    }
  }

  private void requireNotBack(Change change, Instant before, TestBlock block) throws Exception {
    Instant after = volume().stat(block.hash()).mtime();
    see(!after.isBefore(before), "%s moved mtime back from %s to %s", change, before, after);
  }

  @Test
  @Verifies(TM_4)
  void statAndIndexReportTheIdenticalMtime() throws Exception {
    Volume another = subject().open(POLICY);
    TestBlock block = stored(1000);
    requireSameMtime("stored", block);
    if (time().backdate(block.hash(), Instant.parse("2001-09-09T01:46:39Z"))) {
      requireSameMtime("backdated", block);
    }
    if (has(Capability.WRITE)) {
      letPass(STEP);
      touch(volume(), block.hash());
      requireSameMtime("touched", block);
      letPass(STEP);
      touch(another, block.hash());
      requireSameMtime("touched by another volume object", block);
      letPass(STEP);
      volume().write(block.hash(), block.buffer());
      requireSameMtime("written again", block);
    }
    if (has(Capability.TRASH)) {
      letPass(enoughToTrash());
      var unused = volume().trash(block.hash(), null);
      var unusedOutcome = volume().untrash(block.hash());
      requireSameMtime("restored", block);
    }
  }

  private void requireSameMtime(String state, TestBlock block) throws Exception {
    Instant told = volume().stat(block.hash()).mtime();
    for (BlockPrefix prefix : List.of(BlockPrefix.ALL, BlockPrefix.of(block.hash()))) {
      List<Instant> listed =
          list(volume(), prefix).stream()
              .filter(listing -> listing.hash().equals(block.hash()))
              .map(BlockInfo::mtime)
              .toList();
      see(
          listed.stream().allMatch(told::equals),
          "of a block that was %s stat says mtime %s, and the index %s",
          state,
          told,
          listed);
    }
  }

  @Test
  @Verifies(TM_5)
  void touchAndUntrashSurvivePowerLoss() throws Exception {
    if (!has(Capability.WRITE) && !has(Capability.TRASH)) {
      throw new NotApplicable("the volume neither touches nor untrashes");
    }
    requireEvidence(
        TM_5,
        "DURABLE is declared, and VolumeFixture.evidence gives no run that shows what touch and"
            + " untrash leave when power is lost");
  }
}
