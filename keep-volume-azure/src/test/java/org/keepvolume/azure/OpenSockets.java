// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Counts this process's connections at the side of the client, as the system shows them. */
final class OpenSockets {
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));

  /** Established, and connecting. */
  private static final Set<String> STATES = Set.of("01", "02");

  private OpenSockets() {}

  /** Returns how many are open, or being opened, to a port. */
  static long to(int port) throws IOException {
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    Set<String> own = null;
    long count = 0;
    for (Path table : TABLES) {
      if (Files.exists(table)) {
        for (String line : Files.readAllLines(table)) {
          if (!line.contains(suffix)) {
            continue; // other processes may have thousands
          }
          String[] row = line.strip().split("\\s+", -1);
          if (row[2].endsWith(suffix) && STATES.contains(row[3])) {
            own = own == null ? own() : own;
            count += own.contains("socket:[" + row[9] + "]") ? 1 : 0;
          }
        }
      }
    }
    return count;
  }

  /** Returns what this process has open. */
  private static Set<String> own() throws IOException {
    Set<String> links = new HashSet<>();
    try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors) {
        try {
          links.add(Files.readSymbolicLink(descriptor).toString());
        } catch (NoSuchFileException e) {
          // Closed meanwhile, as the one of this look itself.
        }
      }
    }
    return links;
  }
}
