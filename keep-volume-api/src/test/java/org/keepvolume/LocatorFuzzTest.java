// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any text is a hash or locator that prints back the same, or is refused on one line. */
final class LocatorFuzzTest {
  private static Stream<String> saved() throws IOException {
    return FuzzRun.saved(LocatorFuzzTest.class, "fuzz-locators.txt");
  }

  private static void check(String text) {
    try {
      assertEquals(text, BlockLocator.parse(text).toString());
    } catch (IllegalArgumentException e) {
      checkMessage(e);
    }
    try {
      assertEquals(text, BlockHash.parse(text).toString());
    } catch (IllegalArgumentException e) {
      checkMessage(e);
    }
  }

  private static void checkMessage(IllegalArgumentException thrown) {
    assertEquals(IllegalArgumentException.class, thrown.getClass());
    String message = thrown.getMessage();
    assertTrue(message.length() > 10 && message.length() < 1000, message);
    assertFalse(message.chars().anyMatch(Character::isISOControl), message);
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
