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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.TrashPolicy;
import org.keepvolume.VolumeFullException;
import org.keepvolume.VolumeReadOnlyException;
import org.keepvolume.posix.Durability;
import org.keepvolume.posix.process.VolumeProcess.Answer;

/** Full and read-only file systems are told apart from broken ones in whatever language. */
class LocalizedErrorsTest {
  private static final TestBlock OLD = new TestBlock(1, 3000);
  private static final TestBlock TRASHED = OLD.neighbour();
  private static final TestBlock NEW = new TestBlock(2, 2 << 20);
  private static final TrashPolicy POLICY = new TrashPolicy(Duration.ZERO, Duration.ofDays(1));

  @TempDir Path scratch;
  private Path root;
  private Path prepared;

  @BeforeEach
  void prepareBlocks() throws IOException {
    root = Files.createDirectory(scratch.resolve("root"));
    prepared = Files.createDirectory(scratch.resolve("prepared"));
    Files.createDirectories(OLD.directory(prepared));
    Files.write(OLD.file(prepared), OLD.content());
    Files.write(Path.of(TRASHED.file(prepared) + ".trash.1"), TRASHED.content());
  }

  @ParameterizedTest(name = "in German: {0}")
  @ValueSource(booleans = {false, true})
  @DisplayName("WR-9: a full disk is full in any language")
  void fullDisk(boolean german) throws Exception {
    try (VolumeProcess volume = start(german)) {
      volume.shell("mount -t tmpfs -o mode=755,size=1m none " + root);
      volume.shell("cp -r " + prepared + "/. " + root);
      volume.open(root, Durability.FULL, POLICY).succeeded();
      assertFull(volume.write(NEW), german);
      volume.touch(OLD).succeeded();
    }
  }

  @ParameterizedTest(name = "in German: {0}")
  @ValueSource(booleans = {false, true})
  @DisplayName("WR-9, WR-11: without inodes a write is refused as full, and an untrash renames")
  void diskWithoutInodes(boolean german) throws Exception {
    try (VolumeProcess volume = start(german)) {
      volume.shell("mount -t tmpfs -o mode=755,size=8m,nr_inodes=30 none " + root);
      volume.shell("cp -r " + prepared + "/. " + root);
      volume.open(root, Durability.FULL, POLICY).succeeded();
      volume.touch(OLD).succeeded(); // makes the lock file
      volume.shell("cd " + root + "; i=0; while touch f$i 2> /dev/null; do i=$((i+1)); done");
      assertFull(volume.write(OLD), german);
      assertFull(volume.write(NEW), german);
      assertEquals("RESTORED", volume.untrash(TRASHED).succeeded().text());
      assertEquals("TRASHED", volume.trash(TRASHED).succeeded().text());
    }
  }

  private static void assertFull(Answer answer, boolean german) {
    answer.failed(VolumeFullException.class);
    String text = german ? GermanTexts.FULL : "No space left on device";
    assertTrue(answer.text().endsWith(": " + text), answer.text());
  }

  @ParameterizedTest(name = "in German, and with a lock file: {0}")
  @ValueSource(strings = {"false false", "false true", "true false", "true true"})
  @DisplayName("a read-only disk refuses changes, makes no lock file, and is read")
  void readOnlyDisk(String cases) throws Exception {
    boolean german = cases.startsWith("true");
    if (cases.endsWith("true")) {
      Files.createFile(prepared.resolve(".keep-volume.lock"));
    }
    try (VolumeProcess volume = start(german)) {
      volume.shell("cp -r " + prepared + "/. " + root);
      volume.shell("mount --bind " + root + " " + root);
      volume.shell("mount -o remount,bind,ro " + root);
      volume.open(root, Durability.FULL, POLICY).succeeded();
      List<String> before = volume.list();
      for (Answer answer :
          List.of(
              volume.write(OLD),
              volume.write(NEW),
              volume.touch(OLD),
              volume.trash(OLD),
              volume.untrash(TRASHED),
              volume.sweep())) {
        answer.failed(VolumeReadOnlyException.class);
        String text = german ? GermanTexts.READ_ONLY : "Read-only file system";
        assertTrue(answer.text().endsWith(": " + text), answer.text());
      }
      assertEquals(OLD.hash().toString(), volume.read(OLD).succeeded().text());
      assertEquals("3000", volume.stat(OLD).succeeded().text());
      assertEquals(OLD.hash().toString(), volume.index().succeeded().text());
      assertEquals(TRASHED.hash() + " 64 1", volume.indexTrash("").succeeded().text());
      volume.status().succeeded();
      volume.untrash(OLD).succeeded();
      assertEquals(before, volume.list());
    }
  }

  private VolumeProcess start(boolean german) throws IOException {
    List<String> launcher = new ArrayList<>(Tools.withOwnMounts());
    if (german) {
      launcher.addAll(GermanTexts.launcher(scratch));
    }
    return VolumeProcess.start(launcher);
  }
}
