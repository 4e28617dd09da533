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
    Volumes volumes =
        new Volumes(
            AzureVolume.open(account, container, options, context, timing),
            AzureVolume.open(account, container, options, deleting, timing),
            AzureVolume.open(account, container, options.withMaxGetBytes(RANGE), context, timing));
    Shown.texts(account, options, context, volumes.plain, volumes.plain.deviceId(), volumes.ranged);
    return volumes;
  }

  static AzureOptions options() {
    AzureLimits limits = AzureLimits.defaults();
    int attempts = FaultRun.OF_THIS_JVM.attempts();
    return AzureOptions.defaults()
        .withLimits(
            new AzureLimits(
                RecordedPauses.PROGRESS,
                limits.control(),
                limits.data(),
                attempts,
                FaultRun.OF_THIS_JVM.isPatient() ? limits.listAttempts() : attempts,
                limits.listDelay()));
  }

  static AzureAccount account(URI endpoint) {
    return account(Azurite.shared().account(), endpoint);
  }

  static AzureAccount account(AzuriteAccount account, URI endpoint) {
    return FaultRun.OF_THIS_JVM.credential().at(account, endpoint);
  }

  @Override
  public void close() {
    plain.close();
    deleting.close();
    ranged.close();
  }
}
