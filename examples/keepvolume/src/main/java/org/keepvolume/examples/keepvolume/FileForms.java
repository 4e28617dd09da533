// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.Nullable;
import org.keepvolume.config.ConfigException;
import org.keepvolume.config.ConfigProblem;
import org.keepvolume.config.VolumeMaps;
import org.keepvolume.config.VolumeSchemas;
import org.keepvolume.config.VolumeSpec;

/**
 * Finds the volumes in what a file holds, in our form or in one of the original's two.
 *
 * <p>Ours is a list of volumes, which may stand under {@code volumes}; the original's are {@code
 * Clusters.<id>.Volumes}, a map, and {@code Volumes}, the list of the older {@code keepstore.yml}.
 * What else the file sets is not looked at.
 */
final class FileForms {
  private static final String OURS = "volumes";
  private static final String CLUSTERS = "Clusters";
  private static final String VOLUMES = "Volumes";
  private static final String EXPECTED =
      "expected a list of volumes, alone or under volumes; or the original's"
          + " Clusters.<id>.Volumes, or its older list under Volumes";

  private FileForms() {}

  /**
   * Reads the volumes.
   *
   * @param content maps, lists and scalars; null for an empty file
   * @return at least one volume
   * @throws ConfigException with every mistake, or with what is in place of volumes
   */
  static List<VolumeSpec> volumes(@Nullable Object content, VolumeSchemas schemas)
      throws ConfigException {
    if (content == null) {
      throw Yaml.mistake("", "is empty; " + EXPECTED);
    }
    List<VolumeSpec> volumes =
        content instanceof List
            ? VolumeMaps.parse(list("", content), schemas)
            : inKeys(map("", content), schemas);
    if (volumes.isEmpty()) {
      throw Yaml.mistake("", "names no volumes; " + EXPECTED);
    }
    return volumes;
  }

  private static List<VolumeSpec> inKeys(Map<String, Object> keys, VolumeSchemas schemas)
      throws ConfigException {
    List<String> forms = Stream.of(OURS, CLUSTERS, VOLUMES).filter(keys::containsKey).toList();
    if (forms.isEmpty()) {
      throw Yaml.mistake("", "names no volumes; " + EXPECTED);
    }
    if (forms.size() > 1) {
      throw Yaml.mistake("", "has " + String.join(" and ", forms) + "; expected one of them");
    }
    String form = forms.get(0);
    Object value = keys.get(form);
    return switch (form) {
      case OURS -> VolumeMaps.parse(list(OURS, value), schemas);
      case VOLUMES -> VolumeMaps.parseKeepstore(list(VOLUMES, value), schemas);
      default -> inCluster(map(CLUSTERS, value), schemas);
    };
  }

  private static List<VolumeSpec> inCluster(Map<String, Object> clusters, VolumeSchemas schemas)
      throws ConfigException {
    if (clusters.size() > 1) {
      throw Yaml.mistake(
          CLUSTERS,
          "has "
              + clusters.size()
              + " clusters, "
              + clusters.keySet().stream().limit(5).collect(Collectors.joining(", "))
              + "; expected one");
    }
    Map<String, Object> volumes = Map.of();
    for (Map.Entry<String, Object> cluster : clusters.entrySet()) {
      String where = CLUSTERS + "." + cluster.getKey();
      volumes = map(where + "." + VOLUMES, map(where, cluster.getValue()).get(VOLUMES));
    }
    // Without the URL of a service no volume is another one's.
    return VolumeMaps.parseCluster(volumes, "", schemas);
  }

  /** Takes a list of maps; nothing is an empty one. */
  private static List<Map<String, Object>> list(String where, @Nullable Object value)
      throws ConfigException {
    if (value != null && !(value instanceof List)) {
      throw Yaml.mistake(where, "expected a list of volumes, not " + kind(value));
    }
    List<Map<String, Object>> maps = new ArrayList<>();
    List<ConfigProblem> problems = new ArrayList<>();
    for (Object each : value == null ? List.of() : (List<?>) value) {
      if (each instanceof Map) {
        maps.add(map("", each));
      } else {
        String place = "volume " + (maps.size() + problems.size() + 1);
        problems.add(new ConfigProblem(place, "expected keys and values, not " + kind(each)));
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return maps;
  }

  /** Takes a map; nothing is an empty one. */
  private static Map<String, Object> map(String where, @Nullable Object value)
      throws ConfigException {
    Map<String, Object> keys = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, entry) -> keys.put(String.valueOf(key), entry));
    } else if (value != null) {
      String expected = where.isEmpty() ? "; " + EXPECTED : "; expected keys and values";
      throw Yaml.mistake(where, "is " + kind(value) + expected);
    }
    return keys;
  }

  private static String kind(@Nullable Object value) {
    if (value == null) {
      return "nothing";
    }
    return value instanceof List
        ? "a list"
        : value instanceof Map ? "keys and values" : "one value";
  }
}
