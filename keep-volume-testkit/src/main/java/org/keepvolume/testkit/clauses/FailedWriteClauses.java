// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import static org.keepvolume.testkit.Clause.CX_1;
import static org.keepvolume.testkit.Clause.WR_10;
import static org.keepvolume.testkit.Clause.WR_11;
import static org.keepvolume.testkit.Clause.WR_3;
import static org.keepvolume.testkit.Clause.WR_9;
import static org.keepvolume.testkit.DeviceFault.FULL;
import static org.keepvolume.testkit.DeviceFault.WRITE_BROKEN_OFF;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.annotation.Nullable;
import org.junit.jupiter.api.Test;
import org.keepvolume.Capability;
import org.keepvolume.Volume;
import org.keepvolume.VolumeFullException;
import org.keepvolume.testkit.RawAccess.Injection;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.Verifies;

/** Writes that fail, a device that is full, and one that loses power: WR-3 and WR-9 to WR-11. */
public abstract class FailedWriteClauses extends WriteGroup {
  private static final int LONG_WRITE = 8 << 20;

  @Test
  @Verifies(WR_3)
  void writeOfAnInterruptedThreadLeavesTheOldOrTheNewBlock() throws Exception {
    TestBlock block = block(TWO_SLICES);
    var unused = volume(); // while nothing is interrupted
    for (Optional<byte[]> old : previous(block)) {
      prepare(block, old);
      Thread.currentThread().interrupt();
      boolean returned = attempt(block);
      requireOldOrNew("a write by an interrupted thread", returned, block, old);
    }
  }

  @Test
  @Verifies(WR_3)
  void writeInterruptedInTheMiddleLeavesTheOldOrTheNewBlock() throws Exception {
    TestBlock block = block(TWO_SLICES);
    var unused = volume(); // while nothing is interrupted
    for (int look : List.of(1, 2)) {
      for (Optional<byte[]> old : previous(block)) {
        prepare(block, old);
        onLook(look, () -> Thread.currentThread().interrupt());
        boolean returned = attempt(block);
        requireOldOrNew("a write interrupted in the middle", returned, block, old);
      }
    }
  }

  @Test
  @Verifies(WR_3)
  void writeInterruptedAtAnyMomentLeavesTheOldOrTheNewBlock() throws Exception {
    TestBlock block = block(LONG_WRITE);
    var unused = volume(); // while nothing is interrupted
    for (int round = 0; round < subject().rounds(4); round++) {
      Optional<byte[]> old = round % 2 == 0 ? Optional.empty() : Optional.of(block.damagedAt(0));
      prepare(block, old);
      CountDownLatch begun = new CountDownLatch(1);
      Background<Boolean> write =
          inBackground(
              "a write that is interrupted",
              () -> {
                begun.countDown();
                return attempt(block);
              });
      begun.await();
      for (int moment = subject().blocks().number(100_000); moment > 0; moment--) {
        Thread.onSpinWait();
      }
      write.interrupt();
      boolean returned = write.await(CX_1).get();
      requireOldOrNew("a write interrupted at some moment", returned, block, old);
    }
  }

  @Test
  @Verifies(WR_3)
  void writeThatTheDeviceBreaksOffLeavesTheOldOrTheNewBlock() throws Exception {
    TestBlock block = block(TWO_SLICES);
    for (Optional<byte[]> old : previous(block)) {
      prepare(block, old);
      Optional<Injection> fault = inject(WRITE_BROKEN_OFF, WR_3);
      if (fault.isEmpty()) {
        return;
      }
      boolean returned = attempt(block);
      fault.get().close();
      requireOldOrNew("a write that the device broke off", returned, block, old);
    }
  }

  @Test
  @Verifies(WR_3)
  void writeIsNotHinderedByWhatADeadWriterLeft() throws Exception {
    TestBlock block = block(TWO_SLICES);
    if (!raw().putResidue(block.hash(), now())) {
      throw new NotApplicable("the fixture's device shows nothing of a dead writer");
    }
    subject().expectResidue();
    write(volume(), block);
    requireLive(block.hash(), block.bytes());
  }

  /** Tells whether a write returned; what else it throws is for other clauses to say. */
  private boolean attempt(TestBlock block) throws Exception {
    Volume volume = volume();
    try {
      volume.write(block.hash(), block.buffer());
      return true;
    } catch (Exception e) {
      return false;
    } finally {
      var unused = Thread.interrupted();
      unused = subject().clock().cancelAction();
    }
  }

  private void requireOldOrNew(String what, boolean returned, TestBlock block, Optional<byte[]> old)
      throws Exception {
    @Nullable byte[] content = raw().content(block.hash()).orElse(null);
    boolean isOld = Arrays.equals(content, old.orElse(null));
    see(
        Arrays.equals(content, block.bytes()) || (isOld && !returned),
        "%s %s; the new block has %s bytes, before it there was %s, and now there is %s",
        what,
        returned ? "returned" : "failed",
        block.size(),
        described(old.orElse(null)),
        isOld ? "the same as before" : described(content));
    List<String> residue = raw().residue();
    see(residue.isEmpty(), "%s left behind %s", what, residue);
    // Another volume object, since whether this one goes on working is for CX-1 to say.
    write(subject().open(POLICY), block);
    requireLive(block.hash(), block.bytes());
  }

