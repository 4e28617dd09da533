// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.checks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar that the README starts has all that the service needs, and nothing is beside it. */
@Timeout(120)
class KeepstoreJarTest {
  private static final Path JAR =
      Repository.root().resolve("examples/keepstore/target/keepstore.jar");
  private static final Pattern LISTENS = Pattern.compile(" INFO .* listens on port ([0-9]+)$");
  private static final String FOO = "acbd18db4cc2f85cedef654fccc4a4d8";

  @TempDir private Path scratch;
  private Path jar;

  /** Copies it away from what the build has put beside it. */
  @BeforeEach
  void copyJar() throws Exception {
    assertTrue(Files.exists(JAR), "no jar; run mvn package -pl examples/keepstore -am first");
    jar = Files.copy(JAR, scratch.resolve("keepstore.jar"));
  }

  private Process start(String... flags) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Collections.addAll(command, "-jar", jar.toString());
    Collections.addAll(command, flags);
    return new ProcessBuilder(command)
        .directory(scratch.toFile())
        .redirectErrorStream(true)
        .start();
  }

  /** Reads what it says until it listens, and returns the port. */
  private static int awaitPort(BufferedReader lines, StringBuilder said) throws Exception {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      said.append(line).append('\n');
      Matcher listens = LISTENS.matcher(line);
      if (listens.find()) {
        return Integer.parseInt(listens.group(1));
      }
    }
    throw new AssertionError("it does not listen: " + said);
  }

  private static void stop(Process process) throws Exception {
    process.destroy(); // SIGTERM
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue());
  }

  @Test
  void blockIsStoredAndReadThroughTheJarAlone() throws Exception {
    Files.createDirectory(scratch.resolve("disk0"));
    Process process =
        start("-listen", "127.0.0.1:0", "-volume", scratch.resolve("disk0").toString());
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      StringBuilder said = new StringBuilder();
      URI block = URI.create("http://127.0.0.1:" + awaitPort(lines, said) + "/" + FOO);
      assertEquals(3, said.toString().lines().count(), said.toString());
      HttpClient client = HttpClient.newHttpClient();
      HttpResponse<String> put =
          client.send(
              HttpRequest.newBuilder(block).PUT(BodyPublishers.ofString("foo")).build(),
              BodyHandlers.ofString());
      assertEquals(200, put.statusCode());
      assertEquals(FOO + "+3\n", put.body());
      assertEquals(
          "foo",
          client.send(HttpRequest.newBuilder(block).build(), BodyHandlers.ofString()).body());
      assertTrue(Files.exists(scratch.resolve("disk0").resolve(FOO.substring(0, 3)).resolve(FOO)));
      stop(process);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void containerIsMountedThroughTheJarAlone() throws Exception {
    try (EmptyContainer container = new EmptyContainer()) {
      List<String> flags = new ArrayList<>(List.of("-listen", "127.0.0.1:0"));
      flags.addAll(List.of(container.flags()));
      Process process = start(flags.toArray(new String[0]));
      try (BufferedReader lines = process.inputReader(UTF_8)) {
        StringBuilder said = new StringBuilder();
        int unused = awaitPort(lines, said);
        assertTrue(said.toString().contains("device=" + container.deviceId()), said.toString());
        assertEquals(List.of("GET /devstoreaccount1/keep"), container.requests());
        stop(process);
      } finally {
        process.destroyForcibly();
      }
    }
  }

  @Test
  void versionIsThatOfTheBuild() throws Exception {
    Process process = start("-version");
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor());
    String version = Repository.read("pom.xml").split("<version>", 2)[1].split("</version>", 2)[0];
    assertEquals("keepstore " + version + " (Keep Volume)\n", said);
  }

  @Test
  void readmeStartsThisJar() throws Exception {
    String readme = Repository.read("README.md");
    assertTrue(
        readme.contains(
            "\njava -jar " + Repository.root().relativize(JAR) + " -volume /data/disk0"),
        "README.md");
  }
}
