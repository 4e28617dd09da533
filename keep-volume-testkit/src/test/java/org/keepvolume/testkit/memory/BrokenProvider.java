// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.memory;

import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.config.ConfigException;
import org.keepvolume.config.ConfigSchema;
import org.keepvolume.config.VolumeConfig;
import org.keepvolume.spi.VolumeProvider;

/** A provider of memory volumes, of which subclasses break something. */
public class BrokenProvider implements VolumeProvider {
  private final InMemoryVolumeProvider memory = new InMemoryVolumeProvider();

  final void add(MemoryDevice device) {
    memory.add(device);
  }

  @Override
  public final String type() {
    return memory.type();
  }

  @Override
  public ConfigSchema schema() {
    return memory.schema();
  }

  @Override
  public Volume open(VolumeConfig config, VolumeContext context) throws VolumeException {
    return open(config.get(InMemoryVolumeProvider.DEVICE), context);
  }

  /** Opens a volume on a device of this provider. */
  protected final Volume open(String device, VolumeContext context) throws VolumeException {
    try {
      VolumeConfig config =
          VolumeConfig.builder(memory.schema()).set(InMemoryVolumeProvider.DEVICE, device).build();
      return memory.open(config, context);
    } catch (ConfigException e) {
      throw new IllegalArgumentException(device, e);
    }
  }
}
