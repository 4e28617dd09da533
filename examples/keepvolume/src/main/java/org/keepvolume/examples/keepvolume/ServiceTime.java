// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.keepvolume.BlockHash;
import org.keepvolume.testkit.TimeControl;

/**
 * The time of a service that stamps blobs itself: this machine's, moved by as much as the kit says.
 * The two clocks must agree to the second, or clauses of time fail.
 */
final class ServiceTime implements TimeControl {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  private final Duration dataLimit;

  /** Takes the longest time that a write of the volume may last. */
  ServiceTime(Duration dataLimit) {
    this.dataLimit = dataLimit;
  }

  @Override
  public InstantSource clock() {
    return () -> InstantSource.system().instant().plus(ahead.get());
  }

  @Override
  public void advance(Duration by) {
    var unused = ahead.updateAndGet(now -> now.plus(by));
  }

  /** Returns false: the service stamps by arrival. */
  @Override
  public boolean backdate(BlockHash hash, Instant mtime) {
    return false;
  }

  @Override
  public Duration granularity() {
    return SECOND;
  }

  /** As docs/azure.md has it. */
  @Override
  public Duration trashMargin(Duration minimumAge) {
    if (minimumAge.isZero()) {
      return Duration.ZERO;
    }
    Duration hundredth = minimumAge.dividedBy(100);
    return SECOND.plus(hundredth.compareTo(dataLimit) < 0 ? hundredth : dataLimit);
  }
}
