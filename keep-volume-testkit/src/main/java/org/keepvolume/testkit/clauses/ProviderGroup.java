// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.keepvolume.config.ConfigException;
import org.keepvolume.config.ConfigSchema;
import org.keepvolume.config.VolumeMaps;
import org.keepvolume.config.VolumeSpec;
import org.keepvolume.spi.VolumeProvider;
import org.keepvolume.spi.VolumeProviders;

/** What the tests of providers have in common: the providers found, and a configuration. */
abstract class ProviderGroup extends ClauseGroup {
  static final String TYPE = "type";

  /** Finds providers as an application does. */
  final VolumeProviders load() {
    return VolumeProviders.load(subject().fixture().providerLoader());
  }

  /** Returns the settings of a volume on this test's device, with its type. */
  final Map<String, String> settings(VolumeProviders providers) throws Exception {
    Map<String, String> settings =
        subject()
            .fixture()
            .configuration(providers)
            .orElseThrow(
                () -> new NotApplicable("the fixture names no configuration of its device"));
    see(
        settings.containsKey(TYPE),
        "VolumeFixture.configuration has no type, but %s",
        settings.keySet());
    return settings;
  }

  /** Returns the declaration of the settings; a provider that is not there is no case of CF-1. */
  static ConfigSchema schema(VolumeProviders providers, Map<String, String> settings) {
    return providers
        .find(settings.get(TYPE))
        .map(VolumeProvider::schema)
        .orElseThrow(() -> new NotApplicable("there is no provider, which is PR-1's to say"));
  }

  static VolumeSpec parse(VolumeProviders providers, Map<String, String> settings)
      throws ConfigException {
    return VolumeMaps.parse(List.of(settings), providers.schemas()).get(0);
  }

  static Map<String, String> with(Map<String, String> settings, String key, String value) {
    Map<String, String> changed = new HashMap<>(settings);
    changed.put(key, value);
    return changed;
  }
}
