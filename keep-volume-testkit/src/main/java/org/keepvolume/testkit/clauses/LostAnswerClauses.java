// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import static org.keepvolume.TrashOutcome.DELETED;
import static org.keepvolume.TrashOutcome.TRASHED;
import static org.keepvolume.UntrashOutcome.RESTORED;
import static org.keepvolume.testkit.Clause.TR_10;
import static org.keepvolume.testkit.DeviceFault.ANSWER_LOST;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.annotation.Nullable;
import org.junit.jupiter.api.Test;
import org.keepvolume.Capability;
import org.keepvolume.TrashPolicy;
import org.keepvolume.TrashSweep;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.testkit.RawAccess.Injection;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.Verifies;
import org.keepvolume.testkit.clauses.Background.Outcome;

/**
 * Answers lost after the device has done what it was asked: TR-10.
 *
 * <p>Such a call may see that it succeeded, and then says so, or be unavailable. Each is made
 * twice: the answer to its first request is lost, or to the first one after it asked for the time,
 * since many volumes look before they change.
 */
public abstract class LostAnswerClauses extends ClauseGroup {
  private static final int SIZE = 1000;

  @Test
  @Verifies(TR_10)
  void answerToALookLost() throws Exception {
    for (boolean later : moments()) {
      TestBlock block = stored(SIZE);
      var read = withoutAnswer(later, () -> read(volume(), block.hash()));
      requireUnavailableUnless(read.thrown() == null, "read", read);
      see(
          read.value() == null || Arrays.equals(read.value(), block.bytes()),
          "a read whose answer was lost delivered other bytes than those stored");
      var stat = withoutAnswer(later, () -> volume().stat(block.hash()).size());
      requireUnavailableUnless(Long.valueOf(SIZE).equals(stat.value()), "stat", stat);
    }
  }

  @Test
  @Verifies(TR_10)
  void answerToAWriteLost() throws Exception {
    require(Capability.WRITE);
    for (boolean later : moments()) {
      TestBlock missing = block(SIZE);
      requireWriteWithoutAnswer(later, missing, null);
      TestBlock block = block(SIZE);
      byte[] old = block.damagedAt(SIZE / 2);
      raw().put(block.hash(), old);
      requireWriteWithoutAnswer(later, block, old);
    }
  }

  private void requireWriteWithoutAnswer(boolean later, TestBlock block, @Nullable byte[] old)
      throws Exception {
    var write = withoutAnswer(later, () -> Renewal.WRITE.attempt(volume(), block).get());
    requireUnavailableUnless("success".equals(write.value()), "write", write);
    @Nullable byte[] content = raw().content(block.hash()).orElse(null);
    see(
        Arrays.equals(content, block.bytes())
            || (write.thrown() != null && Arrays.equals(content, old)),
        "a write whose answer was lost gave %s, and the device holds %s",
        write,
        content == null ? "no block" : content.length + " bytes, which are not those written");
    volume().write(block.hash(), block.buffer());
    requireLive(block.hash(), block.bytes());
  }

  @Test
  @Verifies(TR_10)
  void answerToATouchLost() throws Exception {
    require(Capability.WRITE);
    requireStampsOfTheClock();
    for (boolean later : moments()) {
      TestBlock block = oldBlock(SIZE);
      Instant old = volume().stat(block.hash()).mtime();
      Instant start = now();
      var touch = withoutAnswer(later, () -> Renewal.TOUCH.attempt(volume(), block).get());
      requireUnavailableUnless("success".equals(touch.value()), "touch", touch);
      Instant mtime = volume().stat(block.hash()).mtime();
      see(
          !mtime.isBefore(start.minusSeconds(1)) || (touch.thrown() != null && mtime.equals(old)),
          "a touch at %s whose answer was lost gave %s and left mtime at %s",
          start,
          touch,
          mtime);
      requireLive(block.hash(), block.bytes());
    }
  }

  @Test
  @Verifies(TR_10)
  void answerToATrashLost() throws Exception {
    require(Capability.TRASH);
    for (boolean later : moments()) {
      for (boolean conditional : List.of(false, true)) {
        TestBlock block = oldBlock(SIZE);
        requireTrashWithoutAnswer(later, conditional, volume(), block);
        requireLiveAgain(block);
        Volume deleting = subject().open(new TrashPolicy(MINIMUM_AGE, Duration.ZERO));
        requireTrashWithoutAnswer(later, conditional, deleting, oldBlock(SIZE));
      }
    }
  }

