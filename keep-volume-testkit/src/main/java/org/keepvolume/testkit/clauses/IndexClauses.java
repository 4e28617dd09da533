// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import static org.keepvolume.testkit.Clause.IX_1;
import static org.keepvolume.testkit.Clause.IX_2;
import static org.keepvolume.testkit.Clause.IX_3;
import static org.keepvolume.testkit.Clause.IX_7;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockPrefix;
import org.keepvolume.Capability;
import org.keepvolume.Volume;
import org.keepvolume.testkit.RecordingSink;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.Verifies;

/** What listings show: IX-1 to IX-3 and IX-7. */
public abstract class IndexClauses extends ListingGroup {
  private static final int SOME = 60;
  private static final int ROUNDS = 12;
  private static final int WRITTEN = 90_000;

  @Test
  @Verifies(IX_1)
  void everyBlockOfSeveralPagesIsListedOnce() throws Exception {
    Map<BlockHash, Long> stored = storedNames(moreThanAPage());
    Listing.index(volume()).all(BlockPrefix.ALL).require(stored);
  }

  @Test
  @Verifies(IX_1)
  void everyBlockAndTrashedCopyIsListedOnceWithItsSize() throws Exception {
    Map<BlockHash, Long> stored = storedNames(SOME);
    put(stored, name("000"));
    put(stored, name("fff"));
    forEachListing(stored.keySet(), listing -> listing.all(BlockPrefix.ALL).require(stored));
  }

  @Test
  @Verifies(IX_1)
  void eachBlockIsListedWithItsOwnMtime() throws Exception {
    Duration apart = Duration.ofDays(10);
    BlockHash old = stored(30).hash();
    BlockHash young = stored(30).hash();
    Instant before = Instant.ofEpochSecond(now().minus(apart).getEpochSecond());
    Duration expected = time().backdate(old, before) ? apart : Duration.ZERO;
    Map<BlockHash, Instant> mtimes = new HashMap<>();
    for (BlockInfo block : list(volume(), BlockPrefix.ALL)) {
      mtimes.put(block.hash(), block.mtime());
    }
    see(
        mtimes.keySet().equals(Set.of(old, young)),
        "of the blocks %s and %s the index shows %s",
        old,
        young,
        mtimes.keySet());
    // Equality with stat is TM-4.
    Duration seen = Duration.between(mtimes.get(old), mtimes.get(young));
    see(
        seen.minus(expected).abs().compareTo(Duration.ofHours(1)) < 0,
        "two blocks were stored %s apart, and the index shows %s",
        expected,
        mtimes);
  }

  @Test
  @Verifies(IX_1)
  void blocksThatVanishMeanwhileHideNoOthers() throws Exception {
    Map<BlockHash, Long> stored = storedNames(SOME);
    Set<BlockHash> removed = new HashSet<>();
    Listed listed =
        Listing.index(volume())
            .all(
                BlockPrefix.ALL,
                (first, size) -> {
                  if (removed.isEmpty()) {
                    everySecond(stored.keySet(), first, removed);
                    changed(() -> removeAll(removed));
                  }
                  return true;
                });
    stored.keySet().removeAll(removed);
    listed.require(stored, removed);
  }

  @Test
  @Verifies(IX_1)
  void blocksThatVanishOnceListedHideNoOtherPage() throws Exception {
    Map<BlockHash, Long> stored = storedNames(moreThanAPage());
    Listing.index(volume())
        .all(
            BlockPrefix.ALL,
            (hash, size) -> {
              changed(() -> raw().remove(hash));
              return true;
            })
        .require(stored); // one that is not listed was not removed either
  }

  @Test
  @Verifies(IX_1)
  void trashedCopiesThatVanishMeanwhileHideNoOthers() throws Exception {
    if (!has(Capability.TRASH)) {
      throw new NotApplicable("the volume has no trash");
    }
    Map<BlockHash, Long> stored = storedNames(SOME);
    trash(stored.keySet());
    Volume volume = volume();
    Set<BlockHash> restored = new HashSet<>();
    Listed listed =
        Listing.indexTrash(volume)
            .all(
                BlockPrefix.ALL,
                (first, size) -> {
                  if (restored.isEmpty()) {
                    everySecond(stored.keySet(), first, restored);
                    for (BlockHash hash : restored) {
                      var unused = volume.untrash(hash);
                    }
                  }
                  return true;
                });
    stored.keySet().removeAll(restored);
    listed.require(stored, restored);
  }

