// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A block as one line of an index, in the original's form. */
class IndexLineTest {
  private static final String HASH = "acbd18db4cc2f85cedef654fccc4a4d8";

  private static BlockInfo foo(String mtime) {
    return new BlockInfo(BlockHash.parse(HASH), 3, Instant.parse(mtime));
  }

  @Test
  void lineHasHashSizeAndNanoseconds() {
    BlockInfo info = foo("2015-09-04T20:00:00.123456789Z");
    assertEquals(HASH + "+3 1441396800123456789", info.toLine());
    assertEquals(info, BlockInfo.parseLine(info.toLine()));
  }

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z, 0",
    "1970-01-01T00:16:40Z, 1000000000000",
    "2262-04-11T23:47:16.854775807Z, 9223372036854775807"
  })
  void mtimesAtTheEdgesAreWrittenAndReadBack(String mtime, String number) {
    assertEquals(HASH + "+3 " + number, foo(mtime).toLine());
    assertEquals(foo(mtime), BlockInfo.parseLine(HASH + "+3 " + number));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1969-12-31T23:59:59.999999999Z",
        "1970-01-01T00:00:00.000000001Z",
        "1970-01-01T00:16:39.999999999Z",
        "2262-04-11T23:47:16.854775808Z",
        "-1000000000-01-01T00:00:00Z",
        "+1000000000-12-31T23:59:59.999999999Z"
      })
  void mtimeThatReadersWouldTakeForAnotherIsRefused(String mtime) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> foo(mtime).toLine());
    assertEquals(
        "mtime "
            + mtime
            + " of block acbd18db4cc2f85cedef654fccc4a4d8 does not fit into an index line; expected"
            + " 1970-01-01T00:16:40Z to 2262-04-11T23:47:16.854775807Z",
        e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "1000, 1970-01-01T00:16:40Z",
    "1441396800, 2015-09-04T20:00:00Z",
    "9223372036, 2262-04-11T23:47:16Z"
  })
  void numbersBelowTenToTheTwelfthAreSecondsOfOldServers(String number, String mtime) {
    assertEquals(foo(mtime), BlockInfo.parseLine(HASH + "+3 " + number));
  }

  @Test
  void sizeMayBeAboveThatOfABlock() {
    String line = HASH + "+9223372036854775807 1441396800000000000";
    assertEquals(Long.MAX_VALUE, BlockInfo.parseLine(line).size());
    assertEquals(line, BlockInfo.parseLine(line).toLine());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        HASH,
        HASH + " 1441396800000000000",
        HASH + "+3",
        HASH + "+3 ",
        HASH + "+03 1441396800000000000",
        HASH + "+3 01441396800000000000",
        HASH + "+3 -1",
        HASH + "+3 1441396800000000000\n",
        HASH + "+3 1441396800000000000 1",
        HASH + "+3+K@zzzzz 1441396800000000000",
        HASH + "+3  1441396800000000000",
        HASH + "+3 99999999999999999999"
      })
  void anotherFormIsRefusedWithTheOneThatWasExpected(String line) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> BlockInfo.parseLine(line));
    assertEquals(
        "index line "
            + Quoted.text(line)
            + ": expected hash+size mtime, such as acbd18db4cc2f85cedef654fccc4a4d8+3"
            + " 1441396800000000000, with the size in bytes and the mtime in nanoseconds since"
            + " 1970",
        e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "+3 1, the mtime is out of range",
    "+3 999, the mtime is out of range",
    "+3 9223372037, the mtime is out of range",
    "+3 999999999999, the mtime is out of range",
    "+3 9223372036854775808, the mtime is out of range",
    "+9223372036854775808 1441396800000000000, the size is above 9223372036854775807"
  })
  void numberOutOfRangeIsNamed(String rest, String reason) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> BlockInfo.parseLine(HASH + rest))
            .getMessage();
    assertTrue(
        message.startsWith("index line " + Quoted.text(HASH + rest) + ": " + reason), message);
  }

  @Test
  void hashIsJudgedAsOne() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> BlockInfo.parseLine(HASH.toUpperCase(Locale.ROOT) + "+3 0"))
            .getMessage();
    assertTrue(message.contains("is upper case"), message);
  }
}
