// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Locators: round trips of every hint that Keep's clients write, and exact refusals. */
class BlockLocatorTest {
  private static final String HASH = "acbd18db4cc2f85cedef654fccc4a4d8";
  private static final String EXPECTED =
      "; expected hash+size, then hints such as +Kxyzzy, each a capital letter followed by"
          + " letters, digits, @, _ or -";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "d41d8cd98f00b204e9800998ecf8427e+0",
        HASH,
        HASH + "+3",
        HASH + "+67108864",
        HASH + "+3+A0123456789abcdef0123456789abcdef01234567@565f7801",
        HASH + "+3+Rzzzzz-0123456789abcdef0123456789abcdef01234567@565f7801",
        HASH + "+3+K@zzzzz",
        HASH + "+3+K@zzzzz-bi6l4-0123456789abcde",
        HASH + "+3+Z",
        HASH + "+3+Zfoo_bar-BAZ@1+K@zzzzz+Z",
        HASH + "+K@zzzzz",
        HASH + "+Z+Y+Z"
      })
  void givesBackTheTextItParsed(String text) {
    assertEquals(text, BlockLocator.parse(text).toString());
    assertEquals(BlockLocator.parse(text), BlockLocator.parse(text));
  }

  @Test
  void tellsItsParts() {
    BlockLocator locator = BlockLocator.parse(HASH + "+3+Zb+A1@2+Za");
    assertEquals(BlockHash.parse(HASH), locator.hash());
    assertEquals(OptionalInt.of(3), locator.size());
    assertEquals(List.of("Zb", "A1@2", "Za"), locator.hints());
  }

  @Test
  void knowsNoSizeWhereNoneIsGiven() {
    assertEquals(OptionalInt.empty(), BlockLocator.parse(HASH).size());
    assertEquals(OptionalInt.empty(), BlockLocator.parse(HASH + "+K@zzzzz").size());
  }

  @Test
  void refusesABadHashAsBlockHashDoes() {
    assertRefusal("", "block hash \"\" has 0 characters; expected 32 lower-case hex digits");
    assertRefusal(
        "acbd+3", "block hash \"acbd\" has 4 characters; expected 32 lower-case hex digits");
    assertRefusal(
        "+" + HASH, "block hash \"\" has 0 characters; expected 32 lower-case hex digits");
  }

  @Test
  void refusesEmptyHintsWhereverTheyStand() {
    assertRefusal(HASH + "+", "locator hint \"\"" + EXPECTED);
    assertRefusal(HASH + "++3", "locator hint \"\"" + EXPECTED);
    assertRefusal(HASH + "+3+", "locator hint \"\"" + EXPECTED);
    assertRefusal(HASH + "+3++Z", "locator hint \"\"" + EXPECTED);
  }

  @Test
  void refusesASecondSizeAndASizeBehindHints() {
    assertRefusal(HASH + "+3+4", "locator hint \"4\"" + EXPECTED);
    assertRefusal(HASH + "+Z+3", "locator hint \"3\"" + EXPECTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "03", "3x", "0x3", "3 ", "3/"})
  void refusesASizeThatIsNotPlainDecimal(String size) {
    assertRefusal(
        HASH + "+" + size,
        "locator size \"" + size + "\" is not a decimal number of bytes without leading zeros");
  }

  @ParameterizedTest
  @ValueSource(strings = {"67108865", "4294967299", "9999999999999999999"})
  void refusesASizeThatNoBlockHas(String size) {
    assertRefusal(
        HASH + "+" + size,
        "locator size \"" + size + "\" is out of range; a block has 0 to 67108864 bytes");
  }

  @Test
  void refusesASizeThatFitsNoLong() {
    assertThrows(
        IllegalArgumentException.class, () -> BlockLocator.parse(HASH + "+" + "9".repeat(40)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"kxyzzy", "-3", " ", "K/zzz", "K zzz", "K.zzz", "Zé", "@K", "É"})
  void refusesHintsOfAnotherForm(String hint) {
    String shown = hint.replace("é", "\\u00e9").replace("É", "\\u00c9");
    assertRefusal(HASH + "+3+" + hint, "locator hint \"" + shown + "\"" + EXPECTED);
  }

  @Test
  void escapesAndCutsHintsInTheMessage() {
    assertRefusal(HASH + "+3+K\n", "locator hint \"K\\u000a\"" + EXPECTED);
    assertRefusal(
        HASH + "+3+" + "z".repeat(65), "locator hint \"" + "z".repeat(64) + "…\"" + EXPECTED);
  }

  @Test
  void isMadeFromHashAndSize() {
    BlockHash hash = BlockHash.parse(HASH);
    assertEquals(HASH + "+3", BlockLocator.of(hash, 3).toString());
    assertEquals("67108864", sizeOf(Volume.MAX_BLOCK_SIZE));
    IllegalArgumentException large =
        assertThrows(IllegalArgumentException.class, () -> BlockLocator.of(hash, 67108865));
    assertEquals(
        "locator size 67108865 is out of range; a block has 0 to 67108864 bytes",
        large.getMessage());
    IllegalArgumentException negative =
        assertThrows(IllegalArgumentException.class, () -> BlockLocator.of(hash, -1));
    assertEquals(
        "locator size -1 is out of range; a block has 0 to 67108864 bytes", negative.getMessage());
  }

  @Test
  void constructorChecksWhatParseChecks() {
    BlockHash hash = BlockHash.parse(HASH);
    assertThrows(
        IllegalArgumentException.class,
        () -> new BlockLocator(hash, OptionalInt.of(-1), List.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new BlockLocator(hash, OptionalInt.empty(), List.of("Kxyzzy+3")));
    assertThrows(
        IllegalArgumentException.class,
        () -> new BlockLocator(hash, OptionalInt.empty(), List.of("")));
    assertThrows(
        NullPointerException.class, () -> new BlockLocator(null, OptionalInt.empty(), List.of()));
  }

  @Test
  void keepsItsOwnCopyOfTheHints() {
    List<String> hints = new ArrayList<>(List.of("Z"));
    BlockLocator locator = new BlockLocator(BlockHash.parse(HASH), OptionalInt.empty(), hints);
    hints.set(0, "bad");
    assertEquals(List.of("Z"), locator.hints());
    assertThrows(UnsupportedOperationException.class, () -> locator.hints().add("Y"));
  }

  private static String sizeOf(int size) {
    return BlockLocator.of(BlockHash.EMPTY, size).toString().substring(33);
  }

  private static void assertRefusal(String text, String message) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> BlockLocator.parse(text));
    assertEquals(message, e.getMessage());
  }
}
