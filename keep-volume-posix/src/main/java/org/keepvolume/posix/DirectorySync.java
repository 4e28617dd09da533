// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Makes the names in a directory durable. */
final class DirectorySync {
  private DirectorySync() {}

  /**
   * Syncs a directory. What it names was changed already, so an interrupt does not stop it: the
   * flag is set again at the end.
   */
  static void sync(Path directory) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (!syncedUnlessInterrupted(directory)) {
        interrupted |= Thread.interrupted();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static boolean syncedUnlessInterrupted(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, READ)) {
      channel.force(true);
      return true;
    } catch (ClosedByInterruptException e) {
      return false;
    }
  }
}
