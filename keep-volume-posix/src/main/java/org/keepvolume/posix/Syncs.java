// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * Makes changes durable, or does not where none are asked for.
 *
 * <p>A failed sync is final: the kernel reports it once, and the next sync of the same file would
 * succeed over lost data.
 */
class Syncs {
  /** Syncs nothing. */
  static final Syncs NONE =
      new Syncs() {
        @Override
        void content(FileChannel file) {}

        @Override
        void times(Path file) {}

        @Override
        void names(Path directory) {}
      };

  /**
   * Tells a sync that failed from a file that could not be opened for one. One that was interrupted
   * counts as failed: what it was told nobody knows.
   */
  static boolean isFailedSync(IOException e) {
    return !(e instanceof FileSystemException);
  }

  /** Syncs what was written to a file. */
  void content(FileChannel file) throws IOException {
    file.force(false);
  }

  /** Syncs a file's times. */
  void times(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, READ, NOFOLLOW_LINKS)) {
      channel.force(true);
    }
  }

  /** Syncs the names in a directory. */
  void names(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, READ)) {
      channel.force(true);
    }
  }
}