  @Test
  @Verifies(IX_1)
  void blocksThatAppearMeanwhileHideNoOthers() throws Exception {
    Map<BlockHash, Long> stored = storedNames(SOME);
    Map<BlockHash, Long> added = new HashMap<>();
    Listed listed =
        Listing.index(volume())
            .all(
                BlockPrefix.ALL,
                (first, size) -> {
                  if (added.isEmpty()) {
                    changed(() -> added.putAll(storedNames(SOME)));
                  }
                  return true;
                });
    listed.require(stored, added.keySet());
  }

  @Test
  @Verifies(IX_1)
  void visitorRunsOnTheCallersThreadAndMayCallTheVolume() throws Exception {
    Map<BlockHash, Long> stored = storedNames(6);
    Volume volume = volume();
    Listed listed =
        inBackground(
                "a listing whose visitor calls the volume",
                () -> {
                  Thread caller = Thread.currentThread();
                  return Listing.index(volume)
                      .all(
                          BlockPrefix.ALL,
                          (hash, size) -> {
                            see(
                                Thread.currentThread() == caller,
                                "the visitor was called on another thread than the caller's");
                            var unused = volume.stat(hash);
                            Listing.index(volume).all(BlockPrefix.ALL).require(stored);
                            return true;
                          });
                })
            .await(IX_1)
            .get();
    listed.require(stored);
  }

  @Test
  @Verifies(IX_2)
  void everyLengthOfPrefixSelectsTheBlocksThatBeginWithIt() throws Exception {
    List<String> wholes = List.of(name("").toString(), "0".repeat(32), "f".repeat(32));
    Map<BlockHash, Long> stored = new LinkedHashMap<>();
    for (String whole : wholes) {
      put(stored, BlockHash.parse(whole));
      for (int length = 0; length < BlockHash.LENGTH; length++) {
        put(stored, otherFrom(whole, length));
      }
    }
    forEachListing(
        stored.keySet(),
        listing -> {
          for (String whole : wholes) {
            for (int length = 0; length <= BlockHash.LENGTH; length++) {
              BlockPrefix prefix = BlockPrefix.parse(whole.substring(0, length));
              listing.all(prefix).require(selected(stored, prefix));
            }
          }
        });
  }

  private static Map<BlockHash, Long> selected(Map<BlockHash, Long> stored, BlockPrefix prefix) {
    Map<BlockHash, Long> selected = new LinkedHashMap<>(stored);
    selected.keySet().removeIf(hash -> !hash.toString().startsWith(prefix.toString()));
    return selected;
  }

  /** Returns a hash that has the same digits up to one, and another there. */
  private static BlockHash otherFrom(String whole, int at) {
    char other = Character.forDigit(Character.digit(whole.charAt(at), 16) ^ 1, 16);
    return BlockHash.parse(whole.substring(0, at) + other + whole.substring(at + 1));
  }

  @Test
  @Verifies(IX_2)
  void prefixThatNoBlockHasIsASuccess() throws Exception {
    Map<BlockHash, Long> stored = new LinkedHashMap<>();
    put(stored, name("abcd"));
    forEachListing(
        stored.keySet(),
        listing -> {
          for (String digits : List.of("0", "ab0", "abd", "abce", "abcd".repeat(8))) {
            listing.all(BlockPrefix.parse(digits)).require(Map.of());
          }
        });
  }

  @Test
  @Verifies(IX_3)
  void foreignNamesAreNeitherListedNorAnError() throws Exception {
    List<String> foreign = raw().putForeign();
    see(!foreign.isEmpty(), "the fixture's putForeign has put nothing");
    Map<BlockHash, Long> stored = storedNames(6);
    forEachListing(
        stored.keySet(),
        listing -> {
          listing.all(BlockPrefix.ALL).require(stored);
          for (int digit = 0; digit < 16; digit++) {
            BlockPrefix prefix = BlockPrefix.parse(Integer.toHexString(digit));
            listing.all(prefix).require(selected(stored, prefix), stored.keySet()); // IX-2
          }
        });
  }

