// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.memory;

import static com.google.common.base.Preconditions.checkState;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.config.ConfigKey;
import org.keepvolume.config.ConfigSchema;
import org.keepvolume.config.VolumeConfig;
import org.keepvolume.spi.VolumeProvider;

/**
 * Makes volumes of type {@code memory}, by the flag {@code -memory-device}, for tests: what they
 * keep is gone with the provider.
 *
 * <p>A device that nobody has added is made, empty, when a volume is first opened on it; from then
 * on its name means that device. Another provider object has other devices. Safe for use by any
 * number of threads.
 */
public final class InMemoryVolumeProvider implements VolumeProvider {
  /** The device's name; volumes of one name share their blocks. */
  public static final ConfigKey<String> DEVICE =
      ConfigKey.string("device", "The name of the device; volumes of one name share its blocks");

  private static final ConfigSchema SCHEMA =
      ConfigSchema.ofVolume("memory", "Memory of this process, for tests; lost when it ends")
          .volumeKey(DEVICE)
          .check(InMemoryVolumeProvider::check)
          .build();

  private final Map<String, MemoryDevice> devices = new ConcurrentHashMap<>();

  /** Makes a provider without devices. */
  public InMemoryVolumeProvider() {}

  private static Optional<String> check(VolumeConfig config) {
    return config.get(DEVICE).isBlank()
        ? Optional.of("device is \"" + config.get(DEVICE) + "\"; expected a name")
        : Optional.empty();
  }

  @Override
  public String type() {
    return SCHEMA.type();
  }

  @Override
  public ConfigSchema schema() {
    return SCHEMA;
  }

  /**
   * Lets volumes be opened on a device by its name.
   *
   * @param device the device
   * @throws IllegalStateException if the name means another device already
   */
  public void add(MemoryDevice device) {
    MemoryDevice other = devices.putIfAbsent(device.id(), device);
    checkState(other == null || other == device, "there is another device %s", device);
  }

  @Override
  public Volume open(VolumeConfig config, VolumeContext context) throws VolumeException {
    MemoryDevice device = devices.computeIfAbsent(config.get(DEVICE), MemoryDevice::new);
    return InMemoryVolume.open(device, context);
  }
}
