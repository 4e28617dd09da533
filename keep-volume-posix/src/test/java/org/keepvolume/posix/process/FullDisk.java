// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashPolicy;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.VolumeFullException;
import org.keepvolume.posix.Durability;
import org.keepvolume.posix.process.VolumeProcess.Answer;
import org.keepvolume.testkit.Evidence;

/** A volume in another process on a small file system, written until it is full. */
public final class FullDisk {
  /** Without bytes, and without inodes while there are bytes. */
  private static final List<String> KINDS = List.of("size=1m", "size=8m,nr_inodes=40");

  private static final TrashPolicy KEEP_A_DAY = new TrashPolicy(Duration.ZERO, Duration.ofDays(1));
  private static final TrashPolicy DELETE = new TrashPolicy(Duration.ZERO, Duration.ZERO);
  private static final int SIZE = 64 << 10;

  /** More than fit. */
  private static final int WRITES = 40;

  private final Path root;
  private final VolumeProcess volume;
  private final List<String> violations;
  private final List<TestBlock> stored = new ArrayList<>();

  private FullDisk(Path root, VolumeProcess volume, List<String> violations) {
    this.root = root;
    this.volume = volume;
    this.violations = violations;
  }

  /** A look at the full disk, which notes what it finds. */
  @FunctionalInterface
  private interface Look {
    void at(FullDisk full) throws IOException;
  }

  /** Looks what failed writes throw and leave: of a new block, of a small one, of one stored. */
  public static Evidence whatWritesLeave(Path root) throws IOException {
    return look(root, FullDisk::writeMore);
  }

  /** Looks whether the other calls work, and whether the space of what they delete is used. */
  public static Evidence whatElseFails(Path root) throws IOException {
    return look(
        root,
        full -> {
          full.callTheOthers();
          full.makeRoom();
        });
  }

  private static Evidence look(Path root, Look look) throws IOException {
    List<String> violations = new ArrayList<>();
    for (String kind : KINDS) {
      try (VolumeProcess volume = VolumeProcess.start(Tools.withOwnMounts())) {
        volume.shell("mount -t tmpfs -o mode=755," + kind + " none " + root);
        volume.open(root, Durability.FULL, KEEP_A_DAY).succeeded();
        FullDisk full = new FullDisk(root, volume, violations);
        full.fill();
        look.at(full);
      }
    }
    return new Evidence(
        "a volume on a full tmpfs of " + String.join(", and of ", KINDS) + ", in its own process",
        violations);
  }

  /** The first block goes into the trash. */
  private void fill() throws IOException {
    for (int i = 0; i < WRITES; i++) {
      TestBlock next = new TestBlock(i, SIZE);
      if (!volume.write(next).type().equals("done")) {
        break;
      }
      stored.add(next);
      if (i == 0) {
        require(volume.trash(next), TrashOutcome.TRASHED);
      }
    }
    check(
        stored.size() > 2 && stored.size() < WRITES,
        stored.size() + " of " + WRITES + " blocks of 64 KiB were stored on a small disk");
  }

  private void writeMore() throws IOException {
    List<String> before = volume.list();
    Answer trash = volume.indexTrash("");
    check(trash.text().startsWith(stored.get(0).hash().toString()), "the trash is " + trash);
    for (TestBlock more :
        List.of(new TestBlock(WRITES, SIZE), stored.get(1), new TestBlock(7, SIZE / 2))) {
      Answer answer = volume.write(more);
      check(
          answer.type().equals(VolumeFullException.class.getSimpleName()),
          "a write of " + more + " gave " + answer);
    }
    List<String> after = volume.list();
    check(before.equals(after), "the files were " + before + ", and then " + after);
    Answer kept = volume.indexTrash("");
    check(kept.text().equals(trash.text()), "the trash was " + trash + ", and then " + kept);
  }

  private void callTheOthers() throws IOException {
    List<TestBlock> live = stored.subList(1, stored.size());
    for (TestBlock block : live) {
      require(volume.read(block), block.hash());
      require(volume.stat(block), SIZE);
      require(volume.touch(block), "");
    }
    require(volume.trash(live.get(0)), TrashOutcome.TRASHED);
    require(volume.untrash(live.get(0)), UntrashOutcome.RESTORED);
    require(volume.untrash(stored.get(0)), UntrashOutcome.RESTORED);
    require(volume.trash(stored.get(0)), TrashOutcome.TRASHED);
    Answer listed = volume.index();
    check(
        listed.text().split(",", -1).length == live.size(),
        live.size() + " blocks are stored, and listed " + listed);
  }

  /** A copy past its deadline is swept, and with another policy a block is deleted at once. */
  private void makeRoom() throws IOException {
    TestBlock old = stored.get(0);
    volume.shell("mv " + old.file(root) + ".trash.* " + old.file(root) + ".trash.1");
    Answer swept = volume.sweep();
    check(swept.text().startsWith("TrashSweep[deletedBlocks=1, "), "a sweep gave " + swept);
    require(volume.write(old), "");
    check(!volume.write(new TestBlock(WRITES, SIZE)).type().equals("done"), "it is full no more");
    volume.open(root, Durability.FULL, DELETE).succeeded();
    require(volume.trash(stored.get(1)), TrashOutcome.DELETED);
    require(volume.write(stored.get(1)), "");
    require(volume.read(stored.get(1)), stored.get(1).hash());
  }

  private void require(Answer answer, Object expected) {
    check(
        answer.type().equals("done") && answer.text().equals(expected.toString()),
        "expected " + expected + ", got " + answer);
  }

  private void check(boolean condition, String otherwise) {
    if (!condition) {
      violations.add(otherwise);
    }
  }
}
