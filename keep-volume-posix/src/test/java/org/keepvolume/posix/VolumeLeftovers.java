// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What volumes still have in this process: nothing, once they are closed (LC-5). */
public final class VolumeLeftovers {
  private static final String THREAD = "keep-volume-posix";

  private VolumeLeftovers() {}

  /** Returns the volumes' own threads, open lock files, and descriptors below a root, in words. */
  public static List<String> below(Path root) throws IOException {
    List<String> left = new ArrayList<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals(THREAD)) {
        // A pool has terminated a moment before its last thread ends.
        Uninterruptibles.joinUninterruptibly(thread, 1, SECONDS);
        if (thread.isAlive()) {
          left.add("thread");
        }
      }
    }
    if (LockFile.openFiles() > 0) {
      left.add(LockFile.openFiles() + " lock files");
    }
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors) {
        if (leadsBelow(descriptor, root)) {
          left.add("descriptor of " + Files.readSymbolicLink(descriptor));
        }
      }
    }
    return left;
  }

  private static boolean leadsBelow(Path descriptor, Path root) throws IOException {
    try {
      return Files.readSymbolicLink(descriptor).startsWith(root);
    } catch (NoSuchFileException e) {
      return false; // closed meanwhile
    }
  }
}
