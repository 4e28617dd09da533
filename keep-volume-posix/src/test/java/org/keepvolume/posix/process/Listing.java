// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Lists what is below a root. */
final class Listing {
  /** Made by the first change of a block, and never removed. */
  static final String LOCK_FILE = ".keep-volume.lock";

  private Listing() {}

  /**
   * Returns the plain files but the lock file, sorted, each with its size; a directory without
   * files is no residue.
   */
  static List<String> files(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths
          .filter(Files::isRegularFile)
          .filter(path -> !path.equals(root.resolve(LOCK_FILE)))
          .map(path -> root.relativize(path) + " " + path.toFile().length())
          .sorted()
          .toList();
    }
  }
}
