// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.annotation.Nullable;
import javax.annotation.concurrent.ThreadSafe;

/**
 * Tells the present for what depends on age: by the service's clock, which stamps the blobs, unless
 * the application gave a clock of its own.
 */
@ThreadSafe
final class DeviceClock {
  private static final System.Logger LOG = System.getLogger(AzureVolume.class.getName());
  private static final Duration WORTH_A_WARNING = Duration.ofMinutes(1);

  private final InstantSource given;
  private final boolean systems;
  private final String volume;
  private final AtomicBoolean warned = new AtomicBoolean();

  DeviceClock(InstantSource given, String volume) {
    this.given = given;
    this.volume = volume;
    systems = given.equals(InstantSource.system()) || isSystems(given);
  }

  /** Whatever its zone. */
  private static boolean isSystems(InstantSource given) {
    return given instanceof Clock clock && clock.withZone(ZoneOffset.UTC).equals(Clock.systemUTC());
  }

  /**
   * Returns the present.
   *
   * @param date the time of the service's answer; null if it did not tell
   */
  Instant now(@Nullable Instant date) {
    if (!systems || date == null) {
      return given.instant();
    }
    Duration skew = Duration.between(date, given.instant());
    if (skew.abs().compareTo(WORTH_A_WARNING) > 0 && warned.compareAndSet(false, true)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the clock of this host is {0} off that of {1}, by which the age of blocks is told;"
              + " beyond 15 minutes the service refuses account keys",
          skew,
          volume);
    }
    return date;
  }
}
