// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;

/** The names of trashed copies: which are read as such, and which are written. */
class TrashNameTest {
  private static final BlockHash HASH = BlockHash.parse("acbd18db4cc2f85cedef654fccc4a4d8");
  private static final String NAME = HASH + ".trash.1700000000";

  @ParameterizedTest
  @CsvSource({
    "1700000000, 1700000000",
    "0, 0",
    "7, 7",
    "0001700000000, 1700000000", // the original takes them too
    "253402300800, 253402300800", // year 10000
    "9999999999999999, 9999999999999999", // 16 digits
    "0000000000000001, 1",
  })
  void decimalDigitsAreTheDeadline(String digits, long seconds) {
    assertEquals(
        Optional.of(new TrashName(HASH, Instant.ofEpochSecond(seconds))),
        parse(HASH + ".trash." + digits));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "+1700000000",
        "-1700000000",
        " 1700000000",
        "1700000000 ",
        "1700000000.",
        "1_700",
        "17e8",
        "0x65",
        "65a",
        "10000000000000000", // 17 digits
        "00000000000000001",
        "99999999999999999999999999",
        "\u0661\u0667\u0660\u0660", // Arabic-Indic digits
        "\uff11\uff17\uff10\uff10", // full-width digits
        "1700000000\u0660",
        "1700000000.trash.1700000000",
      })
  void anythingElseBehindTheHashIsForeign(String digits) {
    assertEquals(Optional.empty(), parse(HASH + ".trash." + digits));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".trash.1700000000",
        "acbd18db4cc2f85cedef654fccc4a4d8",
        "acbd18db4cc2f85cedef654fccc4a4d8.trash",
        "acbd18db4cc2f85cedef654fccc4a4d8.trash1700000000",
        "acbd18db4cc2f85cedef654fccc4a4d8.Trash.1700000000",
        "acbd18db4cc2f85cedef654fccc4a4d8-trash-1700000000",
        "acbd18db4cc2f85cedef654fccc4a4d81.trash.1700000000", // 33 digits
        "acbd18db4cc2f85cedef654fccc4a4d.trash.1700000000", // 31 digits
        "ACBD18DB4CC2F85CEDEF654FCCC4A4D8.trash.1700000000",
        "acbx18db4cc2f85cedef654fccc4a4d8.trash.1700000000",
        "tmpacbd18db4cc2f85cedef654fccc4a4d8.trash.1700000000",
        " acbd18db4cc2f85cedef654fccc4a4d8.trash.1700000000",
      })
  void anythingElseBeforeTheDigitsIsForeign(String name) {
    assertEquals(Optional.empty(), parse(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"acc", "bcb", "ACB", "000"})
  @DisplayName("IX-3: a copy in the directory of another prefix is foreign")
  void copyInAnotherDirectoryIsForeign(String directory) {
    assertEquals(Optional.empty(), TrashName.parse(NAME, directory, BlockPrefix.ALL));
  }

  @ParameterizedTest
  @CsvSource({
    "'', true",
    "a, true",
    "acbd, true",
    "acbd18db4cc2f85cedef654fccc4a4d8, true",
    "b, false",
    "acbe, false",
    "acbd18db4cc2f85cedef654fccc4a4d9, false",
  })
  void onlyCopiesWithThePrefixAreFound(String prefix, boolean found) {
    assertEquals(
        found, TrashName.parse(NAME, "acb", BlockPrefix.parse(prefix)).isPresent(), prefix);
  }

  @Test
  void nameHasTheSecondOfTheDeadline() {
    Instant deadline = Instant.parse("2023-11-14T22:13:20.999999999Z");
    assertEquals(NAME, new TrashName(HASH, deadline).toString());
    assertEquals(NAME, parse(NAME).orElseThrow().toString());
  }

  private static Optional<TrashName> parse(String name) {
    return TrashName.parse(name, "acb", BlockPrefix.ALL);
  }
}
