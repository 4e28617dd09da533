// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.spi;

import java.util.List;
import java.util.function.Consumer;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.config.ConfigProblem;
import org.keepvolume.config.ConfigSchema;
import org.keepvolume.config.VolumeConfig;

/**
 * Makes volumes of one type from their configuration.
 *
 * <p>A jar with {@code META-INF/services/org.keepvolume.spi.VolumeProvider}, or a module that
 * provides this interface, is a backend (PR-1): {@link VolumeProviders#load} finds it, and its
 * settings become flags, keys of the config file, and help. A provider has a public constructor
 * without parameters that does nothing. All methods may be called from any thread.
 */
public interface VolumeProvider {
  /**
   * Returns the type of volume.
   *
   * @return the type of the {@link #schema}, the same at each call
   */
  String type();

  /**
   * Returns the declaration of the settings.
   *
   * @return the same schema at each call
   */
  ConfigSchema schema();

  /**
   * Judges what parsing does not: names that a service would refuse, and files. Asks no service and
   * changes nothing.
   *
   * @param config a config of the {@link #schema}, complete and checked by it
   * @param warnings takes sentences without their full stops on what a person should look at; no
   *     secrets
   * @return what is wrong; empty if the volume may be opened; {@code where} may be empty
   */
  default List<ConfigProblem> validate(VolumeConfig config, Consumer<String> warnings) {
    return List.of();
  }

  /**
   * Opens a volume: the backend itself, in no layer.
   *
   * @param config a config of the {@link #schema}, complete and checked by it
   * @param context clock, trash policy, threads and observer of the application
   * @return a new volume, which the caller closes
   * @throws VolumeException if that fails; nothing is left open and nothing was created (LC-1)
   */
  Volume open(VolumeConfig config, VolumeContext context) throws VolumeException;
}
