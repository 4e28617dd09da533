// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import java.util.List;
import org.keepvolume.TrashPolicy;
import org.keepvolume.store.MountOptions;

/**
 * What a command line said.
 *
 * @param volumes the volumes, in the order of their flags
 * @param trashPolicy how long blocks are safe from trash, and can be restored
 * @param application the application's own settings
 * @param settingsAtEnd the settings of mounts in force after the last argument, for volumes that
 *     are found in another way
 * @param warnings what a person should look at, each with its argument's position; may be empty
 * @param helpWanted whether {@code -h} or {@code -help} was there
 */
public record ParsedFlags(
    List<VolumeSpec> volumes,
    TrashPolicy trashPolicy,
    VolumeConfig application,
    MountOptions settingsAtEnd,
    List<String> warnings,
    boolean helpWanted) {
  /**
   * Copies the lists.
   *
   * @param volumes as given above
   * @param trashPolicy as given above
   * @param application as given above
   * @param settingsAtEnd as given above
   * @param warnings as given above
   * @param helpWanted as given above
   */
  public ParsedFlags {
    volumes = List.copyOf(volumes);
    warnings = List.copyOf(warnings);
  }
}
