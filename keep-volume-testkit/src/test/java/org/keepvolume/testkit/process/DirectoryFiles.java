// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.process;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import javax.annotation.Nullable;

/** What a {@link DirectoryVolume} does to files and directories. */
final class DirectoryFiles {
  private DirectoryFiles() {}

  /** Makes a directory, but not its parent, unless it is there. */
  static void make(Path directory) throws IOException {
    try {
      Path unused = Files.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      // As it should be; if it is anything else than a directory, the next step fails.
      return;
    }
  }

  /** Sets a file's time to now, or to an older time that is later than now. */
  static void stamp(Path file, @Nullable FileTime old, Instant instant) throws IOException {
    FileTime now = FileTime.from(instant);
    FileTime time = old != null && old.compareTo(now) > 0 ? old : now;
    Files.getFileAttributeView(file, BasicFileAttributeView.class, NOFOLLOW_LINKS)
        .setTimes(time, null, null);
  }

  /** Removes what a failed write left. */
  static void discard(@Nullable Path temporary, Exception failure) {
    if (temporary != null) {
      try {
        boolean unused = Files.deleteIfExists(temporary);
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
  }
}
