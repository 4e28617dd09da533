// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.config.VolumeConfig;
import org.keepvolume.spi.VolumeProvider;
import org.keepvolume.testkit.memory.InMemoryVolumeProvider;

class ConfigOpenerTest {
  private static VolumeConfig named(String device) throws Exception {
    VolumeProvider provider = new InMemoryVolumeProvider();
    return VolumeConfig.builder(provider.schema())
        .set(InMemoryVolumeProvider.DEVICE, device)
        .build();
  }

  @Test
  void otherProcessOpensWhatTheConfigNamesWhateverItsLetters() throws Exception {
    String name = "a b=c&d%20ä";
    VolumeContext context = VolumeContext.defaults();
    try (OtherProcess other = OtherProcess.start(named(name));
        Volume volume = other.open(context)) {
      assertEquals(name, volume.deviceId());
    }
  }

  @Test
  void argumentOfAnUnknownTypeIsRefused() {
    Exception refused =
        assertThrows(
            Exception.class,
            () -> new ConfigOpener().open("type=tape&root=x", VolumeContext.defaults()));
    assertTrue(refused.getMessage().contains("tape"), refused.toString());
  }
}