  /** Requires that a block is whole, be it live or in the trash. */
  private void requireLiveAgain(TestBlock block) throws Exception {
    if (raw().content(block.hash()).isEmpty()) {
      var untrash = Renewal.attempt(() -> volume().untrash(block.hash()));
      see(untrash.thrown() == null, "a block is not live, and untrash gave %s", untrash);
    }
    requireLive(block.hash(), block.bytes());
  }

  private void requireTrashWithoutAnswer(
      boolean later, boolean conditional, Volume volume, TestBlock block) throws Exception {
    @Nullable Instant onlyIf = conditional ? volume.stat(block.hash()).mtime() : null;
    var trash = withoutAnswer(later, () -> volume.trash(block.hash(), onlyIf));
    requireUnavailableUnless(trash.value() == TRASHED || trash.value() == DELETED, "trash", trash);
    Optional<byte[]> content = raw().content(block.hash());
    if (trash.thrown() == null) {
      see(content.isEmpty(), "a trash whose answer was lost gave %s, and the block lives", trash);
    } else if (content.isPresent()) {
      requireLive(block.hash(), block.bytes());
    }
  }

  @Test
  @Verifies(TR_10)
  void answerToAnUntrashLost() throws Exception {
    require(Capability.TRASH);
    for (boolean later : moments()) {
      TestBlock block = trashedBlock(SIZE);
      var untrash = withoutAnswer(later, () -> volume().untrash(block.hash()));
      requireUnavailableUnless(untrash.value() == RESTORED, "untrash", untrash);
      if (untrash.thrown() == null) {
        requireLive(block.hash(), block.bytes());
      } else {
        requireLiveAgain(block);
      }
    }
  }

  @Test
  @Verifies(TR_10)
  void answerToASweepLost() throws Exception {
    require(Capability.TRASH);
    for (boolean later : moments()) {
      TestBlock live = stored(SIZE);
      List<TestBlock> blocks = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        blocks.add(trashedBlock(SIZE));
      }
      letPass(LIFETIME.plusSeconds(5));
      long left = blocks.size();
      var sweep = withoutAnswer(later, volume()::emptyTrash);
      boolean exact =
          sweep.value() != null
              && sweep.value().deletedBlocks() == left
              && sweep.value().remainingBlocks() == 0;
      requireUnavailableUnless(exact, "sweep of " + left + " copies", sweep);
      if (sweep.thrown() instanceof VolumeException e) {
        // Whether it removed the copy whose answer was lost, it may not know. Counts are TR-6.
        Optional<Long> told = e.sweep().map(TrashSweep::deletedBlocks);
        TrashSweep next = volume().emptyTrash();
        long all = told.orElse(left - next.deletedBlocks()) + next.deletedBlocks();
        see(
            all >= left - 1 && all <= left,
            "of %s copies a sweep whose answer was lost says %s removed, and the next one %s",
            left,
            told,
            next);
      }
      List<TrashedCopy> after = TrashedCopy.listed(volume());
      see(after.isEmpty(), "after a sweep whose answer was lost, and another, there is %s", after);
      requireLive(live.hash(), live.bytes());
    }
  }

  private void require(Capability capability) {
    if (!has(capability)) {
      throw new NotApplicable("the volume has no " + capability);
    }
  }

  /** Returns when answers are lost: at once, and after the call's first look at the clock. */
  private List<Boolean> moments() throws Exception {
    injection().close();
    return List.of(false, true);
  }

  private Injection injection() throws Exception {
    return raw()
        .inject(ANSWER_LOST)
        .orElseThrow(
            () -> new NotApplicable("no answer can be lost on the way to the fixture's device"));
  }

  private <T> Outcome<T> withoutAnswer(boolean later, Callable<T> call) throws Exception {
    List<Injection> injections = new ArrayList<>();
    if (later) {
      subject().clock().onNextLook(() -> injections.add(injection()));
    } else {
      injections.add(injection());
    }
    Outcome<T> outcome = Renewal.attempt(call);
    boolean unused = subject().clock().cancelAction();
    for (Injection injection : injections) {
      injection.close();
    }
    return outcome;
  }

  private static void requireUnavailableUnless(boolean success, String call, Outcome<?> outcome) {
    see(
        success || outcome.thrown() instanceof VolumeUnavailableException,
        "%s gave %s when an answer was lost",
        call,
        outcome);
  }
}
