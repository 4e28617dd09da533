// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What the kernel says of a process.
 *
 * @param mebibytes the most memory that it has had
 * @param threads how many it has
 */
record Peak(String mebibytes, String threads) {
  private static final Pattern BLANK = Pattern.compile("\\s+");

  static Peak of(long pid) throws IOException {
    return new Peak(
        Long.toString(Long.parseLong(value(pid, "VmHWM:")) >> 10), value(pid, "Threads:"));
  }

  private static String value(long pid, String name) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> BLANK.split(line, -1)[1])
        .findFirst()
        .orElseThrow();
  }
}
