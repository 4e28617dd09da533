// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import static org.keepvolume.testkit.Clause.PR_1;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.keepvolume.Volume;
import org.keepvolume.config.VolumeSpec;
import org.keepvolume.spi.VolumeProvider;
import org.keepvolume.spi.VolumeProviders;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.Verifies;

/** How an application finds a backend: PR-1. */
public abstract class ProviderClauses extends ProviderGroup {
  @Test
  @Verifies(PR_1)
  void providerIsFoundByServiceLoader() throws Exception {
    VolumeProviders providers = load();
    requireProvider(providers, settings(providers));
  }

  @Test
  @Verifies(PR_1)
  void configuredVolumeIsOnTheDeviceThatItsSettingsName() throws Exception {
    VolumeProviders providers = load();
    Map<String, String> settings = settings(providers);
    requireProvider(providers, settings);
    VolumeSpec spec = parse(providers, settings);
    TestBlock block = stored(1000);
    Volume opened = subject().closeLater(providers.open(spec, subject().context(POLICY)));
    String expected = volume().deviceId();
    see(
        opened.deviceId().equals(expected),
        "the volume that the provider opens is on %s, not on %s",
        opened.deviceId(),
        expected);
    requireContent(opened, block);
  }

  private static void requireProvider(VolumeProviders providers, Map<String, String> settings) {
    Optional<VolumeProvider> provider = providers.find(settings.get(TYPE));
    see(
        provider.isPresent(),
        "no provider of type %s; %s",
        settings.get(TYPE),
        providers.schemas().known());
  }
}
