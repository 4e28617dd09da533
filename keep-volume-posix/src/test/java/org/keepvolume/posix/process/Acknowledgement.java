// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An operation of a traced program that has returned.
 *
 * <p>The thread that calls the volume leaves two marks: a system call on {@code begin-write-<hash>}
 * in the root, and one on {@code ack-write-<hash>} once the write has returned; likewise for the
 * other kinds. Without the first one the operation begins at its thread's previous acknowledgement.
 *
 * @param begin the line at which it begins
 * @param line the line at which it is acknowledged
 */
record Acknowledgement(String kind, Path block, int begin, int line) {
  private static final Pattern MARK = Pattern.compile("(begin|ack)-([a-z]+)-([0-9a-f]{32})");

  /** Returns the acknowledgements in a trace in their order. */
  static List<Acknowledgement> in(Timeline timeline) {
    Map<Integer, Integer> begun = new HashMap<>();
    List<Acknowledgement> all = new ArrayList<>();
    for (SystemCall call : timeline.calls()) {
      Matcher mark = MARK.matcher(name(timeline.root(), call));
      if (mark.matches()) {
        if (mark.group(1).equals("ack")) {
          String hash = mark.group(3);
          Path block = timeline.root().resolve(hash.substring(0, 3)).resolve(hash);
          int begin = begun.getOrDefault(call.thread(), -1);
          all.add(new Acknowledgement(mark.group(2), block, begin, call.begin()));
        }
        begun.put(call.thread(), call.end());
      }
    }
    return all;
  }

  private static String name(Path root, SystemCall call) {
    List<Path> paths = call.paths();
    boolean inRoot = paths.size() == 1 && root.equals(paths.get(0).getParent());
    return inRoot ? paths.get(0).getFileName().toString() : "";
  }

  @Override
  public String toString() {
    return "ack of " + kind + " " + block.getFileName();
  }
}
