// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Block hashes as text, as bytes, in order, and as the MD5 of content. */
class BlockHashTest {
  private static final String FOO = "acbd18db4cc2f85cedef654fccc4a4d8";

  @ParameterizedTest
  @ValueSource(
      strings = {
        FOO,
        "00000000000000000000000000000000",
        "ffffffffffffffffffffffffffffffff",
        "0123456789abcdeffedcba9876543210",
        "8000000000000000000000000000000a"
      })
  void givesBackTheTextItParsed(String text) {
    assertEquals(text, BlockHash.parse(text).toString());
  }

  @Test
  void refusesUpperCaseAndSaysWhere() {
    assertRefusal(
        "acBd18db4cc2f85cedef654fccc4a4d8",
        "block hash \"acBd18db4cc2f85cedef654fccc4a4d8\": character 3, 'B', is upper case;"
            + " expected lower-case hex digits, 0-9 and a-f");
  }

  @Test
  void refusesALetterThatIsNoHexDigitAndSaysWhere() {
    assertRefusal(
        "acbd18db4cc2f85cedef654fccc4a4dg",
        "block hash \"acbd18db4cc2f85cedef654fccc4a4dg\": character 32, 'g', is not a hex digit;"
            + " expected lower-case hex digits, 0-9 and a-f");
  }

  @ParameterizedTest
  @ValueSource(strings = {"G", "`", ":", "/", "@", "-", "+", " "})
  void refusesCharactersNextToTheDigits(String bad) {
    assertRefusal(
        bad + FOO.substring(1),
        "block hash \""
            + bad
            + FOO.substring(1)
            + "\": character 1, '"
            + bad
            + "', is not a hex digit; expected lower-case hex digits, 0-9 and a-f");
  }

  @Test
  void refusesAnEmptyText() {
    assertRefusal("", "block hash \"\" has 0 characters; expected 32 lower-case hex digits");
  }

  @Test
  void refusesOneDigitLessAndOneMore() {
    assertRefusal(
        FOO.substring(1),
        "block hash \"cbd18db4cc2f85cedef654fccc4a4d8\" has 31 characters;"
            + " expected 32 lower-case hex digits");
    assertRefusal(
        FOO + "0",
        "block hash \"acbd18db4cc2f85cedef654fccc4a4d80\" has 33 characters;"
            + " expected 32 lower-case hex digits");
  }

  @Test
  void refusesDigitsOfOtherScriptsAndShowsThemEscaped() {
    // Character.digit would take both: FULLWIDTH LATIN SMALL LETTER A, ARABIC-INDIC DIGIT THREE.
    for (String digit : List.of("\uff41", "\u0663")) {
      String escaped = String.format("\\u%04x", (int) digit.charAt(0));
      assertRefusal(
          digit + FOO.substring(1),
          "block hash \""
              + escaped
              + FOO.substring(1)
              + "\": character 1, '"
              + escaped
              + "', is not a hex digit; expected lower-case hex digits, 0-9 and a-f");
    }
  }

  @Test
  void escapesWhatWouldBreakALogLine() {
    assertRefusal(
        "a\nb\"c\\d\u001b\u007f",
        "block hash \"a\\u000ab\\\"c\\\\d\\u001b\\u007f\" has 9 characters;"
            + " expected 32 lower-case hex digits");
  }

  @Test
  void cutsLongTextInTheMessage() {
    assertRefusal(
        "x".repeat(100_000),
        "block hash \""
            + "x".repeat(64)
            + "…\" has 100000 characters; expected 32 lower-case hex digits");
  }

  @Test
  void roundTripsThroughTextAndBytes() {
    Random random = SeededRandom.create();
    byte[] digest = new byte[BlockHash.BYTES];
    for (int i = 0; i < 200; i++) {
      random.nextBytes(digest);
      BlockHash hash = BlockHash.fromBytes(digest);
      assertArrayEquals(digest, hash.toBytes());
      assertEquals(hash, BlockHash.parse(hash.toString()));
      assertEquals(hash.hashCode(), BlockHash.parse(hash.toString()).hashCode());
    }
  }

