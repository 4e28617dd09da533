// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keepvolume.spi.VolumeProvider;

/** The command in a JVM of its own, as an operator starts it, with what it prints. */
public final class ChildService implements AutoCloseable {
  /** How long a test waits for another process. */
  private static final long PATIENCE_SECONDS = 60;

  private static final Pattern LISTENS = Pattern.compile(" listens on port ([0-9]+)");

  /**
   * What a run that has ended left.
   *
   * @param code its exit code
   * @param out what it printed
   * @param err what it logged, and said of mistakes
   */
  public record Ended(int code, String out, String err) {}

  private final Process process;
  private final Thread reader;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<String> lines = new ArrayList<>();
  private boolean ended;
  private int port;

  private ChildService(Process process) {
    this.process = process;
    reader = new Thread(this::read, "log of a child");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader err = process.errorReader(UTF_8)) {
      for (String line = err.readLine(); line != null; line = err.readLine()) {
        note(line, false);
      }
    } catch (IOException e) {
      note(e.toString(), false);
    } finally {
      note("", true);
    }
  }

  private void note(String line, boolean last) {
    lock.lock();
    try {
      ended = last;
      if (!last) {
        lines.add(line);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns what a JVM is started with that finds a provider, beside the others. */
  public static List<String> plugin(Path scratch, Class<? extends VolumeProvider> provider)
      throws IOException {
    Path more = scratch.resolve("plugin");
    Path services = Files.createDirectories(more.resolve("META-INF/services"));
    Files.writeString(services.resolve(VolumeProvider.class.getName()), provider.getName());
    return List.of("-Xbootclasspath/a:" + more);
  }

  /** Starts the command, in a directory, on a free port; returns when it listens. */
  public static ChildService start(Path directory, List<String> jvm, List<String> flags)
      throws Exception {
    ChildService service = launch(directory, jvm, flags);
    try {
      service.awaitPort();
      return service;
    } catch (Throwable e) {
      service.close();
      throw e;
    }
  }

  /** Begins to start the command, in a directory, on a free port. */
  public static ChildService launch(Path directory, List<String> jvm, List<String> flags)
      throws Exception {
    List<String> all = new ArrayList<>(List.of("-listen", "127.0.0.1:0"));
    all.addAll(flags);
    return new ChildService(process(directory, jvm, all));
  }

  /** Runs the command to its end, which must come by itself. */
  public static Ended run(Path directory, List<String> jvm, List<String> flags) throws Exception {
    Process process = process(directory, jvm, flags);
    try (ChildService service = new ChildService(process)) {
      String out = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Ended(service.awaitExit(), out, service.log());
    }
  }

  private static Process process(Path directory, List<String> jvm, List<String> flags)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1"); // starts faster
    command.addAll(jvm);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Keepstore.class.getName());
    command.addAll(flags);
    return new ProcessBuilder(command).directory(directory.toFile()).start();
  }

  private void awaitPort() throws Exception {
    Matcher listens = LISTENS.matcher(awaitLine(text -> LISTENS.matcher(text).find()));
    assertTrue(listens.find());
    port = Integer.parseInt(listens.group(1));
  }

  /** Waits for a line, which may have come before, and must come before the process ends. */
  public String awaitLine(Predicate<String> wanted) throws Exception {
    lock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      for (int next = 0; ; next++) {
        while (next == lines.size()) {
          assertTrue(!ended && left > 0, "the line that was waited for did not come:\n" + log());
          left = changed.awaitNanos(left);
        }
        if (wanted.test(lines.get(next))) {
          return lines.get(next);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  public int port() {
    return port;
  }

  public long pid() {
    return process.pid();
  }

  /** Returns its log so far. */
  public String log() {
    return String.join("\n", lines()) + "\n";
  }

  /** Returns the lines of its log so far. */
  public List<String> lines() {
    lock.lock();
    try {
      return List.copyOf(lines);
    } finally {
      lock.unlock();
    }
  }

  /** Sends a signal, such as TERM. */
  public void signal(String name) throws Exception {
    Process kill = new ProcessBuilder("sh", "-c", "kill -s " + name + " " + pid()).start();
    assertTrue(kill.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
  }

  /** Waits for its end, and returns its exit code; its log is read. */
  public int awaitExit() throws InterruptedException {
    assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "it did not end:\n" + log());
    reader.join();
    return process.exitValue();
  }

  /** Stops it as an operator does, and returns its exit code. */
  public int stop() throws Exception {
    signal("TERM");
    return awaitExit();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
