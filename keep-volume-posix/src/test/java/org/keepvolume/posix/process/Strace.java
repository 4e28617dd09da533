// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs a process under strace, and reads what it recorded. */
final class Strace {
  private static final Pattern WHOLE = Pattern.compile("(\\d+) +(\\w+)\\((.*)\\) += (.+)");
  private static final Pattern FIRST =
      Pattern.compile("(\\d+) +(\\w+)\\((.*) <unfinished \\.\\.\\.>");
  private static final Pattern SECOND =
      Pattern.compile("(\\d+) +<\\.\\.\\. (\\w+) resumed>(.*)\\) += (.+)");

  private final Path file;
  private final Path root;

  /**
   * Prepares a trace of what happens at and below a directory.
   *
   * @param file where strace writes
   */
  Strace(Path file, Path root) {
    this.file = file;
    this.root = root;
  }

  /** Returns the command that starts another under strace, with further options. */
  List<String> launcher(String... options) {
    Tools.require("strace", "strace");
    List<String> command =
        new ArrayList<>(
            List.of(
                "strace", "-f", "--seccomp-bpf", "-y", "-qq", "-s", "0", "-o", file.toString()));
    command.addAll(List.of("-e", "trace=%file,%desc", "-e", "signal=none"));
    command.addAll(List.of(options));
    return command;
  }

  /** Returns the calls on paths at and below the root, by the time they ended. */
  List<SystemCall> calls() throws IOException {
    return parse(Files.readAllLines(file)).stream()
        .filter(call -> call.paths().stream().anyMatch(path -> path.startsWith(root)))
        .toList();
  }

  /** Returns what a command of VolumeProcess did at and below the root, in its own thread. */
  List<SystemCall> calls(int command) throws IOException {
    List<SystemCall> all = calls();
    SystemCall begin = mark(all, "begin-" + command);
    SystemCall end = mark(all, "end-" + command);
    return all.stream()
        .filter(call -> call.begin() > begin.end() && call.end() < end.begin())
        .toList();
  }

  /** Returns the call that marks the end of the command to which a call belongs. */
  SystemCall markBehind(SystemCall call) throws IOException {
    return calls().stream()
        .filter(mark -> mark.begin() > call.end())
        .filter(mark -> mark.paths().stream().anyMatch(path -> path.startsWith(root)))
        .filter(mark -> mark.paths().get(0).getFileName().toString().matches("end-\\d+"))
        .findFirst()
        .orElseThrow();
  }

  private SystemCall mark(List<SystemCall> calls, String name) {
    return calls.stream()
        .filter(call -> call.isOn(root.resolve(name)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + file));
  }

  static List<SystemCall> parse(List<String> lines) {
    List<SystemCall> calls = new ArrayList<>();
    Map<String, Integer> begun = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      Matcher whole = WHOLE.matcher(lines.get(i));
      Matcher first = FIRST.matcher(lines.get(i));
      Matcher second = SECOND.matcher(lines.get(i));
      if (second.matches()) {
        int begin = begun.remove(second.group(1));
        Matcher start = FIRST.matcher(lines.get(begin));
        String before = start.matches() ? start.group(3) : "";
        calls.add(call(second, before + second.group(3), begin, i));
      } else if (first.matches()) {
        begun.put(first.group(1), i);
      } else if (whole.matches()) {
        calls.add(call(whole, whole.group(3), i, i));
      }
    }
    return calls;
  }

  private static SystemCall call(Matcher line, String arguments, int begin, int end) {
    int thread = Integer.parseInt(line.group(1));
    return new SystemCall(thread, line.group(2), arguments, line.group(4), begin, end);
  }
}
