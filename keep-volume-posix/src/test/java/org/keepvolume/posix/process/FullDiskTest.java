// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.TrashPolicy;
import org.keepvolume.VolumeFullException;
import org.keepvolume.posix.Durability;
import org.keepvolume.posix.process.VolumeProcess.Answer;

/** A process that starts on a full disk on which no volume of ours has ever changed a block. */
class FullDiskTest {
  private static final TestBlock OLD = new TestBlock(1, 3000);
  private static final TestBlock OTHER = new TestBlock(2, 2000);
  private static final TestBlock TRASHED = new TestBlock(3, 1000);
  private static final TrashPolicy POLICY = new TrashPolicy(Duration.ZERO, Duration.ofDays(1));

  @TempDir Path scratch;
  private Path root;
  private Path prepared;

  @BeforeEach
  void prepareBlocks() throws IOException {
    root = Files.createDirectory(scratch.resolve("root"));
    prepared = Files.createDirectory(scratch.resolve("prepared"));
    for (TestBlock block : List.of(OLD, OTHER, TRASHED)) {
      Files.createDirectories(block.directory(prepared));
      Files.write(block.file(prepared), block.content());
    }
    Path file = TRASHED.file(prepared);
    Files.move(file, file.resolveSibling(file.getFileName() + ".trash.1"));
  }

  @Test
  @DisplayName("WR-11: without free bytes the lock file is made, and all but writes work")
  void withoutBytesAllButWritesWork() throws Exception {
    try (VolumeProcess volume = onFullDisk("size=1m", "head -c 2m /dev/zero > filler || true")) {
      assertEquals("TRASHED", volume.trash(OLD).succeeded().text());
      assertEquals("RESTORED", volume.untrash(OLD).succeeded().text());
      volume.touch(OTHER).succeeded();
      assertWorksWithoutLocks(volume);
    }
  }

  @Test
  @DisplayName("without an inode for the lock file a change is refused as full; a sweep helps")
  void withoutInodesASweepMakesRoomForTheLockFile() throws Exception {
    String fill = "i=0; while touch filler$i 2> /dev/null; do i=$((i+1)); done";
    try (VolumeProcess volume = onFullDisk("size=8m,nr_inodes=40", fill)) {
      List<String> before = volume.list();
      for (Answer answer : List.of(volume.touch(OTHER), volume.trash(OLD))) {
        answer.failed(VolumeFullException.class);
        assertTrue(
            answer.text().endsWith("/.keep-volume.lock: No space left on device"), answer.text());
      }
      assertEquals(before, volume.list());
      assertWorksWithoutLocks(volume);
      volume.touch(OTHER).succeeded();
      assertEquals("TRASHED", volume.trash(OLD).succeeded().text());
    }
  }

  private static void assertWorksWithoutLocks(VolumeProcess volume) throws IOException {
    volume.write(new TestBlock(4, 8 << 20)).failed(VolumeFullException.class);
    assertEquals(OTHER.hash().toString(), volume.read(OTHER).succeeded().text());
    assertEquals("3000", volume.stat(OLD).succeeded().text());
    assertEquals(2, volume.index().succeeded().text().split(",", -1).length);
    volume.status().succeeded();
    String swept = volume.sweep().succeeded().text();
    assertTrue(swept.startsWith("TrashSweep[deletedBlocks=1, deletedBytes=1000, "), swept);
  }

  private VolumeProcess onFullDisk(String options, String fill) throws IOException {
    VolumeProcess volume = VolumeProcess.start(Tools.withOwnMounts());
    volume.shell("mount -t tmpfs -o mode=755," + options + " none " + root);
    volume.shell("cp -r " + prepared + "/. " + root + " && cd " + root + " && { " + fill + "; }");
    volume.open(root, Durability.FULL, POLICY).succeeded();
    return volume;
  }
}
