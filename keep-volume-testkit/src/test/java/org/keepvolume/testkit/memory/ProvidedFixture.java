// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.memory;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.keepvolume.spi.VolumeProvider;
import org.keepvolume.spi.VolumeProviders;

/** A memory device whose provider is found through a services file of the test's own. */
public class ProvidedFixture extends MemoryFixture {
  private final ServicesLoader loader;
  private final Map<String, String> settings;

  /**
   * Makes an empty device.
   *
   * @param services the line in the services file
   * @param settings what is set beside the device
   */
  public ProvidedFixture(String services, Map<String, String> settings) {
    loader = new ServicesLoader(getClass().getClassLoader(), VolumeProvider.class, services);
    this.settings = settings;
  }

  @Override
  public ClassLoader providerLoader() {
    return loader;
  }

  @Override
  protected void addTo(VolumeProvider provider, MemoryDevice device) {
    if (provider instanceof BrokenProvider broken) {
      broken.add(device);
    }
  }

  @Override
  public Optional<Map<String, String>> configuration(VolumeProviders providers) {
    Map<String, String> all = new HashMap<>(settings);
    super.configuration(providers).ifPresent(all::putAll);
    return Optional.of(all);
  }
}
