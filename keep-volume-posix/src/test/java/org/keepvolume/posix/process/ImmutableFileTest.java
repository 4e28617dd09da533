// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.TrashPolicy;
import org.keepvolume.TrashSweep;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.posix.PosixOptions;
import org.keepvolume.posix.PosixVolume;

/** Writes and touches a block's file that the file system was told to keep as it is. */
@Tag("root")
class ImmutableFileTest {
  private static final TestBlock BLOCK = new TestBlock(1, 3000);

  @TempDir Path root;

  @Test
  void aBlockThatMayNotChangeIsAFailure() throws Exception {
    Tools.require("chattr", "e2fsprogs");
    try (PosixVolume volume = PosixVolume.open(root)) {
      volume.write(BLOCK.hash(), ByteBuffer.wrap(BLOCK.content()));
      List<String> before = Listing.files(root);
      chattr("+i", BLOCK.file(root));
      try {
        VolumeFailureException write =
            assertThrows(
                VolumeFailureException.class,
                () -> volume.write(BLOCK.hash(), ByteBuffer.wrap(BLOCK.content())));
        assertTrue(write.getMessage().endsWith(": Operation not permitted"), write.getMessage());
        VolumeFailureException touch =
            assertThrows(VolumeFailureException.class, () -> volume.touch(BLOCK.hash()));
        assertTrue(touch.getMessage().endsWith(": Operation not permitted"), touch.getMessage());
        assertEquals(before, Listing.files(root));
      } finally {
        chattr("-i", BLOCK.file(root));
      }
    }
  }

  @Test
  void aCopyThatMayNotBeDeletedKeepsASweepFromNoOtherCopy() throws Exception {
    Tools.require("chattr", "e2fsprogs");
    Path directory = Files.createDirectory(BLOCK.directory(root));
    for (int deadline = 1; deadline <= 20; deadline++) {
      Files.write(directory.resolve(BLOCK.hash() + ".trash." + deadline), BLOCK.content());
    }
    Path immutable = directory.resolve(BLOCK.hash() + ".trash.7");
    try (PosixVolume volume = PosixVolume.open(root)) {
      chattr("+i", immutable);
      try {
        VolumeFailureException sweep =
            assertThrows(VolumeFailureException.class, volume::emptyTrash);
        assertTrue(
            sweep.getMessage().endsWith(immutable + ": Operation not permitted"),
            sweep.getMessage());
        assertEquals(
            Optional.of(new TrashSweep(19, 19L * BLOCK.size(), 0, 0, 0, 0)), sweep.sweep());
        assertEquals(1, Listing.files(root).size());
      } finally {
        chattr("-i", immutable);
      }
      assertEquals(new TrashSweep(1, BLOCK.size(), 0, 0, 0, 0), volume.emptyTrash());
    }
  }

  @Test
  void aBlockThatMayNotChangeIsNotTrashed() throws Exception {
    Tools.require("chattr", "e2fsprogs");
    for (Duration lifetime : List.of(Duration.ofHours(1), Duration.ZERO)) {
      TrashPolicy policy = new TrashPolicy(Duration.ZERO, lifetime);
      VolumeContext context = VolumeContext.defaults().withTrashPolicy(policy);
      try (PosixVolume volume = PosixVolume.open(root, PosixOptions.defaults(), context)) {
        volume.write(BLOCK.hash(), ByteBuffer.wrap(BLOCK.content()));
        List<String> before = Listing.files(root);
        chattr("+i", BLOCK.file(root));
        try {
          VolumeFailureException trash =
              assertThrows(VolumeFailureException.class, () -> volume.trash(BLOCK.hash(), null));
          assertTrue(trash.getMessage().endsWith(": Operation not permitted"), trash.getMessage());
          assertEquals(before, Listing.files(root));
        } finally {
          chattr("-i", BLOCK.file(root));
        }
      }
    }
  }

  private static void chattr(String attribute, Path file) throws Exception {
    Process process = new ProcessBuilder("chattr", attribute, file.toString()).inheritIO().start();
    assertEquals(0, process.waitFor(), "chattr " + attribute);
  }
}
