// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import static org.keepvolume.testkit.Clause.LC_4;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockPrefix;
import org.keepvolume.Capability;
import org.keepvolume.TrashOutcome;
import org.keepvolume.Volume;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.Verifies;
import org.keepvolume.testkit.process.OtherProcess;

/** Several processes on one device: LC-4. */
public abstract class SharedClauses extends ClauseGroup {
  private static final int SIZE = 300_000;

  @Test
  @Verifies(LC_4)
  void whatOneProcessWritesTheOtherFindsAtOnce() throws Exception {
    Volume here = volume();
    Volume there = volumeOfOtherProcess();
    see(
        here.deviceId().equals(there.deviceId()),
        "deviceId is %s here and %s in another process",
        here.deviceId(),
        there.deviceId());
    requireSharing(here, "here", there, "in another process");
    requireSharing(there, "in another process", here, "here");
  }

  /** Looks for a block before it is written as well, so that a missing answer is not remembered. */
  private void requireSharing(Volume writer, String where, Volume reader, String elsewhere)
      throws Exception {
    for (int size : List.of(0, 1, SIZE)) {
      TestBlock block = block(size);
      raw().remove(block.hash());
      for (Volume each : List.of(writer, reader)) {
        requireMissing(each, block.hash());
        see(
            list(each, BlockPrefix.of(block.hash())).isEmpty(),
            "an index lists %s, which is not stored",
            block);
      }
      if (has(Capability.WRITE)) {
        writer.write(block.hash(), block.buffer());
      } else {
        raw().put(block.hash(), block.bytes());
      }
      String what = "of " + block + ", written " + where + " a moment ago,";
      var read = inBackground("read", () -> Behaviour.content(reader, block)).await(LC_4);
      see(
          read.toString().equals(size + " right bytes"),
          "a read %s gave %s %s",
          what,
          read,
          elsewhere);
      var stat = inBackground("stat", () -> reader.stat(block.hash()).size()).await(LC_4);
      see(
          stat.toString().equals(String.valueOf(size)),
          "stat %s gave %s %s",
          what,
          stat,
          elsewhere);
      List<BlockInfo> listed = list(reader, BlockPrefix.of(block.hash()));
      see(
          listed.size() == 1 && listed.get(0).size() == size,
          "an index %s lists %s %s",
          what,
          listed,
          elsewhere);
    }
  }

  @Test
  @Verifies(LC_4)
  void touchOfOneProcessCountsInTheOther() throws Exception {
    if (!has(Capability.WRITE)) {
      throw new NotApplicable("the fixture's device takes no touches");
    }
    requireStampsOfTheClock();
    Volume here = volume();
    Volume there = volumeOfOtherProcess();
    requireTouchCounts(there, "in another process", here, "here");
    requireTouchCounts(here, "here", there, "in another process");
  }

  private void requireTouchCounts(Volume toucher, String where, Volume looker, String elsewhere)
      throws Exception {
    TestBlock block = oldBlock(100);
    Instant before = looker.stat(block.hash()).mtime();
    Instant touched = now();
    toucher.touch(block.hash());
    Instant after = looker.stat(block.hash()).mtime();
    Duration slack = Duration.ofSeconds(1);
    see(
        !after.isBefore(touched.minus(slack)),
        "touched %s at %s, %s has mtime %s %s; before, %s",
        where,
        touched,
        block,
        after,
        elsewhere,
        before);
    if (has(Capability.TRASH)) {
      TrashOutcome outcome = looker.trash(block.hash(), null);
      see(
          outcome == TrashOutcome.TOO_RECENT,
          "trash %s of a block touched %s a moment ago gave %s",
          elsewhere,
          where,
          outcome);
      letPass(enoughToTrash());
      TrashOutcome later = looker.trash(block.hash(), null);
      see(later == TrashOutcome.TRASHED, "trash %s of an old block gave %s", elsewhere, later);
      requireMissing(toucher, block.hash());
    }
  }

  @Test
  @Verifies(LC_4)
  void equalWritesOfTwoProcessesAtOnceAllSucceed() throws Exception {
    if (!has(Capability.WRITE)) {
      throw new NotApplicable("the fixture's device takes no writes");
    }
    Volume here = volume();
    Volume there = volumeOfOtherProcess();
    for (int i = 0; i < subject().rounds(12); i++) {
      TestBlock block = block(SIZE);
      List<Background<String>> writes =
          List.of(writing(there, block), writing(here, block), writing(here, block));
      for (Background<String> write : writes) {
        var outcome = write.await(LC_4);
        see(
            outcome.thrown() == null,
            "of equal writes of %s at once in two processes one threw %s",
            block,
            outcome);
      }
      requireContent(here, block);
      requireContent(there, block);
    }
  }

  private Background<String> writing(Volume volume, TestBlock block) {
    return inBackground(
        "a write beside equal ones in two processes",
        () -> {
          volume.write(block.hash(), block.buffer());
          return "success";
        });
  }

  private Volume volumeOfOtherProcess() throws Exception {
    OtherProcess process =
        otherProcess()
            .orElseThrow(
                () ->
                    new Seen(
                        "nothing: the fixture declares SHARED, and VolumeFixture.otherProcess gives"
                            + " no process to share the device with",
                        null));
    return subject().closeLater(process.open(subject().context(POLICY)));
  }
}
