// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.spi;

import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import org.keepvolume.config.ConfigKey;
import org.keepvolume.config.VolumeConfig;

/**
 * What tells volumes apart by their settings: the type, and the keys that name one.
 *
 * @param type the type of volume
 * @param values the values of those keys, by name
 */
record VolumeIdentity(String type, ImmutableMap<String, Object> values) {
  static VolumeIdentity of(VolumeConfig config) {
    ImmutableMap.Builder<String, Object> values = ImmutableMap.builder();
    for (ConfigKey<?> key : config.schema().namingKeys()) {
      if (config.isSet(key)) {
        Object value = config.get(key);
        values.put(
            key.name(), value instanceof Path path ? path.toAbsolutePath().normalize() : value);
      }
    }
    return new VolumeIdentity(config.schema().type(), values.buildOrThrow());
  }
}