  @Test
  void keepsNoLinkToTheArraysItTakesAndGives() {
    byte[] digest = new byte[BlockHash.BYTES];
    BlockHash hash = BlockHash.fromBytes(digest);
    digest[0] = 1;
    hash.toBytes()[1] = 1;
    assertEquals("00000000000000000000000000000000", hash.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 15, 17})
  void refusesABinaryFormOfAnotherLength(int length) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> BlockHash.fromBytes(new byte[length]));
    assertEquals("a block hash has 16 bytes, got " + length, e.getMessage());
  }

  @Test
  void isOrderedAsItsTextIs() {
    Random random = SeededRandom.create();
    List<String> texts =
        Stream.concat(
                Stream.of(
                    "7fffffffffffffff7fffffffffffffff",
                    "7fffffffffffffff8000000000000000",
                    "80000000000000007fffffffffffffff",
                    "80000000000000008000000000000000",
                    "00000000000000000000000000000000",
                    "ffffffffffffffffffffffffffffffff"),
                Stream.generate(() -> randomHash(random).toString()).limit(50))
            .toList();
    for (String a : texts) {
      for (String b : texts) {
        assertEquals(
            Integer.signum(a.compareTo(b)),
            Integer.signum(BlockHash.parse(a).compareTo(BlockHash.parse(b))),
            a + " against " + b);
      }
    }
  }

  @Test
  void differsInEachHalf() {
    BlockHash hash = BlockHash.parse(FOO);
    assertEquals(hash, BlockHash.parse(FOO));
    assertNotEquals(hash, BlockHash.parse("b" + FOO.substring(1)));
    assertNotEquals(hash, BlockHash.parse(FOO.substring(0, 31) + "9"));
    assertNotEquals((Object) hash, FOO);
  }

  /** The test suite of RFC 1321, appendix A.5. */
  @ParameterizedTest
  @CsvSource({
    "'', d41d8cd98f00b204e9800998ecf8427e",
    "a, 0cc175b9c0f1b6a831c399e269772661",
    "abc, 900150983cd24fb0d6963f7d28e17f72",
    "message digest, f96b697d7cb7938d525a2f31aaf161d0",
    "abcdefghijklmnopqrstuvwxyz, c3fcd3d76192e4007dfb496cca67e13b",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789,"
        + " d174ab98d277d9f5a5611c2c9f419d9f",
    "12345678901234567890123456789012345678901234567890123456789012345678901234567890,"
        + " 57edf4a22be3c955ac49da2e2107b67a"
  })
  void isThePublishedMd5OfItsContent(String content, String md5) {
    assertEquals(md5, BlockHash.of(content.getBytes(US_ASCII)).toString());
  }

  @Test
  void knowsTheEmptyBlock() {
    assertEquals("d41d8cd98f00b204e9800998ecf8427e", BlockHash.EMPTY.toString());
    assertEquals(BlockHash.EMPTY, BlockHash.of(ByteBuffer.allocate(0)));
  }

  @ParameterizedTest
  @MethodSource("kindsOfBuffer")
  void hashesFromPositionToLimitAndMovesNeither(Function<byte[], ByteBuffer> kind) {
    ByteBuffer buffer = kind.apply("..foo.".getBytes(US_ASCII)).position(2).limit(5);
    assertEquals(FOO, BlockHash.of(buffer).toString());
    assertEquals(2, buffer.position());
    assertEquals(5, buffer.limit());
    assertEquals("foo", US_ASCII.decode(buffer).toString());
  }

  static Stream<Function<byte[], ByteBuffer>> kindsOfBuffer() {
    return Stream.of(
        ByteBuffer::wrap,
        bytes -> ByteBuffer.allocateDirect(bytes.length).put(bytes).flip(),
        bytes -> ByteBuffer.wrap(bytes).asReadOnlyBuffer(),
        bytes -> ByteBuffer.allocateDirect(bytes.length).put(bytes).flip().asReadOnlyBuffer(),
        bytes -> ByteBuffer.allocate(bytes.length + 3).position(3).slice().put(bytes).rewind());
  }

  @Test
  void hasherJoinsPiecesAndStartsAnew() {
    BlockHasher hasher = new BlockHasher();
    ByteBuffer piece = ByteBuffer.wrap("fo".getBytes(US_ASCII));
    BlockHash joined = hasher.update(piece).update(ByteBuffer.wrap(new byte[] {'o'})).finish();
    assertEquals(FOO, joined.toString());
    assertTrue(piece.hasRemaining(), "the piece was consumed");
    assertEquals(BlockHash.EMPTY, hasher.finish());
  }

  private static BlockHash randomHash(Random random) {
    byte[] digest = new byte[BlockHash.BYTES];
    random.nextBytes(digest);
    return BlockHash.fromBytes(digest);
  }

  private static void assertRefusal(String text, String message) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> BlockHash.parse(text));
    assertEquals(message, e.getMessage());
  }
}