  @Test
  @Verifies(IX_7)
  void whatDeadWritersLeftIsNotListed() throws Exception {
    Map<BlockHash, Long> stored = storedNames(6);
    BlockHash unfinished = name("abc");
    BlockHash rewritten = stored.keySet().iterator().next();
    for (Duration age : List.of(Duration.ofSeconds(1), Duration.ofDays(3))) {
      boolean left =
          raw().putResidue(unfinished, now().minus(age))
              && raw().putResidue(rewritten, now().minus(age));
      if (!left) {
        throw new NotApplicable("a dead writer leaves nothing on the fixture's device");
      }
    }
    subject().expectResidue();
    forEachListing(
        stored.keySet(),
        listing -> {
          listing.all(BlockPrefix.ALL).require(stored);
          listing.all(BlockPrefix.of(unfinished)).require(Map.of(), stored.keySet()); // IX-2
        });
  }

  @Test
  @Verifies(IX_7)
  void whatIsListedDuringAWriteIsThereAsAWhole() throws Exception {
    if (!has(Capability.WRITE)) {
      throw new NotApplicable("the volume does not write");
    }
    Volume volume = volume();
    for (int i = 0; i < subject().rounds(ROUNDS); i++) {
      TestBlock block = block(WRITTEN + i);
      Runnable look = () -> requireWholeIfListed(volume, block);
      // In the middle of the write, if the volume asks for the time there; it may hold a lock then.
      subject()
          .clock()
          .onNextLook(
              () -> {
                var during = inBackground("an index during a write", () -> looked(look));
                if (during.awaitEndedOrWaiting()) {
                  var unused = during.await(IX_7).get();
                }
              });
      var write =
          inBackground(
              "a write during an index",
              () -> {
                volume.write(block.hash(), block.buffer());
                return block;
              });
      while (!write.ended()) {
        look.run();
      }
      var written = write.await(IX_7);
      see(written.thrown() == null, "the write of %s during an index gave %s", block, written);
      look.run();
      raw().remove(block.hash());
    }
  }

  private static boolean looked(Runnable look) {
    look.run();
    return true;
  }

  private static void requireWholeIfListed(Volume volume, TestBlock block) {
    for (BlockInfo listed : listedOrSeen(volume, BlockPrefix.of(block.hash()))) {
      RecordingSink sink = RecordingSink.sequential();
      try {
        int unused = volume.read(listed.hash(), sink);
      } catch (IOException e) {
        throw new Seen("the index shows " + listed + ", and its read threw " + e, e);
      }
      see(
          listed.size() == block.size() && Arrays.equals(sink.content(), block.bytes()),
          "the index shows %s with %s bytes, which read as %s bytes, while %s is being written",
          listed.hash(),
          listed.size(),
          sink.content().length,
          block);
    }
  }

  private static List<BlockInfo> listedOrSeen(Volume volume, BlockPrefix prefix) {
    try {
      return list(volume, prefix);
    } catch (IOException e) {
      throw new Seen("an index during a write threw " + e, e);
    }
  }

  private void removeAll(Set<BlockHash> hashes) throws Exception {
    for (BlockHash hash : hashes) {
      raw().remove(hash);
    }
  }

  /** Picks every second of these but one. */
  private static void everySecond(Set<BlockHash> of, BlockHash except, Set<BlockHash> picked) {
    int i = 0;
    for (BlockHash hash : of) {
      // Neighbours come in pairs of an alike and another name: of both kinds half are picked.
      if (i++ / 2 % 2 == 1 && !hash.equals(except)) {
        picked.add(hash);
      }
    }
  }

  /** A change of the device that a visitor makes. */
  private interface Change {
    void make() throws Exception;
  }

  private static void changed(Change change) {
    try {
      change.make();
    } catch (Exception e) {
      throw new IllegalStateException("the test could not change the device", e);
    }
  }
}
