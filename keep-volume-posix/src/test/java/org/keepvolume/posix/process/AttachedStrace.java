// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A strace of one thread of a process that runs already, so that it counts from there. */
final class AttachedStrace implements AutoCloseable {
  private final Process process;
  private final long thread;
  private final Path file;

  private AttachedStrace(Process process, long thread, Path file) {
    this.process = process;
    this.thread = thread;
    this.file = file;
  }

  /** Attaches, and returns once it has. */
  static AttachedStrace to(long thread, Path file, List<String> options) throws IOException {
    Tools.require("strace", "strace");
    List<String> command = new ArrayList<>(List.of("strace", "-y", "-s", "0"));
    command.addAll(List.of("-e", "trace=%file,%desc", "-e", "signal=none"));
    command.addAll(options);
    command.addAll(List.of("-o", file.toString(), "-p", Long.toString(thread)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    BufferedReader said = process.inputReader(UTF_8);
    String line = said.readLine();
    if (line == null || !line.endsWith(" attached")) {
      process.destroyForcibly();
      throw new AssertionError(String.join(" ", command) + " said: " + line);
    }
    return new AttachedStrace(process, thread, file);
  }

  /** Detaches, and returns the calls that ended, and after a kill the one that did not. */
  List<SystemCall> end() throws IOException {
    close();
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      lines.add(thread + " " + line.replaceFirst(" <unfinished \\.\\.\\.>$", ") = ?"));
    }
    return Strace.parse(lines);
  }

  @Override
  public void close() {
    boolean unused = process.toHandle().destroy();
    process.onExit().join();
  }
}
