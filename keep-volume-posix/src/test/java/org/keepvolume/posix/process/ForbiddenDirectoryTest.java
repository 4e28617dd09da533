// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.posix.TimeLimits;
import org.keepvolume.posix.process.VolumeProcess.Answer;

/** Directories whose modes forbid what a process without privileges wants to do. */
class ForbiddenDirectoryTest {
  private static final TestBlock BLOCK = new TestBlock(1, 3000);
  private static final TestBlock TRASHED = BLOCK.neighbour();
  private static final TestBlock ELSEWHERE = new TestBlock(2, 500);

  @TempDir Path root;

  @Test
  void changesInADirectoryThatMayNotBeWrittenAreFailures() throws Exception {
    try (VolumeProcess volume = withTrash()) {
      List<String> before = volume.list();
      setMode("r-xr-xr-x");
      assertDenied(volume.trash(BLOCK));
      assertDenied(volume.untrash(TRASHED));
      assertDenied(volume.sweep());
      setMode("rwxr-xr-x");
      assertEquals(before.size() - 1, volume.list().size(), "swept elsewhere");
      assertEquals("RESTORED", volume.untrash(TRASHED).succeeded().text());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-wx-wx-wx", "---------"})
  void listingsThatCannotSeeADirectoryThrow(String mode) throws Exception {
    try (VolumeProcess volume = withTrash()) {
      setMode(mode);
      assertDenied(volume.index());
      assertDenied(volume.indexTrash(""));
      assertDenied(volume.untrash(TRASHED));
      assertDenied(volume.sweep());
      setMode("rwxr-xr-x");
      assertEquals(BLOCK.hash().toString(), volume.index().succeeded().text());
      assertEquals(1, volume.indexTrash("").succeeded().text().split(",", -1).length);
    }
  }

  private VolumeProcess withTrash() throws Exception {
    VolumeProcess volume = VolumeProcess.start(Tools.withoutPrivileges());
    volume.open(root, TimeLimits.defaults()).succeeded();
    for (TestBlock block : List.of(BLOCK, TRASHED, ELSEWHERE)) {
      volume.write(block).succeeded();
    }
    for (TestBlock block : List.of(TRASHED, ELSEWHERE)) {
      Path file = block.file(root);
      Files.move(file, file.resolveSibling(file.getFileName() + ".trash.1"));
    }
    return volume;
  }

  private void setMode(String mode) throws Exception {
    Files.setPosixFilePermissions(BLOCK.directory(root), PosixFilePermissions.fromString(mode));
  }

  private static void assertDenied(Answer answer) {
    answer.failed(VolumeFailureException.class);
    assertTrue(answer.text().endsWith(": permission denied"), answer.text());
  }
}
