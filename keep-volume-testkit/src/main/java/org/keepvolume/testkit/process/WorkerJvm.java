// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;

/**
 * The process of a {@link VolumeWorker}: started, spoken to line by line, and ended for certain.
 */
final class WorkerJvm {
  /** How long a launcher such as strace may take to notice that its process is dead. */
  private static final long LAUNCHER_SECONDS = 10;

  /** The last bytes of its error output are enough for a message. */
  private static final int SHOWN_ERRORS = 16_000;

  private final Process process;

  /** Whether a launcher was given, which may be the process while the worker is one below it. */
  private final boolean launched;

  private final Path errors;
  private final LineInput out;
  private final OutputStream in;

  private WorkerJvm(Process process, boolean launched, Path errors) {
    this.process = process;
    this.launched = launched;
    this.errors = errors;
    out = new LineInput(process.getInputStream());
    in = process.getOutputStream();
  }

  static WorkerJvm start(
      List<String> launcher, Class<? extends VolumeOpener> opener, String argument)
      throws IOException {
    List<String> command = new ArrayList<>(launcher);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Collections.addAll(command, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData");
    // The JVM's own warnings go to standard output unless told otherwise.
    Collections.addAll(command, "-Xlog:disable", "-Xlog:all=warning:stderr");
    Collections.addAll(command, "-cp", classPath(opener), VolumeWorker.class.getName());
    Collections.addAll(command, opener.getName(), argument);
    Path errors = Files.createTempFile("volume-worker", ".err");
    try {
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      return new WorkerJvm(process, !launcher.isEmpty(), errors);
    } catch (IOException e) {
      Files.delete(errors);
      throw e;
    }
  }

  /** Returns everything that this JVM has, since tests run on the class path or on modules. */
  private static String classPath(Class<?> opener) {
    Set<String> paths = new LinkedHashSet<>();
    paths.add(System.getProperty("java.class.path"));
    paths.add(System.getProperty("jdk.module.path", ""));
    // Classes that were patched into a module are on neither path.
    String file = "/" + opener.getName().replace('.', '/') + ".class";
    URL url = opener.getResource(file);
    if (url != null && url.getProtocol().equals("file")) {
      String location = url.toString();
      String root = location.substring(0, location.length() - file.length() + 1);
      paths.add(Path.of(URI.create(root)).toString());
    }
    paths.remove("");
    return String.join(File.pathSeparator, paths);
  }

  void send(Line line) throws IOException {
    line.writeTo(in);
  }

  /** Returns the next line of its output, or null once it has ended. */
  @Nullable
  String receive() throws IOException {
    return out.next();
  }

  /** Closes its input, which lets it end, and waits for that for some seconds. */
  void finish() {
    try {
      in.close();
    } catch (IOException e) {
      // It has ended already.
      return;
    }
    awaitEnd();
  }

  /** Kills it with SIGKILL, waiting for nothing; what it has said can still be read. */
  void signal() {
    List<ProcessHandle> below = process.descendants().toList();
    below.forEach(ProcessHandle::destroyForcibly);
    if (below.isEmpty() || !launched) {
      // The process itself would close its streams.
      boolean unused = process.toHandle().destroyForcibly();
    }
  }

  /** Kills it with SIGKILL, and waits until it is gone. */
  void kill() {
    signal();
    // A launcher gets the time to collect its dead process and to end.
    awaitEnd();
    boolean unused = process.toHandle().destroyForcibly();
    var unusedToo = process.onExit().join();
  }

  /** Waits for the end for some seconds, whether or not this thread is interrupted. */
  void awaitEnd() {
    var unused =
        process.onExit().completeOnTimeout(process, LAUNCHER_SECONDS, TimeUnit.SECONDS).join();
  }

  /** Returns the code with which it ended; it must have. */
  int exitCode() {
    return process.exitValue();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  Path errorFile() {
    return errors;
  }

  /** Returns the end of what it wrote to its error output, for a message. */
  String errors() {
    // Unlike a channel, this stream can be read by a thread that is interrupted.
    try (FileInputStream written = new FileInputStream(errors.toFile())) {
      byte[] bytes = written.readAllBytes();
      int from = Math.max(0, bytes.length - SHOWN_ERRORS);
      return new String(bytes, from, bytes.length - from, UTF_8);
    } catch (IOException e) {
      return "(its error output can not be read: " + e + ")";
    }
  }

  void deleteErrors() {
    try {
      boolean unused = Files.deleteIfExists(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
