// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A JVM of its own with the class path of the tests; it never outlives the test. */
public final class ChildJvm implements AutoCloseable {
  /** Far above what any of these tests takes on a busy machine; a stuck child ends by it. */
  private static final Executor LIMIT =
      CompletableFuture.delayedExecutor(3, TimeUnit.MINUTES, Runnable::run);

  private final Process process;
  private final Path errors;
  private final BufferedReader out;
  private final BufferedWriter in;

  private ChildJvm(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    out = process.inputReader(UTF_8);
    in = process.outputWriter(UTF_8);
  }

  /**
   * Starts a main class.
   *
   * @param launcher the command before {@code java}, such as strace with its options; may be empty
   */
  public static ChildJvm start(List<String> launcher, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(launcher);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Collections.addAll(
        command, "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m");
    command.add("-XX:-UsePerfData");
    String modulePath = System.getProperty("jdk.module.path");
    String classPath = System.getProperty("java.class.path");
    Collections.addAll(
        command, "-cp", modulePath == null ? classPath : classPath + ":" + modulePath);
    command.add(main.getName());
    Collections.addAll(command, arguments);
    Path errors = Files.createTempFile("child", ".err");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    ChildJvm child = new ChildJvm(process, errors);
    LIMIT.execute(child::kill);
    return child;
  }

  public void send(String line) throws IOException {
    in.write(line);
    in.newLine();
    in.flush();
  }

  /** Returns the next line of its output, or null once it has ended. */
  public String receive() throws IOException {
    return out.readLine();
  }

  /** Lets it end by closing its input, and waits until it has. */
  public void finish() throws IOException, InterruptedException {
    in.close();
    int code = process.waitFor();
    if (code != 0) {
      throw new AssertionError("the child ended with " + code + ":\n" + errors());
    }
  }

  /** Kills it, and what started it, with SIGKILL. */
  public void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    // The process itself would close its streams, with what the child has said and nobody has read.
    process.toHandle().destroyForcibly();
  }

  public String errors() throws IOException {
    return Files.readString(errors);
  }

  /** As {@link #errors}, for messages. */
  public String errorsOrNone() {
    try {
      return errors();
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() {
    kill();
    boolean interrupted = false;
    while (true) {
      try {
        process.waitFor();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    try {
      Files.deleteIfExists(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