  private static String described(@Nullable byte[] content) {
    return content == null ? "no block" : "a block of " + content.length + " bytes";
  }

  @Test
  @Verifies(WR_9)
  void fullDeviceRefusesANewBlockAndHoldsNothingOfIt() throws Exception {
    TestBlock small = block(10_000);
    TestBlock large = block(TWO_SLICES);
    if (inject(FULL, WR_9).isPresent()) {
      requireFull(small);
      requireFull(large);
    }
  }

  @Test
  @Verifies(WR_9)
  void fullDeviceKeepsItsTrashUntilTheDeadline() throws Exception {
    if (!has(Capability.TRASH)) {
      throw new NotApplicable("the volume has no trash");
    }
    TestBlock trashed = trashedBlock(TWO_SLICES);
    TestBlock small = block(10_000);
    if (inject(FULL, WR_9).isPresent()) {
      requireFull(trashed);
      requireFull(small);
    }
  }

  @Test
  @Verifies(WR_9)
  void fullDeviceKeepsTheBlockThatALargerOneWasToReplace() throws Exception {
    TestBlock block = block(TWO_SLICES);
    raw().put(block.hash(), block.first(1000));
    if (inject(FULL, WR_9).isPresent()) {
      requireFull(block);
    }
  }

  private void requireFull(TestBlock block) throws Exception {
    Map<String, String> before = raw().snapshot();
    var unused =
        requireThrown(
            VolumeFullException.class,
            "write of " + block + " to a full device",
            () -> volume().write(block.hash(), block.buffer()));
    requireSame(before, "write of " + block + " to a full device");
  }

  private void requireSame(Map<String, String> before, String what) throws Exception {
    Map<String, String> after = raw().snapshot();
    List<String> changed = new ArrayList<>();
    before.forEach(
        (name, state) -> {
          if (!state.equals(after.get(name))) {
            changed.add(name + " was " + state + " and is " + after.get(name));
          }
        });
    after.forEach(
        (name, state) -> {
          if (!before.containsKey(name)) {
            changed.add(name + " was not there and is " + state);
          }
        });
    see(changed.isEmpty(), "%s changed the device: %s", what, String.join("; ", changed));
  }

  @Test
  @Verifies(WR_10)
  void blockWrittenSurvivesPowerLoss() throws Exception {
    if (!has(Capability.WRITE)) {
      throw new NotApplicable("the volume takes no writes");
    }
    requireEvidence(
        WR_10,
        "DURABLE is declared, and VolumeFixture.evidence gives no run that shows what a write"
            + " leaves when power is lost, and what follows a failed sync");
  }

  @Test
  @Verifies(WR_11)
  void fullDeviceStillReadsAndTouches() throws Exception {
    TestBlock block = stored(1000);
    Volume volume = volume();
    if (inject(FULL, WR_11).isEmpty()) {
      return;
    }
    onFullDevice("read", () -> requireContent(volume, block));
    onFullDevice(
        "stat",
        () -> {
          long size = volume.stat(block.hash()).size();
          see(size == block.size(), "it said %s bytes of %s", size, block.size());
        });
    onFullDevice("touch", () -> volume.touch(block.hash()));
  }

  @Test
  @Verifies(WR_11)
  void fullDeviceStillTrashesRestoresAndSweeps() throws Exception {
    if (!has(Capability.TRASH)) {
      throw new NotApplicable("the fixture declares no TRASH");
    }
    Volume volume = volume();
    TestBlock expired = trashedBlock(1000);
    letPass(LIFETIME.plusSeconds(2));
    TestBlock trashed = trashedBlock(1000);
    TestBlock old = oldBlock(1000);
    if (inject(FULL, WR_11).isEmpty()) {
      return;
    }
    onFullDevice(
        "trash",
        () -> {
          var unused = volume.trash(old.hash(), null);
          see(raw().content(old.hash()).isEmpty(), "it left the block %s live", old);
        });
    onFullDevice(
        "untrash",
        () -> {
          var unused = volume.untrash(trashed.hash());
          see(raw().content(trashed.hash()).isPresent(), "it left %s in the trash", trashed);
        });
    onFullDevice(
        "sweep",
        () -> {
          var unused = volume.emptyTrash();
          see(raw().content(expired.hash()).isEmpty(), "it made %s live again", expired);
        });
  }

  /** What a test does on the full device. */
  private interface Step {
    void run() throws Exception;
  }

  private static void onFullDevice(String call, Step step) {
    try {
      step.run();
    } catch (Exception | Seen e) {
      throw new Seen(call + " on a full device: " + e, e);
    }
  }
}
