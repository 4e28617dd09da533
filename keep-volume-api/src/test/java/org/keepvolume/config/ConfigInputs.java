// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import java.util.List;
import java.util.Random;
import org.keepvolume.FuzzRun;

/** Random values of settings, most of them good ones. */
final class ConfigInputs {
  private static final List<String> VALUES =
      List.of(
          "/data/disk0",
          "acct",
          "blocks",
          "./a.key",
          "full",
          "data-only",
          "1",
          "12",
          "0x10",
          "64MiB",
          "1GB",
          "336h",
          "1m30s",
          "PT1H",
          "0",
          "hot,new",
          "true",
          "false",
          "https://host/",
          "");

  private ConfigInputs() {}

  /** Returns a value of a key; one of a secret has the marker in it, and blanks at times. */
  static String value(Random random, ConfigKey<?> key) {
    if (key.isSecret()) {
      String end = random.nextInt(4) == 0 ? "\n" : "==";
      return ConfigOracle.MARKER + "/" + random.nextInt(1000) + end;
    }
    for (int i = 0; i < 20 && random.nextInt(10) > 0; i++) {
      String value = VALUES.get(random.nextInt(VALUES.size()));
      try {
        Object unused = key.parse(value);
        return value;
      } catch (BadValueException e) {
        // another one
      }
    }
    return FuzzRun.mutate(random, VALUES.get(random.nextInt(VALUES.size())));
  }
}
