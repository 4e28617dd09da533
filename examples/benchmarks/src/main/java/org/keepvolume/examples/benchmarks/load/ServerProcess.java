// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A JVM of a benchmark that is talked to in lines, and ends when its input does. */
final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader lines;

  private ServerProcess(Process process) {
    this.process = process;
    lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  /** Starts a main class of the benchmarks. */
  static ServerProcess java(List<String> options, Class<?> main, List<String> args)
      throws IOException {
    return java(options, System.getProperty("java.class.path"), main.getName(), args);
  }

  /** Starts a main class. */
  static ServerProcess java(List<String> options, String classPath, String main, List<String> args)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(options, classPath, main, args));
    return new ServerProcess(builder.redirectError(Redirect.INHERIT).start());
  }

  /** Starts a main class whose lines, such as a log, go nowhere. */
  static ServerProcess silent(
      List<String> options, String classPath, String main, List<String> args) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(options, classPath, main, args));
    builder.redirectOutput(Redirect.DISCARD);
    return new ServerProcess(
        builder
            .redirectError(
                Boolean.getBoolean("keepstore-log") ? Redirect.INHERIT : Redirect.DISCARD)
            .start());
  }

  private static List<String> command(
      List<String> options, String classPath, String main, List<String> args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(classPath);
    command.add(main);
    command.addAll(args);
    return command;
  }

  /** Returns the class path on which the service comes first. */
  static String withService(Path jar) {
    return jar + File.pathSeparator + System.getProperty("java.class.path");
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String readLine() throws IOException {
    String line = lines.readLine();
    if (line == null) {
      throw new EOFException("a process of the benchmark has ended");
    }
    return line;
  }

  void writeLine(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(UTF_8));
    process.getOutputStream().flush();
  }

  /** Returns the CPU time that it has used so far. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Returns the most memory that it had at once, in MiB. */
  long peakMebibytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10)
        .findFirst()
        .orElse(0);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      int unused = process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
