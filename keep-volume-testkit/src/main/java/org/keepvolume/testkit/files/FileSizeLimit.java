// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.keepvolume.testkit.RawAccess.Injection;

/**
 * Lets writes beyond 512 KiB of a file fail, in the whole process: the soft limit of its file sizes
 * is lowered, which needs no rights, and set back.
 *
 * <p>The kernel takes a part of the data first and then answers EFBIG, which no disk error can be
 * told from by its course. (HotSpot ignores the signal that comes with it.)
 */
final class FileSizeLimit {
  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final String NAME = "Max file size";
  private static final int BYTES = 512 << 10;

  private FileSizeLimit() {}

  static Injection set() throws IOException {
    String before = softLimit();
    change(Integer.toString(BYTES));
    return () -> change(before);
  }

  private static String softLimit() throws IOException {
    List<String> lines = Files.readAllLines(LIMITS);
    String line =
        lines.stream()
            .filter(candidate -> candidate.startsWith(NAME))
            .findFirst()
            .orElseThrow(() -> new IOException(LIMITS + " has no line " + NAME + ": " + lines));
    return line.substring(NAME.length()).strip().split("\\s+", 2)[0];
  }

  private static void change(String softLimit) throws IOException {
    String pid = Long.toString(ProcessHandle.current().pid());
    Programs.run("util-linux", "prlimit", "--pid", pid, "--fsize=" + softLimit + ':');
  }
}
