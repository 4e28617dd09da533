// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.keepvolume.BlockHash;
import org.keepvolume.testkit.AdjustableClock;
import org.keepvolume.testkit.TimeControl;

/** The time of a service that stamps blobs by {@link ClockStamps}. */
final class EmulatorTime implements TimeControl {
  /** With a fraction of a second, which the service does not keep. */
  private static final Instant START = Instant.parse("2024-02-29T12:34:56.123456789Z");

  private final AdjustableClock clock = new AdjustableClock(START);
  private final Map<String, Long> stamps = new ConcurrentHashMap<>();
  private ContainerRaw raw;

  /** Returns what stamps the blobs of the fixture's container by a clock. */
  ClockStamps stamps(InstantSource clock) {
    return ClockStamps.of(clock, stamps);
  }

  /** Returns what stamps them behind the volumes' backs. */
  ClockStamps exactStamps() {
    return ClockStamps.exact(clock, stamps);
  }

  void use(ContainerRaw raw) {
    this.raw = raw;
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public void advance(Duration by) {
    clock.advance(by);
  }

  @Override
  public boolean backdate(BlockHash hash, Instant mtime) {
    raw.setMtime(hash, mtime);
    return true;
  }

  @Override
  public Duration granularity() {
    return Duration.ofSeconds(1);
  }

  @Override
  public Duration trashMargin(Duration minimumAge) {
    return Marks.margin(minimumAge, AzureLimits.defaults());
  }
}
