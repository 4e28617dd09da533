// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.config.ConfigKey;
import org.keepvolume.config.ConfigProblem;
import org.keepvolume.config.ConfigSchema;
import org.keepvolume.config.VolumeConfig;

/** A provider of one type, which finds fault with some places. */
class FakeProvider implements VolumeProvider {
  /** Opens the volume. */
  interface Opener {
    Volume open(VolumeConfig config, VolumeContext context) throws VolumeException;
  }

  final ConfigKey<String> place;
  private final ConfigSchema schema;
  private final Opener opener;

  FakeProvider(String type, Opener opener, String... flags) {
    ConfigKey<String> declared = ConfigKey.string("place", "Where the volume is");
    place = flags.length == 0 ? declared : declared.withFlags(flags);
    schema = ConfigSchema.ofVolume(type, "Places").volumeKey(place).build();
    this.opener = opener;
  }

  FakeProvider(String type, String... flags) {
    this(
        type,
        (config, context) -> {
          throw new AssertionError("opened " + config);
        },
        flags);
  }

  VolumeConfig at(String where) throws Exception {
    return VolumeConfig.builder(schema).set(place, where).build();
  }

  @Override
  public String type() {
    return schema.type();
  }

  @Override
  public ConfigSchema schema() {
    return schema;
  }

  @Override
  public List<ConfigProblem> validate(VolumeConfig config, Consumer<String> warnings) {
    List<ConfigProblem> problems = new ArrayList<>();
    String where = config.get(place);
    if (where.contains("bad")) {
      problems.add(new ConfigProblem("", where + " is a bad place"));
    }
    if (where.contains("far")) {
      problems.add(new ConfigProblem("place", "expected a nearer one"));
    }
    if (where.contains("odd")) {
      warnings.accept(where + " is an odd place");
    }
    return problems;
  }

  @Override
  public Volume open(VolumeConfig config, VolumeContext context) throws VolumeException {
    return opener.open(config, context);
  }
}
