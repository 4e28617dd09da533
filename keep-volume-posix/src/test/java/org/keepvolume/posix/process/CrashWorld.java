// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.keepvolume.TrashPolicy;
import org.keepvolume.VolumeContext;

/** The volume on which a call is broken off: the block it is about, and bystanders. */
final class CrashWorld {
  static final Instant NOW = Instant.parse("2024-02-29T12:34:56Z");
  static final Instant OLD = NOW.minus(Duration.ofDays(30));

  /** Far, so that a sweep at the wall clock's time finds no copy that is due. */
  static final Duration LIFETIME = Duration.ofDays(36500);

  /** Two slices of a write. */
  static final TestBlock TARGET = new TestBlock(1, (1 << 20) + 5);

  static final TestBlock NEIGHBOUR = TARGET.neighbour();
  static final TestBlock OTHER = new TestBlock(2, 4096);
  static final TestBlock KEPT = new TestBlock(3, 300);
  static final TestBlock DUE = new TestBlock(4, 500);
  static final List<TestBlock> ALL = List.of(TARGET, NEIGHBOUR, OTHER, KEPT, DUE);

  private CrashWorld() {}

  /** What is under the target's name before a repair: neither its size nor its bytes. */
  static byte[] damaged() {
    return new TestBlock(9, 70_001).content();
  }

  static Path young(Path root) {
    return TARGET.directory(root).resolve("tmp" + TARGET.hash() + "111");
  }

  static Path stale(Path root) {
    return TARGET.directory(root).resolve("tmp" + TARGET.hash() + "222");
  }

  static Path copy(Path root, TestBlock block, Instant deadline) {
    return block.directory(root).resolve(block.hash() + ".trash." + deadline.getEpochSecond());
  }

  static VolumeContext context(Instant now, boolean keepsTrash) {
    return VolumeContext.defaults()
        .withClock(InstantSource.fixed(now))
        .withTrashPolicy(
            new TrashPolicy(TrashPolicy.TWO_WEEKS, keepsTrash ? LIFETIME : Duration.ZERO));
  }

  static Path place(Path file, byte[] content, Instant mtime) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    return Files.setLastModifiedTime(file, FileTime.from(mtime));
  }

  /** Makes what a script finds. */
  static void make(CrashScript script, Path root) throws IOException {
    Files.createDirectories(root);
    place(OTHER.file(root), OTHER.content(), OLD);
    place(copy(root, KEPT, NOW.plus(LIFETIME)), KEPT.content(), OLD);
    if (script != CrashScript.WRITE_FIRST) {
      place(NEIGHBOUR.file(root), NEIGHBOUR.content(), OLD);
    }
    Path target = TARGET.file(root);
    Path copy = copy(root, TARGET, NOW.plus(LIFETIME));
    switch (script) {
      case WRITE_FIRST, WRITE -> {}
      case REPAIR -> place(target, damaged(), OLD);
      case UNTRASH -> place(copy, TARGET.content(), OLD);
      default -> place(target, TARGET.content(), OLD);
    }
    if (script == CrashScript.TRASH_LINKED) {
      Files.createLink(copy, target);
    }
    if (script == CrashScript.SWEEP) {
      place(copy(root, DUE, NOW.minusSeconds(10)), DUE.content(), OLD);
      place(copy(root, OTHER, NOW.minusSeconds(5)), OTHER.content(), OLD);
      place(young(root), new byte[7], NOW.minus(Duration.ofHours(1)));
      place(stale(root), new byte[8], NOW.minus(Duration.ofDays(2)));
    }
  }
}
