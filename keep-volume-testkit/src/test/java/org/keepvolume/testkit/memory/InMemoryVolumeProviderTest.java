// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.io.Resources;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.config.ConfigException;
import org.keepvolume.config.ConfigSchema;
import org.keepvolume.config.VolumeFlags;
import org.keepvolume.config.VolumeMaps;
import org.keepvolume.config.VolumeSpec;
import org.keepvolume.spi.VolumeProvider;
import org.keepvolume.spi.VolumeProviders;
import org.keepvolume.testkit.VolumeFixtureProvider;

/** Memory volumes by their names. */
class InMemoryVolumeProviderTest {
  private static final byte[] CONTENT = "abc".getBytes(StandardCharsets.UTF_8);
  private static final BlockHash HASH = BlockHash.of(CONTENT);
  private static final ConfigSchema APPLICATION =
      ConfigSchema.ofApplication("test", "A test").build();

  private final VolumeProviders providers = VolumeProviders.of(new InMemoryVolumeProvider());

  private Volume open(VolumeProviders of, String device) throws Exception {
    VolumeSpec spec =
        VolumeFlags.parse(List.of("-memory-device", device), of.schemas(), APPLICATION)
            .volumes()
            .get(0);
    return of.open(spec, VolumeContext.defaults());
  }

  @Test
  void volumesOfOneNameShareTheirBlocksAndOthersDoNot() throws Exception {
    try (Volume one = open(providers, "disk0");
        Volume same = open(providers, "disk0");
        Volume other = open(providers, "disk1")) {
      one.write(HASH, ByteBuffer.wrap(CONTENT));
      assertEquals(3, same.stat(HASH).size());
      assertThrows(BlockNotFoundException.class, () -> other.stat(HASH));
      assertEquals(
          List.of("disk0", "disk0", "disk1"),
          List.of(one.deviceId(), same.deviceId(), other.deviceId()));
    }
  }

  @Test
  void anotherProviderHasOtherDevices() throws Exception {
    try (Volume one = open(providers, "disk0");
        Volume other = open(VolumeProviders.of(new InMemoryVolumeProvider()), "disk0")) {
      one.write(HASH, ByteBuffer.wrap(CONTENT));
      assertThrows(BlockNotFoundException.class, () -> other.stat(HASH));
    }
  }

  @Test
  void deviceThatWasAddedIsTheOneOpenedByItsName() throws Exception {
    InMemoryVolumeProvider provider = new InMemoryVolumeProvider();
    MemoryDevice device = new MemoryDevice("disk0");
    provider.add(device);
    provider.add(device);
    try (Volume opened = open(VolumeProviders.of(provider), "disk0")) {
      opened.write(HASH, ByteBuffer.wrap(CONTENT));
    }
    assertEquals(Set.of(HASH), device.live.keySet());
    MemoryDevice other = new MemoryDevice("disk0");
    assertThrows(IllegalStateException.class, () -> provider.add(other));
    device.remove();
    VolumeException e =
        assertThrows(
            VolumeFailureException.class, () -> open(VolumeProviders.of(provider), "disk0"));
    assertEquals("open on disk0: there is no device disk0", e.getMessage());
  }

  @Test
  void blankNameIsRefusedByTheParser() {
    ConfigException e =
        assertThrows(
            ConfigException.class,
            () ->
                VolumeMaps.parse(
                    List.of(Map.of("type", "memory", "device", " ")), providers.schemas()));
    assertEquals("volume 1: device is \" \"; expected a name", e.getMessage());
  }

  /** A key that is added without a use must be seen here. */
  @Test
  void schemaHasNoOtherKeys() {
    assertEquals(
        List.of(InMemoryVolumeProvider.DEVICE), new InMemoryVolumeProvider().schema().keys());
    assertTrue(InMemoryVolumeProvider.DEVICE.defaultValue().isEmpty());
  }

  @Test
  void moduleAndServicesFilesNameTheSameProviders() throws Exception {
    Path classes = Path.of(location(InMemoryVolumeProvider.class));
    ModuleDescriptor module =
        ModuleFinder.of(classes).find("org.keepvolume.testkit").orElseThrow().descriptor();
    Map<String, List<String>> provided =
        module.provides().stream()
            .collect(
                Collectors.toMap(
                    ModuleDescriptor.Provides::service, ModuleDescriptor.Provides::providers));
    assertEquals(
        Map.of(
            VolumeProvider.class.getName(),
            List.of(InMemoryVolumeProvider.class.getName()),
            VolumeFixtureProvider.class.getName(),
            List.of(MemoryFixtureProvider.class.getName())),
        provided);
    for (Map.Entry<String, List<String>> service : provided.entrySet()) {
      URI file = classes.resolve("META-INF/services/" + service.getKey()).toUri();
      assertEquals(service.getValue(), Resources.readLines(file.toURL(), StandardCharsets.UTF_8));
    }
  }

  private static URI location(Class<?> type) throws Exception {
    return type.getProtectionDomain().getCodeSource().getLocation().toURI();
  }
}
