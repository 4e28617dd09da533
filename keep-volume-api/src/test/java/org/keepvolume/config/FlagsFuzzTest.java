// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepvolume.FuzzRun;

/** Any command line makes volumes, or complaints that name their arguments. */
final class FlagsFuzzTest {
  private static final Pattern SECRET =
      Pattern.compile("(-?azure-(?:storage-ac+ount-key|sas-token))((?:=.*)?)");

  private static Stream<String> saved() throws IOException {
    return FuzzRun.saved(FlagsFuzzTest.class, "fuzz-flags.txt");
  }

  private static void check(List<String> args) {
    try {
      ParsedFlags parsed = TestSchemas.flags(args);
      parsed.warnings().forEach(ConfigOracle::checkText);
      if (!parsed.helpWanted()) {
        ConfigOracle.check(parsed.volumes());
      }
    } catch (ConfigException e) {
      ConfigOracle.check(e, "argument ");
    }
  }

  @ParameterizedTest
  @MethodSource("saved")
  void savedInputs(String line) {
    check(List.of(line.split(" ", -1)));
  }

  @Test
  void savedLinesWithChanges() throws IOException {
    List<String> saved = saved().toList();
    FuzzRun.repeat(
        random -> {
          String line = saved.get(random.nextInt(saved.size()));
          List<String> args = new ArrayList<>();
          for (String arg : line.split(" ", -1)) {
            args.add(random.nextInt(4) == 0 ? changed(random, arg) : arg);
          }
          // A secret whose flag is gone cannot be told from anything else.
          if (!line.contains(ConfigOracle.MARKER) && random.nextInt(3) == 0) {
            args.remove(random.nextInt(args.size()));
          }
          check(args);
        });
  }

  /** Changes an argument; the flag of a secret stays, as without it nobody can tell. */
  private static String changed(Random random, String arg) {
    Matcher secret = SECRET.matcher(arg);
    if (!secret.matches()) {
      return FuzzRun.mutate(random, arg);
    }
    String value = secret.group(2);
    return secret.group(1) + (value.isEmpty() ? "" : FuzzRun.mutate(random, value));
  }

  @Test
  void randomFlagsWithSecrets() {
    FuzzRun.repeat(random -> check(randomArgs(random)));
  }

  private static List<String> randomArgs(Random random) {
    List<String> args = new ArrayList<>();
    List<ConfigSchema> schemas =
        List.of(TestSchemas.AZURE, TestSchemas.POSIX, CommonKeys.MOUNT, CommonKeys.GLOBAL);
    for (int i = random.nextInt(10); i >= 0; i--) {
      ConfigSchema schema = schemas.get(random.nextInt(4));
      ConfigKey<?> key = schema.keys().get(random.nextInt(schema.keys().size()));
      String name = schema.flags(key).get(0);
      if (random.nextInt(20) == 0 && name.length() > 3) {
        int typo = 1 + random.nextInt(name.length() - 2);
        name = name.substring(0, typo) + name.substring(typo + 1);
      }
      String value = ConfigInputs.value(random, key);
      String dashes = random.nextInt(30) == 0 ? "" : random.nextBoolean() ? "-" : "--";
      if (key.isBoolean() && random.nextBoolean()) {
        args.add(dashes + name);
      } else if (random.nextBoolean() || key.isBoolean()) {
        args.add(dashes + name + "=" + value);
      } else {
        args.add(dashes + name);
        args.add(value);
      }
    }
    return args;
  }
}
