// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** A table of what a test has measured, written to the build directory for people to read. */
final class Figures {
  private final Path file;
  private final List<List<String>> rows = new ArrayList<>();

  /** Begins a table in a file that has the JDK's version in its name. */
  Figures(String name, String... columns) {
    file = Path.of("target", "figures", name + "-" + Runtime.version().feature() + ".md");
    row(columns);
    rows.add(Collections.nCopies(columns.length, "---"));
  }

  void row(String... cells) {
    rows.add(List.of(cells));
  }

  void write() throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(
        file,
        rows.stream()
            .map(row -> row.stream().collect(Collectors.joining(" | ", "| ", " |")))
            .toList());
  }
}
