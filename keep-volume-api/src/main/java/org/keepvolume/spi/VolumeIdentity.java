// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.spi;

import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.List;
import org.keepvolume.config.ConfigException;
import org.keepvolume.config.ConfigKey;
import org.keepvolume.config.ConfigProblem;
import org.keepvolume.config.ConfigSchema;
import org.keepvolume.config.VolumeConfig;

/**
 * What tells volumes apart by their settings: the type, and the keys that none can do without.
 *
 * @param type the type of volume
 * @param values the values of those keys, by name
 */
record VolumeIdentity(String type, ImmutableMap<String, Object> values) {
  static VolumeIdentity of(VolumeConfig config) {
    ImmutableMap.Builder<String, Object> values = ImmutableMap.builder();
    for (ConfigKey<?> key : config.schema().keys()) {
      if (config.isSet(key) && (key.isRequired() || completes(config, key))) {
        Object value = config.get(key);
        values.put(
            key.name(), value instanceof Path path ? path.toAbsolutePath().normalize() : value);
      }
    }
    return new VolumeIdentity(config.schema().type(), values.buildOrThrow());
  }

  /** The key that makes a volume need not say that it is required: a config misses it if alone. */
  private static <T> boolean completes(VolumeConfig config, ConfigKey<T> key) {
    ConfigSchema schema = config.schema();
    VolumeConfig.Builder alone = VolumeConfig.builder(schema).set(key, config.get(key));
    return !problems(alone).equals(problems(VolumeConfig.builder(schema)));
  }

  private static List<ConfigProblem> problems(VolumeConfig.Builder config) {
    try {
      VolumeConfig unused = config.build();
      return List.of();
    } catch (ConfigException e) {
      return e.problems();
    } catch (RuntimeException e) {
      // Of a check, which is asked when nothing is missing.
      return List.of(new ConfigProblem(e.toString(), "thrown"));
    }
  }
}
