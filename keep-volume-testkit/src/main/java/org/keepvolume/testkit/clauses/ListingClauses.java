// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import static org.keepvolume.testkit.Clause.IX_4;
import static org.keepvolume.testkit.Clause.IX_5;
import static org.keepvolume.testkit.Clause.IX_6;
import static org.keepvolume.testkit.DeviceFault.LISTING_BROKEN_OFF;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockPrefix;
import org.keepvolume.Capability;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.testkit.RawAccess.Injection;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.Verifies;
import org.opentest4j.TestAbortedException;

/** How listings end, and what they cost: IX-4 to IX-6. */
public abstract class ListingClauses extends ListingGroup {
  private static final int SOME = 40;
  private static final int FEW = 6;
  private static final int MANY = 5001;

  /** As many pages show as much where pages are short. */
  private static final int PAGES = 10;

  // A hash, a time or a name kept for each block needs more than this.
  private static final long BYTES_FOR_EACH = 16;
  private static final int MEASUREMENTS = 5;

  @Test
  @Verifies(IX_4)
  void listingThatBreaksOffThrows() throws Exception {
    Map<BlockHash, Long> stored = storedNames(SOME);
    forEachListing(
        stored.keySet(),
        listing -> {
          Optional<Injection> fault = inject(LISTING_BROKEN_OFF, IX_4);
          if (fault.isEmpty()) {
            return;
          }
          String what = listing + " while the device broke off";
          Listed listed = new Listed(what + " ended quietly, and it");
          try {
            listing.run(BlockPrefix.ALL, listed);
            // Allowed if it is complete: the volume may have asked the device once more.
            listed.require(stored);
          } catch (VolumeException e) {
            // As it should be.
          } catch (IOException | RuntimeException e) {
            throw new Seen(what + " threw " + e + " in place of a VolumeException", e);
          }
          fault.get().close();
          listing.all(BlockPrefix.ALL).require(stored);
        });
  }

  @Test
  @Verifies(IX_5)
  void visitorMayChangeTheVolume() throws Exception {
    Map<BlockHash, Long> stored = storedNames(FEW);
    Volume volume = volume();
    letPass(enoughToTrash());
    Listing.index(volume)
        .all(
            BlockPrefix.ALL,
            (hash, size) -> {
              if (stored.remove(hash) != null) { // else it is the visitor's own
                if (has(Capability.WRITE)) {
                  TestBlock block = subject().block(30);
                  volume.write(block.hash(), block.buffer());
                }
                if (has(Capability.TRASH)) {
                  var unused = volume.trash(hash, null);
                }
              }
              return true;
            });
  }

  @Test
  @Verifies(IX_5)
  void whatTheVisitorThrowsComesBackAsTheSameInstance() throws Exception {
    Map<BlockHash, Long> stored = storedNames(FEW);
    BlockHash hash = stored.keySet().iterator().next();
    forEachListing(
        stored.keySet(),
        listing -> {
          for (Throwable thrown :
              List.of(
                  new IOException("the visitor is full"),
                  new NoSuchFileException("of the visitor"),
                  new InterruptedIOException("of the visitor"),
                  new UncheckedIOException(new IOException("of the visitor")),
                  new IllegalStateException("the visitor is closed"),
                  new AssertionError("the visitor is wrong"),
                  new BlockNotFoundException(Operation.STAT, hash, null, "of the visitor", null),
                  new VolumeUnavailableException(
                      Operation.STAT, hash, null, "of the visitor", null, null))) {
            requireSame(listing, thrown, 1);
            requireSame(listing, thrown, FEW / 2);
            requireSame(listing, thrown, FEW);
          }
        });
  }

  private static void requireSame(Listing listing, Throwable thrown, int atCall) {
    int[] calls = {0};
    try {
      listing.run(
          BlockPrefix.ALL,
          (hash, size) -> {
            calls[0]++;
            if (calls[0] == atCall) {
              ReadClauses.raise(thrown);
            }
            return true;
          });
    } catch (Throwable e) {
      see(e == thrown, "the visitor of %s threw %s, and the listing %s", listing, thrown, e);
      see(
          calls[0] == atCall,
          "the visitor of %s threw at its call %s, and was called %s times",
          listing,
          atCall,
          calls[0]);
      return;
    }
    see(
        calls[0] < atCall,
        "the visitor of %s threw %s, and the listing returned after %s calls",
        listing,
        thrown,
        calls[0]);
    see(false, "%s of %s called the visitor %s times and returned", listing, FEW, calls[0]);
  }

  @Test
  @Verifies(IX_5)
  void visitorThatReturnsFalseStopsTheListingWithSuccess() throws Exception {
    Map<BlockHash, Long> stored = storedNames(FEW);
    forEachListing(
        stored.keySet(),
        listing -> {
          for (int atCall = 1; atCall <= FEW; atCall++) {
            int last = atCall;
            int[] calls = {0};
            try {
              listing.run(BlockPrefix.ALL, (hash, size) -> ++calls[0] != last);
            } catch (IOException | RuntimeException e) {
              throw new Seen(
                  "the visitor of " + listing + " returned false, and the listing threw " + e, e);
            }
            see(
                calls[0] == last,
                "the visitor of %s returned false at its call %s, and was called %s times",
                listing,
                last,
                calls[0]);
          }
        });
  }

  @Test
  @Verifies(IX_6)
  void memoryDoesNotGrowWithTheNumberOfBlocks() throws Exception {
    Map<BlockHash, Long> stored = storedNames(Math.min(MANY, PAGES * moreThanAPage()));
    int blocks = stored.size();
    long mostKept = BYTES_FOR_EACH * blocks;
    Volume volume = volume();
    HeapUse heap = new HeapUse();
    volume.index(BlockPrefix.ALL, block -> true); // for what is loaded and made once
    long[] least = {Long.MAX_VALUE, Long.MAX_VALUE};
    int low = 0;
    for (int i = 0; i < MEASUREMENTS; i++) {
      long[] used = listWithHeap(volume, blocks, heap);
      // What one page holds is there at the first call or the last, not at both.
      long kept = Math.min(used[1], used[2]) - used[0];
      long grown = used[2] - used[1];
      least[0] = Math.min(least[0], kept);
      least[1] = Math.min(least[1], grown);
      low += kept < mostKept && grown < mostKept ? 1 : 0;
      if (low == 2) {
        return; // once could be what something else gave back meanwhile
      }
    }
    see(
        false,
        "an index of %s blocks held at least %s bytes more during its calls of the visitor than"
            + " before, or %s more at its last call than at its first; less than %s were expected",
        blocks,
        least[0],
        least[1],
        mostKept);
  }

  /** Returns the heap in use before a listing, at its first call of the visitor, and its last. */
  private static long[] listWithHeap(Volume volume, int blocks, HeapUse heap) throws Exception {
    long[] used = {heap.bytes(), -1, -1};
    int[] calls = {0};
    volume.index(
        BlockPrefix.ALL,
        block -> {
          calls[0]++;
          if (calls[0] == 1) {
            used[1] = heap.bytes();
          }
          if (calls[0] == blocks) {
            used[2] = heap.bytes();
          }
          return true;
        });
    if (calls[0] < blocks) {
      throw new TestAbortedException(
          "an index of " + blocks + " blocks showed " + calls[0] + ", which is IX-1");
    }
    return used;
  }
}
