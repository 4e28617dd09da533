// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds every source file to the licence line and to a readable length, and ours to locks. */
class SourceFilesTest {
  private static final String LICENCE = "SPDX-License-Identifier: Apache-2.0";
  private static final int LONGEST = 400;
  private static final Pattern MONITOR = Pattern.compile("\\bsynchronized\\b");

  @Test
  void everyFileNamesItsLicence() throws IOException {
    List<Path> without = new ArrayList<>();
    for (String ending : List.of(".java", ".xml", ".yml", ".sh")) {
      for (Path file : Repository.files(ending)) {
        if (!Files.readString(file).contains(LICENCE)) {
          without.add(file);
        }
      }
    }
    assertEquals(List.of(), without);
  }

  @Test
  void noJavaFileIsTooLong() throws IOException {
    List<Path> sources = Repository.files(".java");
    assertFalse(sources.isEmpty());
    for (Path file : sources) {
      long lines = Files.readString(file).lines().count();
      assertFalse(lines > LONGEST, file + " has " + lines + " lines; split it by idea");
    }
  }

  /** Up to JDK 23 a virtual thread that waits in a monitor keeps its carrier from all others. */
  @Test
  void noPublishedClassTakesMonitor() throws IOException {
    List<Path> taking = new ArrayList<>();
    for (Path file : Repository.files(".java")) {
      String path = file.toString();
      if (path.matches(".*/keep-volume-(api|posix|azure)/src/main/.*")
          && MONITOR.matcher(Files.readString(file)).find()) {
        taking.add(file);
      }
    }
    assertEquals(List.of(), taking, "take a ReentrantLock");
  }
}
