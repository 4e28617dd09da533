// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import com.azure.core.http.HttpClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import org.keepvolume.TrashPolicy;
import org.keepvolume.VolumeContext;
import org.keepvolume.azure.azurite.Azurite;
import org.keepvolume.azure.azurite.AzuriteAccount;
import org.keepvolume.config.Secret;

/**
 * Volumes of one container for the fault matrix: one that trashes, one that deletes, one that reads
 * in ranges.
 */
record Volumes(AzureVolume plain, AzureVolume deleting, AzureVolume ranged)
    implements AutoCloseable {
  /** A block of the matrix has three ranges. */
  static final int RANGE = 4096;

  static final Duration MINIMUM_AGE = Duration.ofMinutes(10);
  static final Duration LIFETIME = Duration.ofDays(1);

  /** One more than faults of one request in a row. */
  private static final int ATTEMPTS = 5;

  static Volumes open(
      URI endpoint, String container, HttpClient http, InstantSource clock, Timing timing)
      throws IOException {
    AzureOptions options = options().withHttpClients(HttpClients.of(http));
    VolumeContext context =
        VolumeContext.defaults()
            .withClock(clock)
            .withTrashPolicy(new TrashPolicy(MINIMUM_AGE, LIFETIME));
    VolumeContext deleting = context.withTrashPolicy(new TrashPolicy(MINIMUM_AGE, Duration.ZERO));
    AzureAccount account = account(endpoint);
    return new Volumes(
        AzureVolume.open(account, container, options, context, timing),
        AzureVolume.open(account, container, options, deleting, timing),
        AzureVolume.open(account, container, options.withMaxGetBytes(RANGE), context, timing));
  }

  static AzureOptions options() {
    AzureLimits limits = AzureLimits.defaults();
    return AzureOptions.defaults()
        .withLimits(
            new AzureLimits(
                limits.progress(),
                limits.control(),
                limits.data(),
                ATTEMPTS,
                limits.listAttempts(),
                limits.listDelay()));
  }

  static AzureAccount account(URI endpoint) {
    AzuriteAccount account = Azurite.shared().account();
    return AzureAccount.withKey(account.name(), Secret.of(account.key())).withEndpoint(endpoint);
  }

  @Override
  public void close() {
    plain.close();
    deleting.close();
    ranged.close();
  }
}
