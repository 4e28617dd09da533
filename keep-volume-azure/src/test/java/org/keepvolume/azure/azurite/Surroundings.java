// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.azurite;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What decides about the emulator, and comes from outside the tests.
 *
 * @param environment the environment variables
 * @param lane the value of the system property {@code keepvolume.azurite}
 * @param version Azurite's version
 * @param repository the directory in which {@code .azurite} is kept
 */
record Surroundings(Map<String, String> environment, String lane, String version, Path repository) {
  static final String LANE_PROPERTY = "keepvolume.azurite";
  private static final String VERSION_PROPERTY = "azurite.version";

  static Surroundings ofThisJvm() {
    String version = System.getProperty(VERSION_PROPERTY, "");
    if (version.isEmpty()) {
      throw new IllegalStateException(
          "the system property %s is not set: run the tests by Maven, or set it to its value in pom.xml"
              .formatted(VERSION_PROPERTY));
    }
    String lane = System.getProperty(LANE_PROPERTY, "");
    return new Surroundings(
        System.getenv(), lane.isEmpty() ? "auto" : lane, version, repositoryOf(Path.of("")));
  }

  /** Returns the directory with Maven's own settings, in or above which modules are built. */
  private static Path repositoryOf(Path directory) {
    Path start = directory.toAbsolutePath();
    for (Path above = start; above != null; above = above.getParent()) {
      if (Files.isDirectory(above.resolve(".mvn"))) {
        return above;
      }
    }
    throw new IllegalStateException("no directory above " + start + " has a .mvn");
  }

  /** Returns the value of an environment variable without white space around it, or nothing. */
  String variable(String name) {
    return environment.getOrDefault(name, "").strip();
  }

  /**
   * Returns a program's file on the {@code PATH}.
   *
   * @throws IllegalStateException if it has none, with the remedies
   */
  Path program(String name) {
    return Stream.of(variable("PATH").split(File.pathSeparator, -1))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, name).toAbsolutePath())
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst()
        .orElseThrow(() -> none(name + " is not on the PATH"));
  }

  /** Returns the failure of a search for an Azurite that ended with nothing. */
  IllegalStateException none(String reason) {
    return new IllegalStateException(
        """
        there is no Azurite for the tests of keep-volume-azure: %s. One of these helps:
        - name one that runs: %s=http://127.0.0.1:10000 \
        (azurite-blob --inMemoryPersistence --skipApiVersionCheck)
        - a Docker engine that this user may use, for a container of it
        - Node.js 20 or newer with npm on the PATH; Azurite %s is then installed into %s
        CONTRIBUTING.md tells more."""
            .formatted(
                reason,
                Azurite.ENDPOINT_VARIABLE,
                version,
                repository.resolve(".azurite").resolve(version)));
  }
}
