// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A JVM with the class path of the tests where the storage client logs what it can, onto the error
 * output; both outputs go to files.
 *
 * @param out where standard output goes
 * @param err where the error output goes
 */
record LoudJvm(Path out, Path err) {
  private static final long PATIENCE_SECONDS = 600;
  private static final int MOST_WORDS = 4000;

  /** What has the storage client log requests and answers with their headers and bodies. */
  static final Map<String, String> WITH_BODIES =
      Map.of("AZURE_HTTP_LOG_DETAIL_LEVEL", "body_and_headers");

  /** Returns one that has not run, and leaves its output in a directory. */
  static LoudJvm in(Path directory, String name) {
    return new LoudJvm(directory.resolve(name + ".out"), directory.resolve(name + ".err"));
  }

  /**
   * Runs a class to its end.
   *
   * @param level how much is logged, {@code trace} or {@code off}
   */
  void run(
      String level,
      Map<String, String> environment,
      List<String> options,
      Class<?> main,
      String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=" + level);
    command.add("-Djdk.httpclient.allowRestrictedHeaders=connection");
    command.add("-Dazurite.version=" + System.getProperty("azurite.version"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("AZURE_LOG_LEVEL", "verbose");
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "it does not end");
    } finally {
      process.destroyForcibly();
    }
    assertEquals(0, process.exitValue(), this::lastWords);
  }

  private String lastWords() {
    try {
      String all = Files.readString(err);
      return all.substring(Math.max(0, all.length() - MOST_WORDS));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
