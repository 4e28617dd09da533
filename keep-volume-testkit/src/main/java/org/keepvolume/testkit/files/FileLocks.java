// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sees the locks that this process and its children hold on files, in {@code /proc/locks}. */
final class FileLocks {
  private static final Path LOCKS = Path.of("/proc/locks");
  private static final Splitter WORDS = Splitter.onPattern("\\s+").omitEmptyStrings();

  private FileLocks() {}

  static List<String> heldOn(KeepDirectory directory) throws IOException {
    Map<String, String> locks = ofThisProcess();
    List<String> held = new ArrayList<>();
    if (locks.isEmpty()) {
      return held;
    }
    for (Path path : directory.entries()) {
      String lock = locks.get(inode(path));
      if (lock != null) {
        held.add(lock + " on " + directory.name(path));
      }
    }
    return held;
  }

  /**
   * Returns kinds of locks by inode. Lines are like {@code 1: POSIX ADVISORY WRITE 4711 08:01:99 0
   * EOF}; the device's number is not the one that stat shows on some file systems.
   */
  private static Map<String, String> ofThisProcess() throws IOException {
    Set<String> processes =
        Stream.concat(Stream.of(ProcessHandle.current()), ProcessHandle.current().descendants())
            .map(process -> Long.toString(process.pid()))
            .collect(Collectors.toSet());
    Map<String, String> locks = new HashMap<>();
    for (String line : Files.exists(LOCKS) ? Files.readAllLines(LOCKS) : List.<String>of()) {
      List<String> words = WORDS.splitToList(line);
      boolean complete = words.size() > 5 && !words.get(1).equals("->");
      if (complete && processes.contains(words.get(4))) {
        String inode = words.get(5).substring(words.get(5).lastIndexOf(':') + 1);
        locks.put(inode, "a " + words.get(3) + " lock (" + words.get(1) + ')');
      }
    }
    return locks;
  }

  private static String inode(Path path) throws IOException {
    try {
      return Files.getAttribute(path, "unix:ino", NOFOLLOW_LINKS).toString();
    } catch (NoSuchFileException e) {
      return "";
    }
  }
}
