// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which name was meant. */
final class SuggestionsTest {
  private static final List<String> NAMES =
      List.of("readonly", "replication", "volume", "volumes", "pid", "storage-classes");

  @ParameterizedTest
  @CsvSource({
    "readonl, readonly",
    "readonlyy, readonly",
    "raednoly, readonly",
    "READONLY, readonly",
    "read-only, readonly",
    "replica, ",
    "vloume, volume",
    "volums, volume",
    "pdi, pid",
    "pad, pid",
    "pda, ",
    "storage-class, storage-classes",
    "listen, ",
    "'', ",
  })
  void theNearestNameIsMeantIfItIsNear(String wrong, String meant) {
    assertEquals(Optional.ofNullable(meant), Suggestions.nearest(wrong, NAMES));
  }

  @Test
  void nothingIsSaidWithoutAGuess() {
    assertEquals("; did you mean -pid?", Suggestions.didYouMean("-", "pdi", NAMES));
    assertEquals("", Suggestions.didYouMean("-", "xyz", NAMES));
    assertEquals("", Suggestions.didYouMean("-", "pid", List.of()));
  }

  @Test
  void aTextOfAMegabyteIsNotCompared() {
    assertEquals(Optional.empty(), Suggestions.nearest("volume".repeat(200_000), NAMES));
  }
}
