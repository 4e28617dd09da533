// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.spi.VolumeProvider;

/** A provider that judges volumes of a declaration, and opens none. */
record TestProvider(ConfigSchema schema, Function<VolumeConfig, List<ConfigProblem>> judge)
    implements VolumeProvider {
  TestProvider(ConfigSchema schema) {
    this(schema, config -> List.of());
  }

  @Override
  public String type() {
    return schema.type();
  }

  @Override
  public List<ConfigProblem> validate(VolumeConfig config, Consumer<String> warnings) {
    return judge.apply(config);
  }

  @Override
  public Volume open(VolumeConfig config, VolumeContext context) {
    throw new AssertionError("opened " + config);
  }
}
