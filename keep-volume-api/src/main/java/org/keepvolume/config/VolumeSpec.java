// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import static java.util.Objects.requireNonNull;

import org.keepvolume.store.MountOptions;

/**
 * A volume that is to be opened and mounted, named by code, flags or a config file alike.
 *
 * @param config its settings, of which the schema tells the type
 * @param options how it takes part in a block store
 */
public record VolumeSpec(VolumeConfig config, MountOptions options) {
  /**
   * Checks the arguments.
   *
   * @param config as given above
   * @param options as given above
   */
  public VolumeSpec {
    requireNonNull(config, "config");
    requireNonNull(options, "options");
  }

  /**
   * Returns the type of volume.
   *
   * @return the type of the provider that opens it
   */
  public String type() {
    return config.schema().type();
  }
}
