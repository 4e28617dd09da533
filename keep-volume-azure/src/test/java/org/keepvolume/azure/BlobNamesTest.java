// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;

/** Names of blobs: known ones, and what holds for all. */
final class BlobNamesTest {
  private static final String DIGITS = "37b51d194a7513e45b56f6524f2d51f2";
  private static final BlockHash HASH = BlockHash.parse(DIGITS);

  static List<BlobNaming> namings() {
    BlobNaming plain = BlobNaming.plain();
    return List.of(
        plain,
        plain.sharded(),
        plain.withPrefix("keep/"),
        plain.withPrefix("keep/").sharded(),
        plain.withPrefix("ab").sharded(),
        plain.withPrefix("ü 3/37").sharded());
  }

  @Test
  void namesAreThese() {
    BlobNaming plain = BlobNaming.plain();
    BlobNaming folder = plain.withPrefix("keep/");
    assertEquals(DIGITS, new BlobNames(plain).name(HASH));
    assertEquals("3/37b/" + DIGITS, new BlobNames(plain.sharded()).name(HASH));
    assertEquals("keep/" + DIGITS, new BlobNames(folder).name(HASH));
    assertEquals("keep/3/37b/" + DIGITS, new BlobNames(folder.sharded()).name(HASH));
  }

  @ParameterizedTest
  @CsvSource({
    "'', keep/",
    "3, keep/3/3",
    "37, keep/3/37",
    "37b, keep/3/37b/37b",
    "37b5, keep/3/37b/37b5",
    "37b51d194a7513e45b56f6524f2d51f2, keep/3/37b/37b51d194a7513e45b56f6524f2d51f2",
  })
  void shardedListingsBeginSo(String digits, String expected) {
    BlobNames names = new BlobNames(BlobNaming.plain().withPrefix("keep/").sharded());
    assertEquals(expected, names.listPrefix(BlockPrefix.parse(digits)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "keep/",
        DIGITS,
        "3/37b/" + DIGITS,
        "keep/" + DIGITS,
        "keep/37b/" + DIGITS,
        "keep/3/37b" + DIGITS,
        "keep/3/37c/" + DIGITS,
        "keep/4/37b/" + DIGITS,
        "keep/4/47b/" + DIGITS,
        "keep/3/37b/" + DIGITS + "0",
        "keep/3/37b/0" + DIGITS,
        "keep/3/37b/" + DIGITS + "/",
        "keep/3/37b//" + DIGITS,
        "/keep/3/37b/" + DIGITS,
        "Keep/3/37b/" + DIGITS,
        "keep/3/37B/" + DIGITS,
        "keep/3/37b/37B51D194A7513E45B56F6524F2D51F2",
        "keep/3/37b/37b51d194a7513e45b56f6524f2d51f",
        "keep/3/37b/37b51d194a7513e45b56f6524f2d51fg",
        "keep/3/37b/37b51d194a7513e45b56f6524f2d51f２",
      })
  void namesThatLookLikeOursAreForeign(String name) {
    BlobNames names = new BlobNames(BlobNaming.plain().withPrefix("keep/").sharded());
    assertEquals(Optional.empty(), names.hash(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"37B51D194A7513E45B56F6524F2D51F2", DIGITS + "0", " " + DIGITS, "3/37b/" + DIGITS})
  void namesThatLookLikeTheOriginalsAreForeign(String name) {
    assertEquals(Optional.empty(), new BlobNames(BlobNaming.plain()).hash(name));
  }

  @ParameterizedTest
  @MethodSource("namings")
  void everyNameIsReadBackAndListedUnderItsPrefixesAlone(BlobNaming naming) {
    BlobNames names = new BlobNames(naming);
    Random random = random();
    for (int i = 0; i < 300; i++) {
      BlockHash hash = hash(random);
      BlockHash other = near(hash, random);
      assertEquals(Optional.of(hash), names.hash(names.name(hash)));
      for (int digits = 0; digits <= BlockHash.LENGTH; digits++) {
        BlockPrefix prefix = BlockPrefix.parse(hash.toString().substring(0, digits));
        String listed = names.listPrefix(prefix);
        assertTrue(names.name(hash).startsWith(listed), listed);
        assertEquals(
            prefix.matches(other), names.name(other).startsWith(listed), other + " in " + listed);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("namings")
  void noOtherNameOfANearHashIsOurs(BlobNaming naming) {
    BlobNames names = new BlobNames(naming);
    Random random = random();
    for (int i = 0; i < 2000; i++) {
      StringBuilder changed = new StringBuilder(names.name(hash(random)));
      int place = random.nextInt(changed.length());
      switch (random.nextInt(3)) {
        case 0 -> changed.deleteCharAt(place);
        case 1 -> changed.insert(place, "0aA/.".charAt(random.nextInt(5)));
        default -> changed.setCharAt(place, "0123456789abcdefA/.".charAt(random.nextInt(19)));
      }
      String name = changed.toString();
      names.hash(name).ifPresent(hash -> assertEquals(name, names.name(hash)));
    }
  }

  @Test
  void namingsThatDifferShareNoNames() {
    List<String> seen = new ArrayList<>();
    for (BlobNaming naming : namings()) {
      String name = new BlobNames(naming).name(HASH);
      assertFalse(seen.contains(name), name);
      seen.add(name);
    }
  }

  private static Random random() {
    Long given = Long.getLong("keepvolume.testkit.seed");
    long seed = given != null ? given : new SplittableRandom().nextLong();
    System.getLogger(BlobNamesTest.class.getName())
        .log(Level.INFO, "to repeat: -Dkeepvolume.testkit.seed={0}", Long.toString(seed));
    return new Random(seed);
  }

  private static BlockHash hash(Random random) {
    byte[] bytes = new byte[BlockHash.BYTES];
    random.nextBytes(bytes);
    return BlockHash.fromBytes(bytes);
  }

  /** Changes one digit. */
  private static BlockHash near(BlockHash hash, Random random) {
    StringBuilder digits = new StringBuilder(hash.toString());
    int place = random.nextInt(digits.length());
    int digit = Character.digit(digits.charAt(place), 16);
    digits.setCharAt(place, Character.forDigit((digit + 1 + random.nextInt(15)) % 16, 16));
    return BlockHash.parse(digits.toString());
  }
}
