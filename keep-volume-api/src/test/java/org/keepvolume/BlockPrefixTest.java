// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Prefixes of block hashes: what they accept and which blocks they select. */
class BlockPrefixTest {
  private static final String FOO = "acbd18db4cc2f85cedef654fccc4a4d8";

  @Test
  void takesEveryLengthFromNoneToAWholeHash() {
    for (int length = 0; length <= BlockHash.LENGTH; length++) {
      String digits = FOO.substring(0, length);
      BlockPrefix prefix = BlockPrefix.parse(digits);
      assertEquals(digits, prefix.toString());
      assertEquals(length, prefix.length());
      assertTrue(prefix.matches(BlockHash.parse(FOO)), digits);
      assertEquals(prefix, BlockPrefix.parse(digits));
      assertEquals(prefix.hashCode(), BlockPrefix.parse(digits).hashCode());
    }
  }

  @Test
  void selectsByEveryDigitIncludingTheLast() {
    BlockHash foo = BlockHash.parse(FOO);
    for (int length = 1; length <= BlockHash.LENGTH; length++) {
      char last = FOO.charAt(length - 1);
      String other = FOO.substring(0, length - 1) + (last == '0' ? '1' : '0');
      assertFalse(BlockPrefix.parse(other).matches(foo), other);
    }
  }

  @Test
  void withoutDigitsSelectsEveryBlock() {
    assertEquals(BlockPrefix.ALL, BlockPrefix.parse(""));
    assertEquals(0, BlockPrefix.ALL.length());
    assertTrue(BlockPrefix.ALL.matches(BlockHash.EMPTY));
    assertTrue(BlockPrefix.ALL.matches(BlockHash.parse("f".repeat(32))));
    assertNotEquals(BlockPrefix.ALL, BlockPrefix.parse("0"));
  }

  @Test
  void ofAHashSelectsThatBlockAlone() {
    BlockHash foo = BlockHash.parse(FOO);
    assertEquals(BlockPrefix.parse(FOO), BlockPrefix.of(foo));
    assertTrue(BlockPrefix.of(foo).matches(foo));
    assertFalse(BlockPrefix.of(foo).matches(BlockHash.EMPTY));
  }

  @Test
  void refusesMoreDigitsThanAHashHas() {
    assertRefusal(
        FOO + "0",
        "block prefix \"acbd18db4cc2f85cedef654fccc4a4d80\" has 33 characters;"
            + " expected 0 to 32 lower-case hex digits");
  }

  @Test
  void refusesWhatIsNoLowerCaseHexDigitAndSaysWhere() {
    assertRefusal(
        "acB",
        "block prefix \"acB\": character 3, 'B', is upper case;"
            + " expected lower-case hex digits, 0-9 and a-f");
    assertRefusal(
        "g",
        "block prefix \"g\": character 1, 'g', is not a hex digit;"
            + " expected lower-case hex digits, 0-9 and a-f");
    assertRefusal(
        "../",
        "block prefix \"../\": character 1, '.', is not a hex digit;"
            + " expected lower-case hex digits, 0-9 and a-f");
    assertRefusal(
        "a\n",
        "block prefix \"a\\u000a\": character 2, '\\u000a', is not a hex digit;"
            + " expected lower-case hex digits, 0-9 and a-f");
  }

  private static void assertRefusal(String text, String message) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> BlockPrefix.parse(text));
    assertEquals(message, e.getMessage());
  }
}
