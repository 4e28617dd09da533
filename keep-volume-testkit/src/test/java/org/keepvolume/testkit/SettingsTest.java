// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keepvolume.testkit.clauses.Effort;

class SettingsTest {
  private static Settings settings(Map<String, String> values) {
    return Settings.from(name -> values.getOrDefault(name, ""));
  }

  @Test
  void defaultsAreThoseOfTheJavadoc() {
    Settings settings = settings(Map.of());
    assertEquals(Duration.ofSeconds(60), settings.testLimit());
    assertEquals(Duration.ofSeconds(30), settings.callLimit());
    assertEquals(Effort.NORMAL, settings.effort());
    assertEquals(200, settings.sequences());
    assertEquals(Set.of(), settings.required());
    assertEquals(Path.of("target/conformance"), settings.reports());
    assertTrue(settings.seed() >= 0 && settings.seed() < 1L << 53);
  }

  @Test
  void everySettingArrives() {
    Settings settings =
        settings(
            Map.of(
                "keepvolume.testkit.seed", "42",
                "keepvolume.testkit.timeout-scale", "0.5",
                "keepvolume.testkit.effort", "long",
                "keepvolume.testkit.walk", "7",
                "keepvolume.testkit.require", "posix, azure,",
                "keepvolume.testkit.reports", "elsewhere"));
    assertEquals(
        new Settings(42, 0.5, Effort.LONG, 7, Set.of("posix", "azure"), Path.of("elsewhere")),
        settings);
    assertEquals(Duration.ofMinutes(10), settings.testLimit());
    assertEquals(Duration.ofSeconds(15), settings.callLimit());
    assertEquals(140, settings.sequences());
  }

  @ParameterizedTest
  @CsvSource({
    "keepvolume.testkit.seed, x",
    "keepvolume.testkit.seed, -1",
    "keepvolume.testkit.seed, 9007199254740992",
    "keepvolume.testkit.timeout-scale, 0",
    "keepvolume.testkit.timeout-scale, NaN",
    "keepvolume.testkit.timeout-scale, Infinity",
    "keepvolume.testkit.effort, little",
    "keepvolume.testkit.walk, -1",
    "keepvolume.testkit.walk, some"
  })
  void badValueIsRefusedWithNameValueAndExpectation(String name, String value) {
    var refused = assertThrows(IllegalArgumentException.class, () -> settings(Map.of(name, value)));
    assertTrue(
        refused.getMessage().startsWith(name + " is \"" + value + "\"; expected "),
        refused.getMessage());
  }
}
