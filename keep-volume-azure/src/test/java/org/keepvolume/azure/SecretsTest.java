// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No secret comes out of a volume in words, whatever the service answers. */
@Timeout(120)
class SecretsTest {
  private static final List<String> SECRETS =
      List.of(
          Canaries.KEY.substring(2, 30),
          Canaries.SIGNATURE.substring(0, 20),
          "SharedKey devstoreaccount1:",
          "sig=");

  @TempDir private Path directory;

  @Test
  void nothingShownHasSecretInItEvenIfHeadersRepeatIt() throws Exception {
    run("hostile", "off");
    assertClean("out");
  }

  /** Neither the volume nor the storage client logs any, and be it in full detail. */
  @Test
  void nothingShownOrLoggedHasSecretInIt() throws Exception {
    run("polite", "trace");
    assertClean("out");
    assertClean("err");
  }

  private void assertClean(String stream) throws Exception {
    String text = Files.readString(directory.resolve(stream));
    assertTrue(text.length() > 1000, text);
    SECRETS.forEach(secret -> assertFalse(text.contains(secret), () -> lines(text, secret)));
  }

  private void run(String answers, String level) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=" + level);
    command.add("-Djdk.httpclient.allowRestrictedHeaders=connection");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(SecretsRun.class.getName());
    command.add(answers);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("AZURE_LOG_LEVEL", "verbose");
    Process process =
        builder
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile())
            .start();
    try {
      assertTrue(process.waitFor(100, TimeUnit.SECONDS));
    } finally {
      process.destroyForcibly();
    }
    assertEquals(0, process.exitValue(), () -> "see " + directory);
  }

  private static String lines(String text, String secret) {
    return String.format(
        Locale.ROOT,
        "%s in %s",
        secret,
        text.lines().filter(line -> line.contains(secret)).limit(5).toList());
  }
}
