// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import java.nio.file.Path;
import java.util.List;
import javax.annotation.Nullable;
import org.keepvolume.config.ConfigException;
import org.keepvolume.config.VolumeSpec;

/**
 * Volumes that somebody has named.
 *
 * @param file the file in which they stand; null if they are named by flags
 * @param volumes at least one volume
 * @param warnings what a person should look at
 */
record Named(@Nullable Path file, List<VolumeSpec> volumes, List<String> warnings) {
  /** Says what is wrong, and where. */
  CheckException mistake(ConfigException mistakes) {
    return file == null
        ? new CheckException(mistakes.getMessage(), mistakes)
        : CheckException.in(file, mistakes);
  }

  /** Says what is wrong, and where; what there is to do depends on who named the volumes. */
  CheckException mistake(String what, String withFlags, String inFile) {
    return file == null
        ? new CheckException(what + withFlags)
        : mistake(Yaml.mistake("", what + inFile));
  }
}
