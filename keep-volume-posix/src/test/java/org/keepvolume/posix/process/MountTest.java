// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.TrashPolicy;
import org.keepvolume.VolumeFullException;
import org.keepvolume.VolumeReadOnlyException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.posix.Durability;
import org.keepvolume.posix.process.VolumeProcess.Answer;

/**
 * Runs volumes on file systems that are full, read-only or lost, in a mount namespace of its own.
 */
class MountTest {
  private static final TestBlock BLOCK = new TestBlock(1, 3000);
  private static final TestBlock TRASHED = BLOCK.neighbour();
  private static final TrashPolicy POLICY = new TrashPolicy(Duration.ZERO, Duration.ofHours(1));

  @TempDir Path scratch;
  private Path root;

  @BeforeEach
  void makeRoot() throws IOException {
    root = Files.createDirectory(scratch.resolve("root"));
  }

  @Test
  void aFullFileSystemTakesNoMoreBlocksAndServesThoseItHas() throws Exception {
    try (VolumeProcess volume = onTmpfs("size=1m")) {
      List<TestBlock> stored = assertFillsUp(volume, 64 << 10);
      assertTrue(stored.size() >= 14, "blocks of 64 KiB in 1 MiB: " + stored.size());
    }
  }

  @Test
  void aFileSystemWithoutInodesIsFullToo() throws Exception {
    try (VolumeProcess volume = onTmpfs("size=8m,nr_inodes=20")) {
      List<TestBlock> stored = assertFillsUp(volume, 100);
      // Not even an inode for the temporary file is left.
      List<String> before = volume.list();
      volume.write(stored.get(0)).failed(VolumeFullException.class);
      volume.write(stored.get(0).neighbour()).failed(VolumeFullException.class);
      assertEquals(before, volume.list());
    }
  }

  /** Writes until the volume says that it is full. */
  private static List<TestBlock> assertFillsUp(VolumeProcess volume, int size) throws IOException {
    List<TestBlock> stored = new ArrayList<>();
    List<String> before = List.of();
    Answer answer = null;
    for (int i = 0; i < 100 && (answer == null || answer.type().equals("done")); i++) {
      before = volume.list();
      TestBlock next = new TestBlock(i, size);
      answer = volume.write(next);
      if (answer.type().equals("done")) {
        stored.add(next);
      }
    }
    answer.failed(VolumeFullException.class);
    assertTrue(answer.text().endsWith(": No space left on device"), answer.text());
    assertEquals(before, volume.list());
    for (TestBlock block : stored) {
      assertEquals(block.hash().toString(), volume.read(block).succeeded().text());
      volume.stat(block).succeeded();
      volume.touch(block).succeeded();
    }
    assertEquals(stored.size(), volume.index().succeeded().text().split(",", -1).length);
    return stored;
  }

  @Test
  void aReadOnlyFileSystemIsReadAndNotChanged() throws Exception {
    try (VolumeProcess volume = VolumeProcess.start(Tools.withOwnMounts())) {
      volume.open(root, Durability.FULL, POLICY).succeeded();
      volume.write(BLOCK).succeeded();
      volume.write(TRASHED).succeeded();
      volume.trash(TRASHED).succeeded();
      volume.shell("mount --bind " + root + " " + root);
      volume.shell("mount -o remount,bind,ro " + root);
      List<String> before = volume.list();
      for (boolean known : new boolean[] {true, false}) {
        assertReadOnly(volume.write(BLOCK));
        assertReadOnly(volume.write(new TestBlock(2, 10)));
        assertReadOnly(volume.touch(BLOCK));
        assertReadOnly(volume.trash(BLOCK));
        assertReadOnly(volume.untrash(TRASHED));
        assertEquals(BLOCK.hash().toString(), volume.read(BLOCK).succeeded().text());
        volume.stat(BLOCK).succeeded();
        assertEquals(BLOCK.hash().toString(), volume.index().succeeded().text());
        assertTrue(
            volume.indexTrash("").succeeded().text().startsWith(TRASHED.hash() + " 64 "),
            "the trash is listed");
        volume.sweep().succeeded(); // with nothing to remove
        volume.status().succeeded();
        if (known) {
          volume.open(root, Durability.FULL, POLICY).succeeded();
        }
      }
      assertEquals(before, volume.list());
    }
  }

  @Test
  void aCopyThatIsDueOnAReadOnlyFileSystemEndsASweep() throws Exception {
    Files.createDirectory(BLOCK.directory(root));
    Files.write(BLOCK.directory(root).resolve(BLOCK.hash() + ".trash.1"), BLOCK.content());
    try (VolumeProcess volume = VolumeProcess.start(Tools.withOwnMounts())) {
      volume.open(root, Durability.FULL).succeeded();
      volume.shell("mount --bind " + root + " " + root);
      volume.shell("mount -o remount,bind,ro " + root);
      assertReadOnly(volume.sweep());
    }
  }

  private static void assertReadOnly(Answer answer) {
    answer.failed(VolumeReadOnlyException.class);
    assertTrue(answer.text().endsWith(": Read-only file system"), answer.text());
  }

  @ParameterizedTest(name = "the mount point holds the block''s directory: {0}")
  @ValueSource(booleans = {true, false})
  void aVolumeWhoseDiskWasUnmountedIsUnavailableAndFillsNotTheMountPoint(boolean sameDirectory)
      throws Exception {
    if (sameDirectory) {
      Files.createDirectory(BLOCK.directory(root));
    }
    try (VolumeProcess volume = onTmpfs("size=8m")) {
      volume.write(BLOCK).succeeded();
      volume.shell("umount -l " + root);
      for (Answer answer :
          List.of(
              volume.read(BLOCK),
              volume.stat(BLOCK),
              volume.touch(BLOCK),
              volume.write(BLOCK),
              volume.write(BLOCK.neighbour()),
              volume.write(new TestBlock(2, 10)),
              volume.trash(BLOCK),
              volume.untrash(BLOCK),
              volume.sweep(),
              volume.indexTrash(""),
              volume.status(),
              volume.index())) {
        answer.failed(VolumeUnavailableException.class);
        assertTrue(
            answer.text().endsWith(root + " is gone or was replaced; is its disk mounted?"),
            answer.text());
      }
      assertEquals(List.of(), volume.list());
      assertEquals(sameDirectory ? List.of(BLOCK.directory(root)) : List.of(), children(root));
    }
  }

  private static List<Path> children(Path directory) throws IOException {
    try (var children = Files.list(directory)) {
      return children.toList();
    }
  }

  private VolumeProcess onTmpfs(String options) throws IOException {
    VolumeProcess volume = VolumeProcess.start(Tools.withOwnMounts());
    volume.shell("mount -t tmpfs -o mode=755," + options + " none " + root);
    volume.open(root, Durability.FULL).succeeded();
    return volume;
  }
}
