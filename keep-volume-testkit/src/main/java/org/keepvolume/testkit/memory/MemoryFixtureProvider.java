// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.memory;

import org.keepvolume.config.VolumeSpec;
import org.keepvolume.spi.VolumeProviders;
import org.keepvolume.testkit.VolumeFixtureProvider;

/** Fixtures for volumes of type {@code memory}, each of which has a device of its own. */
public final class MemoryFixtureProvider implements VolumeFixtureProvider {
  /** For {@link java.util.ServiceLoader}. */
  public MemoryFixtureProvider() {}

  @Override
  public String type() {
    return "memory";
  }

  @Override
  public Fixtures prepare(VolumeSpec spec, VolumeProviders providers) {
    return MemoryFixture::new; // a device has no settings but its name
  }
}
