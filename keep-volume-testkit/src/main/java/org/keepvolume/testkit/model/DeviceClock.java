// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.keepvolume.BlockHash;
import org.keepvolume.Volume;
import org.keepvolume.testkit.VolumeFixture;

/**
 * The clock that stamps a device's blocks: the one its volumes are opened with, or the device's
 * own.
 */
final class DeviceClock {
  private final InstantSource clock;
  private final boolean settable;

  private DeviceClock(InstantSource clock, boolean settable) {
    this.clock = clock;
    this.settable = settable;
  }

  /** Finds it out, on an empty device that is left empty. */
  static DeviceClock of(VolumeFixture fixture, Volume volume) throws Exception {
    BlockHash probe = WalkBlocks.hash(1);
    fixture.raw().put(probe, WalkBlocks.bytes(1, 0));
    try {
      Instant present = fixture.time().clock().instant().truncatedTo(ChronoUnit.SECONDS);
      if (fixture.time().backdate(probe, present)) {
        return new DeviceClock(fixture.time().clock(), true);
      }
      long start = System.nanoTime();
      Instant stamped = volume.stat(probe).mtime();
      return new DeviceClock(() -> stamped.plusNanos(System.nanoTime() - start), false);
    } finally {
      fixture.raw().remove(probe);
    }
  }

  Instant now() {
    return clock.instant();
  }

  /** Tells whether mtimes can be set, so that the fixture's clock is the device's. */
  boolean settable() {
    return settable;
  }
}
