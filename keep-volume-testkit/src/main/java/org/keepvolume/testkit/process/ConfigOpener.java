// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import com.google.common.collect.Maps;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.config.ConfigException;
import org.keepvolume.config.VolumeConfig;
import org.keepvolume.config.VolumeMaps;
import org.keepvolume.config.VolumeSpec;
import org.keepvolume.spi.VolumeProviders;

/**
 * Opens, in the second JVM, volumes of a configuration with the provider of their type.
 *
 * <p>For {@link OtherProcess#start(VolumeConfig)}; public since that JVM makes it by its name.
 */
public final class ConfigOpener implements VolumeOpener {
  // Once, since a provider may keep what its volumes share.
  private final VolumeProviders providers =
      VolumeProviders.load(ConfigOpener.class.getClassLoader());

  /** For the second JVM. */
  public ConfigOpener() {}

  /** Writes a config as an argument of a process. */
  static String argument(VolumeConfig config) {
    Map<String, String> encoded =
        Maps.transformValues(config.toMap(), text -> URLEncoder.encode(text, UTF_8));
    return Joiner.on('&').withKeyValueSeparator('=').join(encoded);
  }

  @Override
  public Volume open(String argument, VolumeContext context) throws Exception {
    VolumeConfig config = config(argument);
    return providers.find(config.schema().type()).orElseThrow().open(config, context);
  }

  private VolumeConfig config(String argument) throws ConfigException {
    Map<String, String> encoded = Splitter.on('&').withKeyValueSeparator('=').split(argument);
    Map<String, String> texts =
        Maps.transformValues(encoded, text -> URLDecoder.decode(text, UTF_8));
    List<VolumeSpec> specs = VolumeMaps.parse(List.of(texts), providers.schemas());
    return specs.get(0).config();
  }
}
