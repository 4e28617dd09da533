// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One system call of a script, at which it can be broken off.
 *
 * @param helper whether the volume's helper thread makes it, not the calling thread
 * @param nth its number among the thread's calls of this name, from 1
 * @param where its paths, without what differs between runs
 */
record CrashPoint(boolean helper, String name, int nth, String where) {
  /** The path that is looked at when the script has returned. */
  static final String END = "crash-script-end";

  /** Calls that change something, or come before something else. */
  private static final Set<String> CHANGES =
      Set.of(
          "rename",
          "link",
          "unlink",
          "unlinkat",
          "mkdir",
          "fsync",
          "fdatasync",
          "utimensat",
          "openat",
          "write",
          "fcntl");

  private static final Set<String> INTERRUPTIBLE =
      Set.of("openat", "write", "fsync", "fdatasync", "fcntl");

  /** Finds the points in what one thread did. */
  static List<CrashPoint> of(List<SystemCall> calls, boolean helper, Path root) {
    Map<String, Integer> counts = new HashMap<>();
    List<CrashPoint> points = new ArrayList<>();
    for (SystemCall call : calls) {
      int nth = counts.merge(call.name(), 1, Integer::sum);
      if (call.paths().stream().anyMatch(path -> path.startsWith(root))) {
        points.add(new CrashPoint(helper, call.name(), nth, where(call, root)));
      }
    }
    return points;
  }

  static String where(SystemCall call, Path root) {
    return call.paths().stream()
        .filter(path -> path.startsWith(root))
        .map(path -> root.relativize(path).toString())
        .map(path -> path.replaceFirst("/tmp([0-9a-f]{32})\\d{5,}", "/tmp$1#"))
        .collect(Collectors.joining(" "));
  }

  boolean isEnd() {
    return where.equals(END);
  }

  /** Tells whether the volume may look different after it, or another process see more. */
  boolean changes() {
    return CHANGES.contains(name) || isEnd();
  }

  boolean isSync() {
    return name.equals("fsync") || name.equals("fdatasync");
  }

  /** Returns the errors that the call can be made to give. */
  List<String> errors() {
    if (isEnd() || name.equals("lseek")) {
      return List.of();
    }
    List<String> errors = new ArrayList<>(List.of("EIO", "ENOSPC", "EDQUOT", "EMFILE"));
    if (INTERRUPTIBLE.contains(name)) {
      errors.add("EINTR");
    }
    return errors;
  }

  @Override
  public String toString() {
    return (helper ? "helper's " : "caller's ") + name + " " + nth + " (" + where + ")";
  }
}
