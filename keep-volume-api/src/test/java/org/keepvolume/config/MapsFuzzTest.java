// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepvolume.FuzzRun;

/** Any map that a parser of YAML could make gives volumes, or complaints that tell where. */
final class MapsFuzzTest {
  private static Stream<String> saved() throws IOException {
    return FuzzRun.saved(MapsFuzzTest.class, "fuzz-maps.txt").filter(line -> !line.isEmpty());
  }

  /** Makes a map of words such as {@code key=value} and {@code map.key=value}. */
  private static Map<String, Object> map(List<String> words) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      int dot = word.lastIndexOf('.', equals);
      String value = word.substring(equals + 1);
      if (dot < 0) {
        map.put(word.substring(0, equals), value);
      } else {
        @SuppressWarnings("unchecked") // no line has both a value and a map
        Map<String, Object> below =
            (Map<String, Object>)
                map.computeIfAbsent(word.substring(0, dot), key -> new LinkedHashMap<>());
        below.put(word.substring(dot + 1, equals), value.equals("true") ? true : value);
      }
    }
    return map;
  }

  private static void check(String form, Map<String, Object> volume) {
    try {
      ConfigOracle.check(
          switch (form) {
            case "ours" -> VolumeMaps.parse(List.of(volume), TestSchemas.ALL);
            case "old" -> VolumeMaps.parseKeepstore(List.of(volume), TestSchemas.ALL);
            default -> VolumeMaps.parseCluster(Map.of("a", volume), "http://a", TestSchemas.ALL);
          });
    } catch (ConfigException e) {
      ConfigOracle.check(e, form.equals("ours") ? "volume 1" : "Volumes.");
    }
  }

  @ParameterizedTest
  @MethodSource("saved")
  void savedInputs(String line) {
    List<String> words = List.of(line.split(" ", -1));
    check(words.get(0), map(words.subList(1, words.size())));
  }

  @Test
  void ourForm() {
    FuzzRun.repeat(
        random -> {
          ConfigSchema schema = schema(random);
          Map<String, Object> volume = new LinkedHashMap<>();
          put(random, volume, "type", schema.type());
          schema.keys().forEach(key -> some(random, volume, key, key.name()));
          CommonKeys.MOUNT.keys().forEach(key -> some(random, volume, key, key.name()));
          check("ours", volume);
        });
  }

  @Test
  void theOriginalsForms() {
    FuzzRun.repeat(
        random -> {
          ConfigSchema schema = schema(random);
          Map<String, Object> parameters = new LinkedHashMap<>();
          schema.keys().forEach(key -> some(random, parameters, key, key.parameter()));
          some(random, parameters, CommonKeys.SERIALIZE, "Serialize");
          boolean old = random.nextBoolean();
          Map<String, Object> volume = old ? parameters : new LinkedHashMap<>();
          put(random, volume, old ? "Type" : "Driver", schema.driver());
          some(random, volume, CommonKeys.READ_ONLY, "ReadOnly");
          some(random, volume, CommonKeys.STORAGE_CLASSES, "StorageClasses");
          some(
              random, volume, CommonKeys.REPLICATION, (old ? schema.driver() : "") + "Replication");
          if (!old) {
            put(random, volume, "DriverParameters", parameters);
            Map<String, Object> host = new HashMap<>();
            some(random, host, CommonKeys.READ_ONLY, "ReadOnly");
            put(random, volume, "AccessViaHosts", Map.of("http://a/", host));
          }
          check(old ? "old" : "cluster", volume);
        });
  }

  private static ConfigSchema schema(Random random) {
    return random.nextInt(3) == 0 ? TestSchemas.POSIX : TestSchemas.AZURE;
  }

  private static void some(Random random, Map<String, Object> into, ConfigKey<?> key, String name) {
    if (random.nextInt(key.isRequired() ? 20 : 3) == 0 == !key.isRequired()) {
      put(random, into, name, ConfigInputs.value(random, key));
    }
  }

  private static void put(Random random, Map<String, Object> into, String name, Object value) {
    String key = random.nextInt(60) == 0 ? FuzzRun.mutate(random, name) : name;
    into.put(key, random.nextInt(30) == 0 ? other(random, value) : value);
  }

  private static Object other(Random random, Object value) {
    Map<Object, Object> map = new HashMap<>();
    map.put(value instanceof String ? value : List.of("list"), random.nextBoolean() ? true : value);
    List<Object> itself = new ArrayList<>(List.of(value));
    itself.add(itself);
    Map<Object, Object> number = new HashMap<>();
    number.put(1, null);
    Object[] others = {map, itself, number, List.of(value), List.of(), Map.of(), 1.5, Double.NaN};
    return others[random.nextInt(others.length)];
  }
}
