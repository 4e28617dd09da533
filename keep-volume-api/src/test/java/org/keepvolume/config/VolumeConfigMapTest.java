// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VolumeConfigMapTest {
  private static final ConfigKey<String> NAME = ConfigKey.string("name", "The name");
  private static final ConfigKey<Long> ROOM =
      ConfigKey.size("room", "The room", 0, Long.MAX_VALUE).withDefault(7L);
  private static final ConfigKey<Duration> LIMIT = ConfigKey.duration("limit", "The limit");
  private static final ConfigKey<Secret> PIN = ConfigKey.secret("pin", "The pin");
  private static final ConfigSchema SHELF =
      ConfigSchema.ofVolume("shelf", "A shelf")
          .volumeKey(NAME)
          .key(ROOM)
          .key(LIMIT)
          .key(PIN)
          .build();

  @Test
  void mapHasTheTypeAndWhatIsSetAndMakesAnEqualConfig() throws Exception {
    VolumeConfig config =
        VolumeConfig.builder(SHELF)
            .set(LIMIT, Duration.ofSeconds(90))
            .set(NAME, "oak, \"old\"")
            .build();
    Map<String, String> map = config.toMap();
    assertEquals(List.of("type", "name", "limit"), List.copyOf(map.keySet()));
    VolumeSchemas schemas = VolumeSchemas.of(List.of(SHELF), List.of());
    assertEquals(config, VolumeMaps.parse(List.of(map), schemas).get(0).config());
  }

  @Test
  void secretIsNotWrittenOut() throws Exception {
    VolumeConfig config =
        VolumeConfig.builder(SHELF).set(NAME, "oak").set(PIN, Secret.of("1234")).build();
    var refused = assertThrows(IllegalStateException.class, config::toMap);
    assertFalse(refused.getMessage().contains("1234"), refused.getMessage());
  }

  @Test
  void uriThatMayHaveASecretInItIsNotWrittenOut() throws Exception {
    ConfigKey<URI> place = ConfigKey.uri("place", "The place");
    ConfigSchema house = ConfigSchema.ofVolume("house", "A house").volumeKey(place).build();
    for (String uri : List.of("https://u:1234@h/", "https://h/?t=1234", "https://h/#1234")) {
      VolumeConfig config = VolumeConfig.builder(house).set(place, URI.create(uri)).build();
      var refused = assertThrows(IllegalStateException.class, config::toMap);
      assertEquals(
          "place of house may have a secret in it, which is not written out", refused.getMessage());
    }
    VolumeConfig config = VolumeConfig.builder(house).set(place, URI.create("http://h/a")).build();
    assertEquals(Map.of("type", "house", "place", "http://h/a"), config.toMap());
  }
}
