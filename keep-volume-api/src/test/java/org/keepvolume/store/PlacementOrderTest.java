// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.keepvolume.BlockHash;

/** The order of mounts for a block, against the rule computed anew and against known answers. */
class PlacementOrderTest {
  private static final BlockHash FOO = BlockHash.parse("acbd18db4cc2f85cedef654fccc4a4d8");

  @Test
  void ordersByTheMd5OfHashAndIdAscending() {
    List<String> ids = List.of("a", "b", "c", "disk.4", "disk_5", "zzzzz-nyw5e-short");
    for (int block = 0; block < 50; block++) {
      BlockHash hash = BlockHash.of(new byte[] {(byte) block});
      List<String> expected = new ArrayList<>(ids);
      expected.sort(Comparator.comparing(id -> md5(hash + id)));
      assertEquals(expected, order(hash, ids), hash::toString);
    }
  }

  @Test
  void ofIdsOf27CharactersTheLast15Count() {
    List<String> tails = List.of("000000000000000", "000000000000001", "abcdefghijklmno");
    List<String> ids = tails.stream().map(tail -> "zzzzz-nyw5e-" + tail).toList();
    List<String> elsewhere = tails.stream().map(tail -> "qr1hi-bi6l4-" + tail).toList();
    for (int block = 0; block < 50; block++) {
      BlockHash hash = BlockHash.of(new byte[] {(byte) block});
      List<String> expected = new ArrayList<>(tails);
      expected.sort(Comparator.comparing(tail -> md5(hash + tail)));
      assertEquals(expected, tails(order(hash, ids)));
      assertEquals(expected, tails(order(hash, elsewhere)));
    }
  }

  @Test
  void ofIdsOf26And28CharactersAllCount() {
    List<String> ids = List.of("zzzzz-nyw5e-00000000000001", "zzzzz-nyw5e-0000000000000002");
    Set<List<String>> seen = new HashSet<>();
    for (int block = 0; block < 50; block++) {
      BlockHash hash = BlockHash.of(new byte[] {(byte) block});
      List<String> expected = new ArrayList<>(ids);
      expected.sort(Comparator.comparing(id -> md5(hash + id)));
      assertEquals(expected, order(hash, ids));
      seen.add(expected);
    }
    assertEquals(2, seen.size(), "every block has the same order");
  }

  /** Computed with md5sum: 197f1dad... of hash and a, 1e27eb6e... of c, 5a2bed76... of b. */
  @Test
  void knownAnswer() {
    assertEquals(List.of("a", "c", "b"), order(FOO, List.of("a", "b", "c")));
  }

  @Test
  void aHigherPriorityComesFirstWhateverTheHash() {
    List<Mount> mounts = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      mounts.add(mount("id" + i, new int[] {Integer.MIN_VALUE, 0, Integer.MAX_VALUE}[i % 3]));
    }
    for (int block = 0; block < 20; block++) {
      BlockHash hash = BlockHash.of(new byte[] {(byte) block});
      List<Mount> expected = new ArrayList<>(mounts);
      expected.sort(
          Comparator.<Mount>comparingLong(mount -> -(long) mount.options().priority())
              .thenComparing(mount -> md5(hash + mount.id())));
      assertEquals(expected, new PlacementOrder(mounts).of(hash));
    }
  }

  @Test
  void doesNotDependOnTheOrderOfMounting() {
    List<String> ids = new ArrayList<>(List.of("a", "b", "c", "d"));
    List<String> before = order(FOO, ids);
    Collections.reverse(ids);
    assertEquals(before, order(FOO, ids));
  }

  @Test
  void blocksSpread() {
    Set<String> firsts = new HashSet<>();
    for (int block = 0; block < 100; block++) {
      firsts.add(order(BlockHash.of(new byte[] {(byte) block}), List.of("a", "b", "c")).get(0));
    }
    assertEquals(Set.of("a", "b", "c"), firsts);
  }

  @Test
  void aMountMoreMovesNoBlockBetweenTheOthers() {
    List<String> three = order(FOO, List.of("a", "b", "c"));
    List<String> four = new ArrayList<>(order(FOO, List.of("a", "b", "c", "d")));
    assertNotEquals(three, four);
    four.remove("d");
    assertEquals(three, four);
  }

  private static List<String> order(BlockHash hash, List<String> ids) {
    List<Mount> mounts = ids.stream().map(id -> mount(id, 0)).toList();
    return new PlacementOrder(mounts).of(hash).stream().map(Mount::id).toList();
  }

  private static Mount mount(String id, int priority) {
    return new Mount(
        new FakeVolume("fake:" + id), MountOptions.defaults().withId(id).withPriority(priority));
  }

  private static List<String> tails(List<String> ids) {
    return ids.stream().map(id -> id.substring(12)).toList();
  }

  private static String md5(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(US_ASCII));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
