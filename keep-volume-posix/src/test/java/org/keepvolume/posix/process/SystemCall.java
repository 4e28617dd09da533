// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A system call in a trace.
 *
 * @param begin number of the line at which it began; all numbers of a trace differ
 * @param end number of the line at which it had ended
 */
record SystemCall(int thread, String name, String arguments, String result, int begin, int end) {
  /** A quoted path, or the path that strace shows behind a descriptor. */
  private static final Pattern PATH = Pattern.compile("\"(/[^\"]*)\"|\\d<(/[^>]*)>");

  private static final Pattern ERROR = Pattern.compile("-1 (E[A-Z0-9]+) .*");

  boolean succeeded() {
    return !result.startsWith("-1");
  }

  /** Returns the name of the error, such as ENOENT; empty if the call succeeded. */
  String error() {
    Matcher matcher = ERROR.matcher(result);
    return matcher.matches() ? matcher.group(1) : "";
  }

  /** Returns the paths among the arguments, in their order. */
  List<Path> paths() {
    List<Path> paths = new ArrayList<>();
    Matcher matcher = PATH.matcher(arguments);
    while (matcher.find()) {
      paths.add(Path.of(matcher.group(1) != null ? matcher.group(1) : matcher.group(2)));
    }
    return paths;
  }

  boolean isOn(Path path) {
    return paths().contains(path);
  }

  boolean isSync() {
    return name.equals("fsync") || name.equals("fdatasync");
  }

  boolean isWrite() {
    return name.equals("write") || name.equals("pwrite64") || name.equals("writev");
  }

  boolean isRename() {
    return name.startsWith("rename");
  }

  boolean isStat() {
    return List.of("stat", "lstat", "newfstatat", "statx").contains(name);
  }
}
