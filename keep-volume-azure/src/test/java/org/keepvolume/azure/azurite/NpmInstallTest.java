// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.azurite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Azurite is installed once and whole, or the failure says why; npm is a script here. */
class NpmInstallTest {
  /** What npm does in the end, in the directory that its third argument names. */
  private static final String INSTALLS =
      """
      echo "$@" >> "$0.calls"
      service="$3/node_modules/azurite/dist/src/blob"
      mkdir -p "$service" && echo whole > "$service/main.js"
      """;

  @TempDir Path repository;
  private Path npm;
  private NpmInstall install;

  @BeforeEach
  void prepare() throws IOException {
    Path programs = Files.createDirectory(repository.resolve("programs"));
    npm = programs.resolve("npm");
    // The script needs programs of the system, and finds none where npm is searched.
    install = new NpmInstall(surroundings(programs));
  }

  @Test
  void installsWhereGitIgnoresIt() throws IOException {
    npmDoes(INSTALLS);
    Path script = install.blobService();
    assertEquals(
        repository.resolve(".azurite/3.37.0/node_modules/azurite/dist/src/blob/main.js"), script);
    assertTrue(Files.exists(script));
    List<String> calls = calls();
    assertEquals(1, calls.size());
    assertTrue(
        calls.get(0).startsWith("install --prefix " + repository.resolve(".azurite")),
        calls.get(0));
    assertTrue(calls.get(0).endsWith(" azurite@3.37.0"), calls.get(0));
  }

  @Test
  void installsOnce() throws IOException {
    npmDoes(INSTALLS);
    Path script = install.blobService();
    assertEquals(script, install.blobService());
    assertEquals(1, calls().size());
  }

  @Test
  void installationNeedsNoNpm() throws IOException {
    npmDoes(INSTALLS);
    Path script = install.blobService();
    Files.delete(npm);
    assertEquals(script, install.blobService());
  }

  @Test
  void failureTellsWhatNpmSaid() throws IOException {
    npmDoes("echo 'no such package' >&2; exit 7");
    String message = assertThrows(IOException.class, install::blobService).getMessage();
    assertTrue(message.contains(" azurite@3.37.0 ended with 7: no such package"), message);
  }

  @Test
  void brokenOffInstallationIsNotTakenForWhole() throws IOException {
    npmDoes(INSTALLS + "exit 1");
    assertThrows(IOException.class, install::blobService);
    npmDoes(INSTALLS);
    assertTrue(Files.exists(install.blobService()));
    assertEquals(2, calls().size());
    assertEquals(List.of("3.37.0", "lock"), kept());
  }

  @Test
  void packageWithoutBlobServiceIsFailure() throws IOException {
    npmDoes("");
    String message = assertThrows(IOException.class, install::blobService).getMessage();
    assertTrue(message.contains("azurite@3.37.0 has no node_modules/azurite/dist/"), message);
  }

  @Test
  void missingNpmFailsWithRemedies() {
    String message = assertThrows(IllegalStateException.class, install::blobService).getMessage();
    assertTrue(message.contains("npm is not on the PATH"), message);
    assertTrue(message.contains("KEEPVOLUME_AZURITE_ENDPOINT="), message);
    assertTrue(message.contains("a Docker engine"), message);
    assertFalse(Files.exists(repository.resolve(".azurite")));
  }

  private Surroundings surroundings(Path programs) {
    return new Surroundings(Map.of("PATH", programs.toString()), "npm", "3.37.0", repository);
  }

  private void npmDoes(String commands) throws IOException {
    Files.writeString(npm, "#!/bin/sh\n" + commands);
    Files.setPosixFilePermissions(npm, PosixFilePermissions.fromString("rwx------"));
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(npm.resolveSibling("npm.calls"));
  }

  private List<String> kept() throws IOException {
    try (Stream<Path> files = Files.list(repository.resolve(".azurite"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
