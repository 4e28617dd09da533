// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keepvolume.config.ConfigException;
import org.keepvolume.config.ConfigKey;
import org.keepvolume.config.ConfigProblem;
import org.keepvolume.config.VolumeConfig;
import org.keepvolume.config.VolumeMaps;
import org.keepvolume.config.VolumeSchemas;

/** Every setting arrives in the options, and has the options' default. */
class PosixKeysTest {
  private static final VolumeSchemas SCHEMAS =
      VolumeSchemas.of(List.of(PosixKeys.SCHEMA), List.of());

  /** A setting as text, where it must arrive, and as what. */
  private record Mapping(String text, Function<PosixOptions, Object> option, Object value) {}

  private static final Map<String, Mapping> MAPPINGS =
      Map.of(
          "durability",
          new Mapping("none", PosixOptions::durability, Durability.NONE),
          "file-mode",
          new Mapping("0640", PosixOptions::fileMode, PosixFilePermissions.fromString("rw-r-----")),
          "directory-mode",
          new Mapping(
              "711", PosixOptions::directoryMode, PosixFilePermissions.fromString("rwx--x--x")),
          "min-free",
          new Mapping("1GiB", PosixOptions::minFree, 1L << 30),
          "index-threads",
          new Mapping("3", PosixOptions::indexThreads, 3),
          "linked-directories",
          new Mapping("true", PosixOptions::linkedDirectories, true),
          "progress-limit",
          new Mapping("7s", options -> options.limits().progress(), Duration.ofSeconds(7)),
          "total-limit",
          new Mapping("2h", options -> options.limits().total(), Duration.ofHours(2)));

  private static VolumeConfig parse(Map<String, String> settings) throws ConfigException {
    Map<String, String> all = new TreeMap<>(settings);
    all.putIfAbsent("type", "posix");
    all.putIfAbsent("root", "/data/disk0");
    return VolumeMaps.parse(List.of(all), SCHEMAS).get(0).config();
  }

  @Test
  void everyKeyOfTheSchemaButTheRootHasAMapping() {
    Set<String> keys =
        PosixKeys.SCHEMA.keys().stream().map(ConfigKey::name).collect(Collectors.toSet());
    keys.remove("root");
    assertEquals(MAPPINGS.keySet(), keys);
  }

  @Test
  void everySettingArrivesInItsOptionAloneAndOtherOptionsKeepTheirDefaults() throws Exception {
    for (Map.Entry<String, Mapping> set : MAPPINGS.entrySet()) {
      PosixOptions options = PosixKeys.options(parse(Map.of(set.getKey(), set.getValue().text)));
      MAPPINGS.forEach(
          (key, mapping) -> {
            Object byDefault = mapping.option.apply(PosixOptions.defaults());
            assertNotEquals(byDefault, mapping.value, key);
            assertEquals(
                key.equals(set.getKey()) ? mapping.value : byDefault,
                mapping.option.apply(options),
                key + " with " + set.getKey() + " set");
          });
    }
  }

  @Test
  void rootIsThePathAsItIs() throws Exception {
    assertEquals(
        Path.of("/data/disk 1"), parse(Map.of("root", "/data/disk 1")).get(PosixKeys.ROOT));
  }

  @Test
  void relativeRootAndBadLimitsAreBothTold() {
    ConfigException e =
        assertThrows(
            ConfigException.class, () -> parse(Map.of("root", "data", "total-limit", "10s")));
    assertEquals(
        List.of(
            "root is \"data\"; expected an absolute path, which begins with /",
            "progress-limit, total-limit: progress limit is PT1M; expected 1 ms up to the total"
                + " limit, PT10S"),
        e.problems().stream().map(ConfigProblem::what).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "file-mode | 0400 | file-mode is \"0400\": expected three octal digits, such as 0600, for"
            + " the owner at least 0600",
        "file-mode | 8600 | file-mode is \"8600\": expected three octal digits, such as 0600, for"
            + " the owner at least 0600",
        "directory-mode | 4755 | directory-mode is \"4755\": expected three octal digits, such as"
            + " 0755, for the owner at least 0700",
        "root | data | root is \"data\"; expected an absolute path, which begins with /",
        "total-limit | 10s | progress-limit, total-limit: progress limit is PT1M; expected 1 ms up"
            + " to the total limit, PT10S",
        "index-threads | 9 | index-threads is \"9\": expected a whole number from 1 to 8",
      })
  void mistakeIsNamed(String key, String value, String message) {
    ConfigException e = assertThrows(ConfigException.class, () -> parse(Map.of(key, value)));
    assertEquals("volume 1: " + message, e.getMessage());
  }
}
