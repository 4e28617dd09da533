// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The programs of the system that these tests need; a missing one is a failure, not a skip. */
public final class Tools {
  /** What was wrong when a command was tried, or nothing; each is tried once. */
  private static final Map<List<String>, String> TRIED = new ConcurrentHashMap<>();

  private Tools() {}

  /** Throws unless the program can be run. */
  public static void require(String program, String debianPackage) {
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
    require("mount", "mount");
    require("umount", "mount");
    return allowed(
        isRoot()
            ? List.of("unshare", "--mount")
            : List.of("unshare", "--mount", "--user", "--map-root-user"));
  }

  /** Returns what starts a command to which the modes of its own files apply, as root too. */
  static List<String> withoutPrivileges() throws IOException {
    return isRoot() ? allowed(List.of("unshare", "--user")) : List.of();
  }

  /** Returns the command, which unshares namespaces, if the kernel lets it. */
  static List<String> allowed(List<String> unshare) {
    require("unshare", "util-linux");
    String refusal = TRIED.computeIfAbsent(unshare, Tools::refusal);
    if (!refusal.isEmpty()) {
      throw new AssertionError(
          String.join(" ", unshare)
              + " is refused ("
              + refusal
              + "): allow unprivileged user namespaces or run as root; see CONTRIBUTING.md");
    }
    return unshare;
  }

  private static String refusal(List<String> unshare) {
    try {
      Process process =
          new ProcessBuilder(Stream.concat(unshare.stream(), Stream.of("true")).toList())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      int code = process.onExit().join().exitValue();
      return code == 0 ? "" : "exit code " + code + ": " + output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
