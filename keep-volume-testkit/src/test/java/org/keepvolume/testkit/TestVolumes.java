// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.keepvolume.TrashPolicy;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.testkit.memory.InMemoryVolume;
import org.keepvolume.testkit.memory.MemoryDevice;

/** Makes the volumes over which tests put faults. */
public final class TestVolumes {
  private TestVolumes() {}

  /**
   * Returns an empty volume in memory that trashes blocks of any age. Each look at its clock moves
   * it by a second, and a trashed copy is past its deadline at the next.
   */
  public static Volume newVolume(String deviceId) {
    return newVolume(deviceId, 0);
  }

  /** Returns such a volume whose clock shows more than the given seconds from the beginning. */
  public static Volume newVolume(String deviceId, long start) {
    AtomicLong seconds = new AtomicLong(start);
    VolumeContext context =
        VolumeContext.defaults()
            .withClock(() -> Instant.ofEpochSecond(seconds.incrementAndGet()))
            .withTrashPolicy(new TrashPolicy(Duration.ZERO, Duration.ofNanos(1)));
    try {
      return InMemoryVolume.open(new MemoryDevice(deviceId), context);
    } catch (VolumeException e) {
      throw new AssertionError("a new device could not be opened", e);
    }
  }
}
