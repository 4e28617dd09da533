// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The programs of the system that these tests need; a missing one is a failure, not a skip. */
final class Tools {
  private Tools() {}

  static void require(String program, String debianPackage) {
    Stream<Path> candidates =
        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
            .map(directory -> Path.of(directory, program));
    if (candidates.noneMatch(Files::isExecutable)) {
      throw new AssertionError(
          program + " is missing: apt-get install " + debianPackage + "; see CONTRIBUTING.md");
    }
  }

  static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }

  /** Returns what starts a command whose mounts nobody else sees and which end with it. */
  static List<String> withOwnMounts() throws IOException {
    require("unshare", "util-linux");
    return isRoot()
        ? List.of("unshare", "--mount")
        : List.of("unshare", "--mount", "--user", "--map-root-user");
  }

  /** Returns what starts a command to which the modes of its own files apply, as root too. */
  static List<String> withoutPrivileges() throws IOException {
    require("unshare", "util-linux");
    return isRoot() ? List.of("unshare", "--user") : List.of();
  }
}
