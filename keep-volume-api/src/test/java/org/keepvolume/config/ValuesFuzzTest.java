// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepvolume.FuzzRun;

/** Any text is a value that prints back the same, or is refused with what was expected. */
final class ValuesFuzzTest {
  private static final List<ConfigKey<?>> KEYS =
      Stream.of(TestSchemas.POSIX, TestSchemas.AZURE, CommonKeys.MOUNT, CommonKeys.GLOBAL)
          .<ConfigKey<?>>flatMap(schema -> schema.keys().stream())
          .toList();

  private static Stream<String> saved() throws IOException {
    return FuzzRun.saved(ValuesFuzzTest.class, "fuzz-values.txt");
  }

  private static void check(String text) {
    KEYS.forEach(key -> check(key, text));
  }

  private static <T> void check(ConfigKey<T> key, String text) {
    try {
      T value = key.parse(text);
      assertEquals(value, key.parse(key.text(value)), key.name());
    } catch (BadValueException e) {
      ConfigOracle.checkText(e.getMessage());
      assertTrue(e.getMessage().contains("expected " + key.expected()), e.getMessage());
    }
  }

  @ParameterizedTest
  @MethodSource("saved")
  void savedInputs(String text) {
    check(text);
  }

  @Test
  void randomInputs() throws IOException {
    List<String> saved = saved().toList();
    FuzzRun.repeat(
        random -> check(FuzzRun.mutate(random, saved.get(random.nextInt(saved.size())))));
  }
}
