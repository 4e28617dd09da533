// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.keepvolume.VolumeFullException;
import org.keepvolume.posix.Durability;
import org.keepvolume.posix.process.VolumeProcess.Answer;
import org.keepvolume.testkit.Evidence;

/** A volume in another process on a file system of 1 MiB, written until it is full. */
public final class FullDisk {
  private static final String RUN = "a volume on a full tmpfs of 1 MiB, in a process of its own";
  private static final int SIZE = 64 << 10;

  /** More than fit. */
  private static final int WRITES = 40;

  private final VolumeProcess volume;
  private final List<TestBlock> stored = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();

  private FullDisk(VolumeProcess volume) {
    this.volume = volume;
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

  /** Looks whether the other calls of a volume without trash work. */
  public static Evidence whatElseFails(Path root) throws IOException {
    return look(root, FullDisk::callTheOthers);
  }

  private static Evidence look(Path root, Look look) throws IOException {
    try (VolumeProcess volume = VolumeProcess.start(Tools.withOwnMounts())) {
      volume.shell("mount -t tmpfs -o mode=755,size=1m none " + root);
      volume.open(root, Durability.FULL).succeeded();
      FullDisk full = new FullDisk(volume);
      full.fill();
      look.at(full);
      return new Evidence(RUN, full.violations);
    }
  }

  private void fill() throws IOException {
    for (int i = 0; i < WRITES; i++) {
      TestBlock next = new TestBlock(i, SIZE);
      if (!volume.write(next).type().equals("done")) {
        break;
      }
      stored.add(next);
    }
    check(
        !stored.isEmpty() && stored.size() < WRITES,
        stored.size() + " of " + WRITES + " blocks of 64 KiB were stored in 1 MiB");
  }

  private void writeMore() throws IOException {
    TestBlock old = stored.get(0);
    List<String> before = volume.list();
    for (TestBlock more : List.of(new TestBlock(WRITES, SIZE), old, new TestBlock(7, SIZE / 2))) {
      Answer answer = volume.write(more);
      check(
          answer.type().equals(VolumeFullException.class.getSimpleName()),
          "a write of " + more + " gave " + answer.type() + ": " + answer.text());
    }
    List<String> after = volume.list();
    check(before.equals(after), "the files were " + before + ", and then " + after);
  }

  private void callTheOthers() throws IOException {
    for (TestBlock block : stored) {
      Answer read = volume.read(block);
      check(
          read.text().equals(block.hash().toString()),
          "a read of " + block + " gave " + read.type() + ": " + read.text());
      for (Answer answer : List.of(volume.stat(block), volume.touch(block), volume.index())) {
        check(
            answer.type().equals("done"),
            "stat, touch or index with " + block + ": " + answer.type() + ": " + answer.text());
      }
    }
  }

  private void check(boolean condition, String otherwise) {
    if (!condition) {
      violations.add(otherwise);
    }
  }
}
