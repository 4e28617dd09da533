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
 * @param paths the paths among the arguments, in their order
 * @param begin number of the line at which it began; all numbers of a trace differ
 * @param end number of the line at which it had ended
 */
record SystemCall(
    int thread,
    String name,
    String arguments,
    String result,
    List<Path> paths,
    int begin,
    int end) {
  /** A quoted path, or the path that strace shows behind a descriptor, and a name below it. */
  private static final Pattern PATH =
      Pattern.compile("\"(/[^\"]*)\"|\\d<(/[^>]*)>(?:, \"([^/\"][^\"]*)\")?");

  private static final Pattern ERROR = Pattern.compile("-1 (E[A-Z0-9]+) .*");

  SystemCall(int thread, String name, String arguments, String result, int begin, int end) {
    this(thread, name, arguments, result, pathsIn(arguments), begin, end);
  }

  boolean succeeded() {
    return !result.startsWith("-1");
  }

  /** Returns the name of the error, such as ENOENT; empty if the call succeeded. */
  String error() {
    Matcher matcher = ERROR.matcher(result);
    return matcher.matches() ? matcher.group(1) : "";
  }

  private static List<Path> pathsIn(String arguments) {
    List<Path> paths = new ArrayList<>();
    Matcher matcher = PATH.matcher(arguments);
    while (matcher.find()) {
      String path = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
      paths.add(matcher.group(3) == null ? Path.of(path) : Path.of(path, matcher.group(3)));
    }
    return List.copyOf(paths);
  }

  boolean isOn(Path path) {
    return paths().contains(path);
  }

  boolean isSync() {
    return name.equals("fsync") || name.equals("fdatasync");
  }

  boolean isSyncOf(Path path) {
    return isSync() && paths().equals(List.of(path));
  }

  boolean isWrite() {
    return List.of("write", "pwrite64", "writev", "pwritev", "pwritev2").contains(name);
  }

  /** Tells whether it changes what is in a file, or its size. */
  boolean changesContent() {
    return isWrite()
        || name.contains("truncate")
        || List.of("fallocate", "sendfile", "copy_file_range").contains(name);
  }

  /** Tells whether it is an open that allows a change of the file, or makes one. */
  boolean opensToChange() {
    return name.equals("creat")
        || (name.startsWith("open") && arguments.matches(".*O_(WRONLY|RDWR|TRUNC|CREAT|APPEND).*"));
  }

  /** Tells whether it opens a file that nobody can have opened before. */
  boolean creates() {
    return name.startsWith("open") && arguments.contains("O_EXCL");
  }

  /** Tells whether it gives a block's name to a file that is no trashed copy. */
  boolean publishes() {
    return givesName() && !KeepName.isTrash(paths().get(0));
  }

  /** Tells whether it gives a block's name to a trashed copy. */
  boolean restores() {
    return givesName() && KeepName.isTrash(paths().get(0));
  }

  private boolean givesName() {
    return succeeded()
        && (isRename() || name.startsWith("link"))
        && paths().size() >= 2
        && KeepName.isBlock(paths().get(paths().size() - 1));
  }

  boolean isRename() {
    return name.startsWith("rename");
  }

  boolean isStat() {
    return List.of("stat", "lstat", "fstat", "newfstatat", "statx").contains(name);
  }
}
