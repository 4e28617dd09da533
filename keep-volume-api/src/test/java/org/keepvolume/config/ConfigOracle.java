// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keepvolume.Access;

/** What holds for any configuration: clear complaints, or volumes that print back the same. */
final class ConfigOracle {
  /** Stands in every secret, and in no message. */
  static final String MARKER = "M4RK3R";

  private ConfigOracle() {}

  /** Checks a complaint: each problem is one line that tells where it is. */
  static void check(ConfigException thrown, String where) {
    assertFalse(thrown.problems().isEmpty());
    assertEquals(thrown.problems().size(), thrown.getMessage().lines().count());
    for (ConfigProblem problem : thrown.problems()) {
      checkText(problem.toString());
      assertTrue(problem.where().startsWith(where), problem.toString());
      assertTrue(problem.what().length() > 10, problem.toString());
    }
  }

  /** Checks a text for people: one line, not too long, without secrets and traces. */
  static void checkText(String text) {
    assertFalse(text.contains(MARKER), text);
    assertFalse(text.chars().anyMatch(Character::isISOControl), text);
    assertTrue(text.length() < 1500, text);
    assertFalse(text.contains("java.") || text.contains("Exception"), text);
  }

  /** Checks volumes: written as flags and as maps, each is read again as the same spec. */
  static void check(List<VolumeSpec> specs) {
    for (VolumeSpec spec : specs) {
      assertFalse(spec.toString().contains(MARKER), "a secret is shown");
      try {
        if (spec.options().id().isEmpty() && !isList(spec)) {
          assertEquals(List.of(spec), TestSchemas.flags(flags(spec)).volumes());
        }
        assertEquals(List.of(spec), VolumeMaps.parse(List.of(map(spec)), TestSchemas.ALL));
      } catch (ConfigException e) {
        throw new AssertionError("what was read is refused when written: " + spec, e);
      }
    }
  }

  /** Tells whether a flag cannot name the volume, as it takes a comma for the end of a name. */
  private static boolean isList(VolumeSpec spec) {
    ConfigSchema schema = spec.config().schema();
    return schema.takesCommaLists()
        && text(spec.config(), schema.volumeKey().orElseThrow()).contains(",");
  }

  private static Map<String, Object> mount(VolumeSpec spec) {
    Map<String, Object> settings = new LinkedHashMap<>();
    spec.options().id().ifPresent(id -> settings.put("id", id));
    settings.put("readonly", spec.options().access() != Access.READ_WRITE);
    settings.put("allow-trash-when-readonly", spec.options().access() == Access.READ_TRASH);
    settings.put("serialize", spec.options().serialized());
    settings.put("replication", spec.options().replication());
    settings.put("storage-classes", String.join(",", spec.options().storageClasses()));
    settings.put("priority", spec.options().priority());
    return settings;
  }

  private static Map<String, Object> map(VolumeSpec spec) {
    Map<String, Object> map = mount(spec);
    map.put("type", spec.type());
    for (ConfigKey<?> key : spec.config().schema().keys()) {
      if (spec.config().isSet(key)) {
        map.put(key.name(), text(spec.config(), key));
      }
    }
    return map;
  }

  private static List<String> flags(VolumeSpec spec) {
    ConfigSchema schema = spec.config().schema();
    List<String> args = new ArrayList<>();
    mount(spec).forEach((name, value) -> args.add("-" + name + "=" + value));
    if (schema.replicationFlag().isPresent()) {
      args.add("-" + schema.replicationFlag().get() + "=" + spec.options().replication());
    }
    ConfigKey<?> last = schema.volumeKey().orElseThrow();
    for (ConfigKey<?> key : schema.keys()) {
      if (spec.config().isSet(key) && key != last) {
        args.add("-" + schema.flags(key).get(0) + "=" + text(spec.config(), key));
      }
    }
    args.add("-" + schema.flags(last).get(0) + "=" + text(spec.config(), last));
    return args;
  }

  private static <T> String text(VolumeConfig config, ConfigKey<T> key) {
    return key.text(config.get(key));
  }
}
