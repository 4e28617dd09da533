// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeUnavailableException;

/** Prefix directories spread over disks by links, of which one is lost. */
class LinkedDirectoriesTest {
  private static final BlockHash HASH = SampleData.hash("abc");

  @TempDir Path parent;

  @Test
  void whatALinkThatLeadsNowhereHidesIsUnavailableAndNotMissing() throws IOException {
    Path root = Files.createDirectory(parent.resolve("root"));
    Path disk = Files.createDirectory(parent.resolve("disk"));
    Files.createSymbolicLink(root.resolve("abc"), disk);
    PosixOptions options = PosixOptions.defaults().withLinkedDirectories(true);
    try (PosixVolume before = PosixVolume.open(root, options, VolumeContext.defaults());
        PosixVolume after = PosixVolume.open(root, options, VolumeContext.defaults())) {
      before.write(HASH, ByteBuffer.allocate(10));
      Path away = Files.move(disk, parent.resolve("away"));
      for (PosixVolume volume : List.of(before, after)) {
        List<Executable> calls =
            List.of(
                () -> volume.stat(HASH),
                () -> volume.touch(HASH),
                () -> volume.write(HASH, ByteBuffer.allocate(10)),
                () -> volume.trash(HASH, null),
                () -> volume.untrash(HASH),
                () -> volume.index(BlockPrefix.ALL, block -> true),
                () -> volume.indexTrash(BlockPrefix.ALL, (hash, size, deadline) -> true),
                volume::emptyTrash);
        for (int i = 0; i < calls.size(); i++) {
          VolumeUnavailableException e =
              assertThrows(VolumeUnavailableException.class, calls.get(i), "call " + i);
          assertTrue(e.getMessage().contains("is a link that leads nowhere"), e.getMessage());
        }
      }
      Files.move(away, disk);
      assertEquals(10, before.stat(HASH).size());
    }
  }
}
