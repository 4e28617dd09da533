// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import static org.keepvolume.testkit.Clause.IX_4;
import static org.keepvolume.testkit.Clause.IX_5;
import static org.keepvolume.testkit.Clause.IX_6;
import static org.keepvolume.testkit.mutants.IndexMutants.indexing;
import static org.keepvolume.testkit.mutants.IndexMutants.trashIndexing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockPrefix;
import org.keepvolume.CallCancelledException;
import org.keepvolume.IndexVisitor;
import org.keepvolume.Operation;
import org.keepvolume.TrashVisitor;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.testkit.memory.MemoryRaw;

/** Mistakes in how a listing ends, and in what it keeps. */
final class ListingMutants {
  private ListingMutants() {}

  static List<Mutant> all() {
    return List.of(
        Mutant.of(
            IX_4,
            "writes the end mark on the error path of the index too",
            indexing(ListingMutants::endsQuietly)),
        Mutant.of(
            IX_4,
            "takes a broken answer for the end of the trash",
            trashIndexing(ListingMutants::trashEndsQuietly)),
        Mutant.of(IX_5, "wraps what the visitor throws", indexing(ListingMutants::wrap)),
        Mutant.of(
            IX_5,
            "wraps what the visitor of the trash throws",
            trashIndexing(ListingMutants::wrapTrash)),
        Mutant.of(
            IX_5,
            "lists again when the visitor reports something unavailable",
            indexing(ListingMutants::listAgain)),
        Mutant.of(
            IX_5,
            "goes on when the visitor returns false",
            indexing(
                (volume, raw, prefix, visitor) ->
                    volume.index(
                        prefix,
                        block -> {
                          var unused = visitor.visit(block);
                          return true;
                        }))),
        Mutant.of(
            IX_5,
            "calls a listing that the visitor stops cancelled",
            trashIndexing(ListingMutants::stoppedIsCancelled)),
        Mutant.of(IX_6, "collects all blocks first", indexing(ListingMutants::collect)),
        Mutant.of(
            IX_6,
            "remembers every block listed, to list none twice",
            indexing(ListingMutants::remember)));
  }

  /** Tells what a visitor threw from what the listing threw. */
  private static final class Watched {
    private @Nullable IOException thrown;
    private int calls;

    IndexVisitor over(IndexVisitor visitor) {
      return block -> watch(() -> visitor.visit(block));
    }

    TrashVisitor over(TrashVisitor visitor) {
      return (hash, size, deadline) -> watch(() -> visitor.visit(hash, size, deadline));
    }

    private interface Visit {
      boolean goOn() throws IOException;
    }

    private boolean watch(Visit visit) throws IOException {
      calls++;
      try {
        return visit.goOn();
      } catch (IOException e) {
        thrown = e;
        throw e;
      }
    }

    void rethrowUnlessInTheMiddle(VolumeUnavailableException e) throws IOException {
      if (thrown != null || calls == 0) {
        throw e;
      }
    }
  }

  private static void endsQuietly(
      Volume volume, MemoryRaw raw, BlockPrefix prefix, IndexVisitor visitor) throws IOException {
    Watched watched = new Watched();
    try {
      volume.index(prefix, watched.over(visitor));
    } catch (VolumeUnavailableException e) {
      watched.rethrowUnlessInTheMiddle(e);
    }
  }

  private static void trashEndsQuietly(
      Volume volume, MemoryRaw raw, BlockPrefix prefix, TrashVisitor visitor) throws IOException {
    Watched watched = new Watched();
    try {
      volume.indexTrash(prefix, watched.over(visitor));
    } catch (VolumeUnavailableException e) {
      watched.rethrowUnlessInTheMiddle(e);
    }
  }

  private static void wrap(Volume volume, MemoryRaw raw, BlockPrefix prefix, IndexVisitor visitor)
      throws IOException {
    try {
      volume.index(prefix, visitor);
    } catch (VolumeException e) {
      throw e;
    } catch (IOException e) {
      throw new VolumeFailureException(
          Operation.INDEX, null, volume.deviceId(), "listing failed", e);
    }
  }

  private static void wrapTrash(
      Volume volume, MemoryRaw raw, BlockPrefix prefix, TrashVisitor visitor) throws IOException {
    try {
      volume.indexTrash(prefix, visitor);
    } catch (IllegalStateException e) {
      throw new VolumeFailureException(
          Operation.INDEX_TRASH, null, volume.deviceId(), "listing failed", e);
    }
  }

  private static void listAgain(
      Volume volume, MemoryRaw raw, BlockPrefix prefix, IndexVisitor visitor) throws IOException {
    Watched watched = new Watched();
    try {
      volume.index(prefix, watched.over(visitor));
    } catch (VolumeUnavailableException e) {
      if (watched.thrown == null) {
        throw e;
      }
      volume.index(prefix, visitor);
    }
  }

  private static void stoppedIsCancelled(
      Volume volume, MemoryRaw raw, BlockPrefix prefix, TrashVisitor visitor) throws IOException {
    boolean[] stopped = {false};
    volume.indexTrash(
        prefix,
        (hash, size, deadline) -> {
          stopped[0] = !visitor.visit(hash, size, deadline);
          return !stopped[0];
        });
    if (stopped[0]) {
      throw new CallCancelledException(
          Operation.INDEX_TRASH, null, volume.deviceId(), "stopped by the visitor", null);
    }
  }

  private static void collect(
      Volume volume, MemoryRaw raw, BlockPrefix prefix, IndexVisitor visitor) throws IOException {
    List<BlockInfo> all = new ArrayList<>();
    volume.index(prefix, all::add);
    for (BlockInfo block : all) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CallCancelledException(
            Operation.INDEX, null, volume.deviceId(), "interrupted", null);
      }
      if (!visitor.visit(block)) {
        return;
      }
    }
  }

  private static void remember(
      Volume volume, MemoryRaw raw, BlockPrefix prefix, IndexVisitor visitor) throws IOException {
    Set<BlockHash> listed = new HashSet<>();
    volume.index(prefix, block -> !listed.add(block.hash()) || visitor.visit(block));
  }
}
