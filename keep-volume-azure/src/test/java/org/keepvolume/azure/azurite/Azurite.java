// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.azurite;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The Azure emulator that the tests of this JVM share.
 *
 * <p>CONTRIBUTING.md says in which order it is looked for. It has one state for all tests, so each
 * works in a {@linkplain #newContainerName container of its own}.
 */
public final class Azurite {
  /** For the variable that names the emulator; {@link #environment} sets it for a child. */
  static final String ENDPOINT_VARIABLE = "KEEPVOLUME_AZURITE_ENDPOINT";

  private final AzuriteLane lane;
  private final URI service;
  private final List<AzuriteAccount> accounts;

  Azurite(AzuriteLane lane, URI service, List<AzuriteAccount> accounts) {
    this.lane = lane;
    this.service = service;
    this.accounts = List.copyOf(accounts);
  }

  /**
   * Returns the emulator of this JVM, which the first call looks for and starts if it must. It ends
   * with the JVM.
   *
   * @throws IllegalStateException if there is none, with what helps, at each call anew
   */
  public static Azurite shared() {
    try {
      return Shared.START.join();
    } catch (CompletionException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    }
  }

  /** Returns where it came from. */
  public AzuriteLane lane() {
    return lane;
  }

  /** Returns the address that the accounts' endpoints begin with, without a slash at its end. */
  public URI service() {
    return service;
  }

  /**
   * Returns the blob endpoint of an account, in path style.
   *
   * @param account the account's name, which need not exist
   */
  public URI endpoint(String account) {
    return URI.create(service + "/" + account);
  }

  /** Returns the accounts, of which an emulator that the tests started has more than two. */
  public List<AzuriteAccount> accounts() {
    return accounts;
  }

  /** Returns the first of the accounts. */
  public AzuriteAccount account() {
    return accounts.get(0);
  }

  /**
   * Returns the second of the accounts.
   *
   * @throws IllegalStateException if the emulator that was named has but one, with what helps
   */
  public AzuriteAccount secondAccount() {
    if (accounts.size() < 2) {
      throw new IllegalStateException(
          "the Azurite at %s has one account, and the tests need two: start it, and these tests, with %s=%s"
              .formatted(
                  service, AzuriteAccount.VARIABLE, AzuriteAccount.format(AzuriteAccount.STARTED)));
    }
    return accounts.get(1);
  }

  /** Returns a valid name that no container of this emulator has, whatever JVMs share it. */
  public String newContainerName() {
    return "test-" + UUID.randomUUID();
  }

  /** Returns the environment variables with which a child JVM finds this emulator. */
  public Map<String, String> environment() {
    return Map.of(
        ENDPOINT_VARIABLE,
        service.toString(),
        AzuriteAccount.VARIABLE,
        AzuriteAccount.format(accounts));
  }

  /** Says which lane it was, and leaves a file by which {@code .ci/run} knows it. */
  private void announce() throws IOException {
    System.getLogger(Azurite.class.getName())
        .log(Level.INFO, "Azurite by {0} at {1}", lane, service);
    Path target = Path.of("target");
    if (Files.isDirectory(target)) {
      Path lanes = Files.createDirectories(target.resolve("azurite-lanes"));
      Files.writeString(lanes.resolve(lane.toString()), service + "\n");
    }
  }

  @Override
  public String toString() {
    return "Azurite by " + lane + " at " + service;
  }

  /**
   * The one emulator of the JVM: static state, since starting one for each test class would take
   * longer than the tests. A failure is kept as well, so that each test tells it and not the first
   * alone.
   */
  private static final class Shared {
    private static final CompletableFuture<Azurite> START = start();

    private Shared() {}

    private static CompletableFuture<Azurite> start() {
      try {
        Azurite found = AzuriteFinder.ofThisJvm().find();
        found.announce();
        return CompletableFuture.completedFuture(found);
      } catch (IOException | RuntimeException e) {
        return CompletableFuture.failedFuture(e);
      }
    }
  }
}
