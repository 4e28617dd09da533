// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.BlockSinks;
import org.keepvolume.TrashPolicy;
import org.keepvolume.TrashSweep;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.posix.PosixOptions;
import org.keepvolume.posix.PosixVolume;

/** Trash, untrash and sweep where the file system was told to keep a file or directory. */
@Tag("root")
class ImmutableTrashTest {
  private static final TestBlock BLOCK = new TestBlock(1, 3000);
  private static final TestBlock TRASHED = BLOCK.neighbour();
  private static final TestBlock ELSEWHERE = new TestBlock(2, 500);

  @TempDir Path root;
  private Path copy;
  private PosixVolume volume;

  @BeforeEach
  void openVolumeWithTrash() throws IOException {
    Tools.require("chattr", "e2fsprogs");
    copy = Path.of(TRASHED.file(root) + ".trash.1");
    for (TestBlock block : List.of(BLOCK, ELSEWHERE)) {
      Files.createDirectories(block.directory(root));
    }
    Files.write(BLOCK.file(root), BLOCK.content());
    Files.write(copy, TRASHED.content());
    Files.write(Path.of(ELSEWHERE.file(root) + ".trash.1"), ELSEWHERE.content());
    volume =
        PosixVolume.open(
            root,
            PosixOptions.defaults().withMinFree(0),
            VolumeContext.defaults()
                .withTrashPolicy(new TrashPolicy(Duration.ZERO, Duration.ofDays(1))));
  }

  @AfterEach
  void close() throws Exception {
    for (Path path : List.of(BLOCK.directory(root), BLOCK.file(root), copy)) {
      if (Files.exists(path)) {
        chattr("-i", path);
      }
    }
    volume.close();
  }

  @Test
  void blockThatMayNotChangeStaysLive() throws Exception {
    chattr("+i", BLOCK.file(root));
    assertRefused(() -> volume.trash(BLOCK.hash(), null));
    assertEquals(BLOCK.size(), volume.stat(BLOCK.hash()).size());
  }

  @Test
  @DisplayName("TR-6: a copy that may not change stays, and the sweep goes on to the others")
  void copyThatMayNotChangeStays() throws Exception {
    chattr("+i", copy);
    assertRefused(() -> volume.untrash(TRASHED.hash()));
    assertSweepRemovesWhatLiesElsewhere();
  }

  @Test
  @DisplayName("TR-6: what lies in a directory that may not change stays, and is read")
  void directoryThatMayNotChangeIsRead() throws Exception {
    chattr("+i", BLOCK.directory(root));
    List<Executable> changes =
        List.of(
            () -> volume.write(BLOCK.hash(), ByteBuffer.wrap(BLOCK.content())),
            () -> volume.trash(BLOCK.hash(), null),
            () -> volume.untrash(TRASHED.hash()));
    for (Executable change : changes) {
      assertRefused(change);
    }
    assertSweepRemovesWhatLiesElsewhere();
    assertEquals(
        BLOCK.size(), volume.read(BLOCK.hash(), BlockSinks.into(new byte[BLOCK.size()], 0)));
    volume.touch(BLOCK.hash());
  }

  private void assertSweepRemovesWhatLiesElsewhere() throws IOException {
    VolumeFailureException e = assertRefused(() -> volume.emptyTrash());
    assertEquals(Optional.of(new TrashSweep(1, ELSEWHERE.size(), 0, 0, 0, 0)), e.sweep());
    assertTrue(Files.exists(copy), "the copy stays");
  }

  private static VolumeFailureException assertRefused(Executable change) {
    VolumeFailureException e = assertThrows(VolumeFailureException.class, change);
    assertTrue(e.getMessage().endsWith(": Operation not permitted"), e.getMessage());
    return e;
  }

  private static void chattr(String attribute, Path path) throws Exception {
    Process process = new ProcessBuilder("chattr", attribute, path.toString()).inheritIO().start();
    assertEquals(0, process.waitFor(), "chattr " + attribute);
  }
}
