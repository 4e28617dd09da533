// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.azurite;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Decides which Azurite the tests use, and says what helps where there is none. */
final class AzuriteFinder {
  private final Surroundings surroundings;
  private final BooleanSupplier dockerAnswers;
  private final Starter containers;
  private final Starter npm;

  AzuriteFinder(
      Surroundings surroundings, BooleanSupplier dockerAnswers, Starter containers, Starter npm) {
    this.surroundings = surroundings;
    this.dockerAnswers = dockerAnswers;
    this.containers = containers;
    this.npm = npm;
  }

  static AzuriteFinder ofThisJvm() {
    Surroundings surroundings = Surroundings.ofThisJvm();
    return new AzuriteFinder(
        surroundings,
        AzuriteContainers::dockerAnswers,
        () -> AzuriteContainers.start(surroundings.version()),
        () -> NpmAzurite.start(surroundings).azurite());
  }

  /**
   * Looks for an Azurite in the order that CONTRIBUTING.md tells, or in the one lane that is
   * demanded.
   *
   * @throws IllegalStateException if there is none, with the remedies
   * @throws IOException if one could not be started
   */
  Azurite find() throws IOException {
    return switch (surroundings.lane()) {
      case "auto" -> first();
      case "testcontainers" -> inContainer();
      case "npm" -> npm.start();
      default ->
          throw new IllegalStateException(
              "the system property %s is \"%s\"; expected auto, testcontainers or npm"
                  .formatted(Surroundings.LANE_PROPERTY, surroundings.lane()));
    };
  }

  private Azurite first() throws IOException {
    String endpoint = surroundings.variable(Azurite.ENDPOINT_VARIABLE);
    if (!endpoint.isEmpty()) {
      return named(endpoint);
    }
    return dockerAnswers.getAsBoolean() ? containers.start() : npm.start();
  }

  private Azurite inContainer() throws IOException {
    if (!dockerAnswers.getAsBoolean()) {
      throw surroundings.none("no Docker engine answers");
    }
    return containers.start();
  }

  private Azurite named(String endpoint) {
    URI service = NamedEndpoint.check(endpoint, surroundings);
    String accounts = surroundings.variable(AzuriteAccount.VARIABLE);
    return new Azurite(
        AzuriteLane.ENDPOINT,
        service,
        accounts.isEmpty() ? List.of(AzuriteAccount.PUBLISHED) : AzuriteAccount.parse(accounts));
  }

  /** Starts an Azurite in one way. */
  @FunctionalInterface
  interface Starter {
    Azurite start() throws IOException;
  }
}
