// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.checks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the files of this repository from the folder in which Maven runs a module's tests. */
final class Repository {
  private static final Set<String> NOT_OURS = Set.of("target", ".git", ".azurite");

  private Repository() {}

  static Path root() {
    return Path.of("").toAbsolutePath().getParent().getParent();
  }

  static String read(String path) throws IOException {
    return Files.readString(root().resolve(path));
  }

  /** Returns the files with an ending, build results left out. */
  static List<Path> files(String ending) throws IOException {
    try (Stream<Path> all = Files.walk(root())) {
      return all.filter(file -> file.toString().endsWith(ending) && isOurs(file)).toList();
    }
  }

  private static boolean isOurs(Path file) {
    for (Path name : root().relativize(file)) {
      if (NOT_OURS.contains(name.toString())) {
        return false;
      }
    }
    return true;
  }
}
