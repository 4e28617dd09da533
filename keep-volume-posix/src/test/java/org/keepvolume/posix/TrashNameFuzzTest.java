// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepvolume.BlockPrefix;
import org.keepvolume.posix.process.Seeds;

/**
 * Saved and random names beside trashed copies: exactly those of the form are taken, and print back
 * the same.
 *
 * <p>It goes on for as many seconds as {@code keepvolume.fuzz.seconds} says.
 */
class TrashNameFuzzTest {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}\\.trash\\.[0-9]{1,16}");
  private static final Pattern CODE = Pattern.compile("\\\\u([0-9a-f]{4})");
  private static final String HASH = "acbd18db4cc2f85cedef654fccc4a4d8";
  private static final List<String> ODD =
      List.of(
          "", "0", "9", "-", "+", ".", ".trash.", "\u0663", "\uff11", "\0", "/", "A", " ", "\n");

  /** Returns the saved names, one on each line, with {@code \}{@code uXXXX} for a character. */
  private static Stream<String> saved() throws IOException {
    try (InputStream file = TrashNameFuzzTest.class.getResourceAsStream("fuzz-trash-names.txt")) {
      String text = new String(file.readAllBytes(), UTF_8);
      return Stream.of(text.split("\n", -1))
          .filter(line -> !line.startsWith("# "))
          .map(
              line ->
                  CODE.matcher(line)
                      .replaceAll(code -> Character.toString(Integer.parseInt(code.group(1), 16))));
    }
  }

  @ParameterizedTest
  @MethodSource("saved")
  void ofSavedNamesOnlyThoseOfTheFormAreTaken(String name) {
    check(name);
  }

  @Test
  void onlyTheFormIsTaken() {
    double seconds = Double.parseDouble(System.getProperty("keepvolume.fuzz.seconds", "0.3"));
    Random random = new Random(Seeds.next());
    long begin = System.nanoTime();
    do {
      check(mutate(random, HASH + ".trash." + Math.abs(random.nextLong() >> random.nextInt(64))));
    } while (System.nanoTime() - begin < seconds * 1e9);
  }

  private static void check(String name) {
    Optional<TrashName> parsed = TrashName.parse(name, "acb", BlockPrefix.ALL);
    assertEquals(FORM.matcher(name).matches() && name.startsWith("acb"), parsed.isPresent(), name);
    parsed.ifPresent(
        trash -> {
          assertEquals(parsed, TrashName.parse(trash.toString(), "acb", BlockPrefix.ALL), name);
          String digits = name.substring(HASH.length() + ".trash.".length());
          assertEquals(
              HASH.length() + ".trash.".length() + Long.toString(Long.parseLong(digits)).length(),
              trash.toString().length(),
              name);
        });
  }

  private static String mutate(Random random, String name) {
    StringBuilder changed = new StringBuilder(name);
    for (int i = random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(changed.length() + 1);
      int end = Math.min(changed.length(), at + random.nextInt(3));
      changed.replace(at, end, ODD.get(random.nextInt(ODD.size())));
    }
    return changed.toString();
  }
}
