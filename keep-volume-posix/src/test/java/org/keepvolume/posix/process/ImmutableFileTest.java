// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.VolumeFailureException;
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
      chattr("+i");
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
        chattr("-i");
      }
    }
  }

  private void chattr(String attribute) throws Exception {
    Process process =
        new ProcessBuilder("chattr", attribute, BLOCK.file(root).toString()).inheritIO().start();
    assertEquals(0, process.waitFor(), "chattr " + attribute);
  }
}
