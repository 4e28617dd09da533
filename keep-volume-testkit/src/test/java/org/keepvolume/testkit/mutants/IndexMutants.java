// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import static org.keepvolume.testkit.Clause.IX_1;
import static org.keepvolume.testkit.Clause.IX_2;
import static org.keepvolume.testkit.Clause.IX_3;
import static org.keepvolume.testkit.Clause.IX_7;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockPrefix;
import org.keepvolume.CallCancelledException;
import org.keepvolume.IndexVisitor;
import org.keepvolume.Operation;
import org.keepvolume.TrashVisitor;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.testkit.memory.MemoryRaw;

/** Mistakes in what a listing shows. */
final class IndexMutants {
  private IndexMutants() {}

  /** How a broken volume lists its blocks. */
  @FunctionalInterface
  interface Indexing {
    void index(Volume volume, MemoryRaw raw, BlockPrefix prefix, IndexVisitor visitor)
        throws IOException;
  }

  /** How a broken volume lists its trash. */
  @FunctionalInterface
  interface TrashIndexing {
    void indexTrash(Volume volume, MemoryRaw raw, BlockPrefix prefix, TrashVisitor visitor)
        throws IOException;
  }

  /** A volume in whose index alone there is a mistake. */
  static Mutant.Breaker indexing(Indexing indexing) {
    return (volume, raw, context) ->
        new ForwardingVolume(volume) {
          @Override
          public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
            indexing.index(volume, raw, prefix, visitor);
          }
        };
  }

  /** A volume in whose indexTrash alone there is a mistake. */
  static Mutant.Breaker trashIndexing(TrashIndexing indexing) {
    return (volume, raw, context) ->
        new ForwardingVolume(volume) {
          @Override
          public void indexTrash(BlockPrefix prefix, TrashVisitor visitor) throws IOException {
            indexing.indexTrash(volume, raw, prefix, visitor);
          }
        };
  }

  static List<Mutant> all() {
    return List.of(
        Mutant.of(IX_1, "stops after the first page of 5000", indexing(IndexMutants::onePage)),
        Mutant.of(
            IX_1,
            "begins each page with the last block of the page before",
            indexing(IndexMutants::boundaryTwice)),
        Mutant.of(
            IX_1,
            "gives up when a block vanishes while it lists",
            indexing((volume, raw, prefix, visitor) -> pages(volume, prefix, visitor, true))),
        Mutant.of(
            IX_1,
            "leaves out the rest of a page from which a block has vanished",
            indexing((volume, raw, prefix, visitor) -> pages(volume, prefix, visitor, false))),
        Mutant.of(
            IX_1,
            "ends the trash where a copy has vanished",
            trashIndexing(IndexMutants::trashUntilVanished)),
        Mutant.of(
            IX_1, "is busy when its visitor calls it", (volume, raw, context) -> new Busy(volume)),
        Mutant.of(IX_2, "takes whole bytes of a prefix alone", indexing(IndexMutants::wholeBytes)),
        Mutant.of(
            IX_2,
            "looks at no more digits than its directories have",
            indexing(IndexMutants::threeDigits)),
        Mutant.of(
            IX_2,
            "looks at no more digits of trashed copies than its directories have",
            trashIndexing(
                (volume, raw, prefix, visitor) -> volume.indexTrash(cut(prefix, 3), visitor))),
        Mutant.of(IX_3, "lists names in any case", indexing(IndexMutants::anyCase)),
        Mutant.of(IX_3, "fails at a foreign name", indexing(IndexMutants::foreignFails)),
        Mutant.of(
            IX_3,
            "fails at a foreign name in the trash",
            trashIndexing(
                (volume, raw, prefix, visitor) -> {
                  failIfForeign(volume, raw);
                  volume.indexTrash(prefix, visitor);
                })),
        Mutant.of(IX_7, "lists what is being written", indexing(IndexMutants::unfinished)));
  }

  private static void onePage(
      Volume volume, MemoryRaw raw, BlockPrefix prefix, IndexVisitor visitor) throws IOException {
    int[] listed = {0};
    volume.index(prefix, block -> visitor.visit(block) && ++listed[0] < 5000);
  }

  private static void boundaryTwice(
      Volume volume, MemoryRaw raw, BlockPrefix prefix, IndexVisitor visitor) throws IOException {
    int[] listed = {0};
    volume.index(
        prefix, block -> visitor.visit(block) && (++listed[0] % 1000 != 0 || visitor.visit(block)));
  }

  /** Lists names page by page, and looks at each when its turn comes. */
  private static void pages(
      Volume volume, BlockPrefix prefix, IndexVisitor visitor, boolean throwing)
      throws IOException {
    List<BlockInfo> page = new ArrayList<>();
    boolean[] stopped = {false};
    volume.index(
        prefix,
        block -> {
          page.add(block);
          stopped[0] = page.size() == 16 && !page(volume, page, visitor, throwing);
          return !stopped[0];
        });
    if (!stopped[0]) {
      var unused = page(volume, page, visitor, throwing);
    }
  }

  private static boolean page(
      Volume volume, List<BlockInfo> page, IndexVisitor visitor, boolean throwing)
      throws IOException {
    List<BlockInfo> entries = List.copyOf(page);
    page.clear();
    for (BlockInfo entry : entries) {
      try {
        var unused = volume.stat(entry.hash());
      } catch (BlockNotFoundException e) {
        if (throwing) {
          throw new VolumeFailureException(
              Operation.INDEX, null, volume.deviceId(), "cannot look at " + entry.hash(), e);
        }
        return true;
      }
      if (!visitor.visit(entry)) {
        return false;
      }
    }
    return true;
  }

  private static void trashUntilVanished(
      Volume volume, MemoryRaw raw, BlockPrefix prefix, TrashVisitor visitor) throws IOException {
    List<BlockHash> hashes = new ArrayList<>();
    List<Object[]> copies = new ArrayList<>();
    volume.indexTrash(
        prefix,
        (hash, size, deadline) -> {
          hashes.add(hash);
          copies.add(new Object[] {size, deadline});
          return true;
        });
    for (int i = 0; i < hashes.size(); i++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CallCancelledException(
            Operation.INDEX_TRASH, null, volume.deviceId(), "interrupted", null);
      }
      Instant deadline = (Instant) copies.get(i)[1];
      boolean there = raw.deadlines(hashes.get(i)).contains(deadline);
      if (!there || !visitor.visit(hashes.get(i), (Long) copies.get(i)[0], deadline)) {
        return;
      }
    }
  }

  /** Allows no call by the thread that is listing. */
  private static final class Busy extends ForwardingVolume {
    private final ThreadLocal<Boolean> listing = ThreadLocal.withInitial(() -> false);

    Busy(Volume volume) {
      super(volume);
    }

    @Override
    public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
      boolean before = listing.get();
      listing.set(true);
      try {
        super.index(prefix, visitor);
      } finally {
        listing.set(before);
      }
    }

    @Override
    public BlockInfo stat(BlockHash hash) throws VolumeException {
      if (listing.get()) {
        throw new VolumeUnavailableException(
            Operation.STAT, hash, deviceId(), "a listing is running", null, null);
      }
      return super.stat(hash);
    }
  }

  private static void wholeBytes(
      Volume volume, MemoryRaw raw, BlockPrefix prefix, IndexVisitor visitor) throws IOException {
    volume.index(cut(prefix, prefix.length() / 2 * 2), visitor);
  }

  private static void threeDigits(
      Volume volume, MemoryRaw raw, BlockPrefix prefix, IndexVisitor visitor) throws IOException {
    volume.index(cut(prefix, prefix.length() == BlockHash.LENGTH ? prefix.length() : 3), visitor);
  }

  private static BlockPrefix cut(BlockPrefix prefix, int digits) {
    return BlockPrefix.parse(prefix.toString().substring(0, Math.min(prefix.length(), digits)));
  }

  private static void anyCase(
      Volume volume, MemoryRaw raw, BlockPrefix prefix, IndexVisitor visitor) throws IOException {
    volume.index(prefix, visitor);
    for (String name : raw.foreignNames()) {
      BlockHash hash = BlockHash.parse(name.toLowerCase(Locale.ROOT));
      if (prefix.matches(hash) && !visitor.visit(new BlockInfo(hash, 16, Instant.EPOCH))) {
        return;
      }
    }
  }

  private static void foreignFails(
      Volume volume, MemoryRaw raw, BlockPrefix prefix, IndexVisitor visitor) throws IOException {
    failIfForeign(volume, raw);
    volume.index(prefix, visitor);
  }

  private static void failIfForeign(Volume volume, MemoryRaw raw) throws IOException {
    if (!raw.foreignNames().isEmpty()) {
      throw new VolumeFailureException(
          Operation.INDEX, null, volume.deviceId(), "no block: " + raw.foreignNames().get(0), null);
    }
  }

  private static void unfinished(
      Volume volume, MemoryRaw raw, BlockPrefix prefix, IndexVisitor visitor) throws IOException {
    volume.index(prefix, visitor);
    for (String name : raw.residue()) {
      int start = "unfinished ".length();
      BlockHash hash = BlockHash.parse(name.substring(start, start + BlockHash.LENGTH));
      if (prefix.matches(hash) && !visitor.visit(new BlockInfo(hash, 7, Instant.EPOCH))) {
        return;
      }
    }
  }
}
