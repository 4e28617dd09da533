// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.memory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keepvolume.BlockHash;
import org.keepvolume.Capability;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.spi.VolumeProvider;
import org.keepvolume.spi.VolumeProviders;
import org.keepvolume.testkit.AdjustableClock;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.Proof;
import org.keepvolume.testkit.TimeControl;
import org.keepvolume.testkit.VolumeFixture;

/** An empty memory device; subclasses open broken volumes on it. */
public class MemoryFixture implements VolumeFixture {
  /** With nanoseconds, to see whether they are kept. */
  private static final Instant START = Instant.parse("2024-02-29T12:34:56.123456789Z");

  private final MemoryDevice device = new MemoryDevice("disk0");
  private final AdjustableClock clock = new AdjustableClock(START);
  private final MemoryRaw raw = new MemoryRaw(device, clock);

  /** Makes an empty device. */
  public MemoryFixture() {}

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.WRITE, Capability.TRASH);
  }

  @Override
  public Volume open(VolumeContext context) throws Exception {
    return InMemoryVolume.open(device, context);
  }

  @Override
  public MissingDevice missingDevice() {
    MemoryDevice missing = new MemoryDevice("disk1");
    missing.remove();
    return new MissingDevice() {
      @Override
      public String name() {
        return missing.id();
      }

      @Override
      public Volume open(VolumeContext context) throws VolumeException {
        return InMemoryVolume.open(missing, context);
      }

      @Override
      public boolean exists() {
        return missing.exists();
      }
    };
  }

  @Override
  public MemoryRaw raw() {
    return raw;
  }

  @Override
  public TimeControl time() {
    return new TimeControl() {
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
        return Duration.ofNanos(1);
      }
    };
  }

  @Override
  public Optional<Map<String, String>> configuration(VolumeProviders providers) {
    providers.all().forEach(provider -> addTo(provider, device));
    return Optional.of(Map.of("type", "memory", "device", device.id()));
  }

  /**
   * Lets a provider open volumes on the fixture's device.
   *
   * @param provider any provider; one of another type is left alone
   * @param device the device
   */
  protected void addTo(VolumeProvider provider, MemoryDevice device) {
    if (provider instanceof InMemoryVolumeProvider memory) {
      memory.add(device);
    }
  }

  @Override
  public Proof provenBy(Clause clause) {
    return Proof.REFERENCE;
  }

  @Override
  public void close() {}
}
