// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashSweep;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.testkit.TimeControl;
import org.keepvolume.testkit.memory.InMemoryVolume;
import org.keepvolume.testkit.memory.MemoryDevice;
import org.keepvolume.testkit.memory.MemoryFixture;
import org.keepvolume.testkit.memory.MemoryRaw;

/**
 * A device with a clock of its own, which stamps what arrives and cannot be set, as a service has;
 * it keeps no trashed copy of a block that is written again.
 */
public final class ArrivalFixture extends MemoryFixture {
  private static final Instant START = Instant.parse("2024-02-29T12:34:56.7Z");

  private final MemoryDevice device = new MemoryDevice("service");
  private final InstantSource running;
  private final InstantSource own;
  private final MemoryRaw raw;
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  /** Makes a device whose clock is a time ahead of the volumes'. */
  public ArrivalFixture(Duration skew) {
    long made = System.nanoTime();
    running = () -> START.plusNanos(System.nanoTime() - made);
    own = () -> running.instant().plus(skew);
    raw = new MemoryRaw(device, own);
  }

  @Override
  public MemoryRaw raw() {
    return raw;
  }

  @Override
  public Volume open(VolumeContext context) throws VolumeException {
    Volume ageing = InMemoryVolume.open(device, context);
    return new ForwardingVolume(InMemoryVolume.open(device, context.withClock(own))) {
      @Override
      public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
        super.write(hash, data);
        raw.deadlines(hash).forEach(deadline -> raw.removeTrash(hash, deadline));
      }

      @Override
      public TrashOutcome trash(BlockHash hash, @Nullable Instant onlyIfMtime)
          throws VolumeException {
        return ageing.trash(hash, onlyIfMtime);
      }

      @Override
      public TrashSweep emptyTrash() throws VolumeException {
        return ageing.emptyTrash();
      }
    };
  }

  @Override
  public TimeControl time() {
    return new TimeControl() {
      @Override
      public InstantSource clock() {
        return () -> running.instant().plus(ahead.get());
      }

      @Override
      public void advance(Duration by) {
        var unused = ahead.updateAndGet(before -> before.plus(by));
      }

      @Override
      public boolean backdate(BlockHash hash, Instant mtime) {
        return false;
      }

      @Override
      public Duration granularity() {
        return Duration.ofNanos(1);
      }
    };
  }
}
