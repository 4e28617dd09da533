// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import static org.keepvolume.TrashOutcome.CHANGED;
import static org.keepvolume.TrashOutcome.DELETED;
import static org.keepvolume.TrashOutcome.TOO_RECENT;
import static org.keepvolume.TrashOutcome.TRASHED;
import static org.keepvolume.testkit.Clause.TR_1;
import static org.keepvolume.testkit.Clause.TR_14;
import static org.keepvolume.testkit.Clause.TR_2;
import static org.keepvolume.testkit.Clause.TR_5;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockPrefix;
import org.keepvolume.IndexVisitor;
import org.keepvolume.Operation;
import org.keepvolume.TrashOutcome;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.memory.MemoryRaw;

/** Mistakes in trashing. */
final class TrashMutants {
  private TrashMutants() {}

  static List<Mutant> all() {
    return List.of(
        trash(
            TR_1,
            "compares ages in whole seconds, and takes what is older than the minimum age",
            (volume, raw, context, hash, onlyIf) -> {
              TrashOutcome outcome = volume.trash(hash, onlyIf);
              if (outcome == TRASHED && lastsTooShort(raw, context, hash)) {
                var unused = volume.untrash(hash);
                return TOO_RECENT;
              }
              return outcome;
            }),
        trash(
            TR_1,
            "takes the time between now and mtime for an age, whichever is later",
            (volume, raw, context, hash, onlyIf) -> {
              Instant mtime = volume.stat(hash).mtime();
              Instant now = context.clock().instant();
              if (mtime.isAfter(now) && onlyIf == null) {
                raw.setMtime(hash, now.minus(Duration.between(now, mtime)));
              }
              return volume.trash(hash, onlyIf);
            }),
        trash(
            TR_1,
            "calls it a failure that a block is too recent",
            (volume, raw, context, hash, onlyIf) -> {
              TrashOutcome outcome = volume.trash(hash, onlyIf);
              if (outcome == TOO_RECENT) {
                throw new VolumeFailureException(
                    Operation.TRASH, hash, volume.deviceId(), "too recent", null);
              }
              return outcome;
            }),
        trash(
            TR_1,
            "marks a block for the trash before it looks at the age, which stamps it",
            (volume, raw, context, hash, onlyIf) -> {
              TrashOutcome outcome = volume.trash(hash, onlyIf);
              if (outcome == TOO_RECENT) {
                raw.setMtime(hash, context.clock().instant());
              }
              return outcome;
            }),
        Mutant.of(
            TR_2,
            "lists trashed blocks among the live ones",
            (volume, raw, context) -> new ListsTrash(volume, context)),
        trash(
            TR_2,
            "trashes a trashed block again",
            (volume, raw, context, hash, onlyIf) -> {
              try {
                return volume.trash(hash, onlyIf);
              } catch (BlockNotFoundException e) {
                if (raw.deadlines(hash).isEmpty()) {
                  throw e;
                }
                return TRASHED;
              }
            }),
        trash(
            TR_2,
            "gives a trashed block a new deadline when it is trashed again",
            (volume, raw, context, hash, onlyIf) -> {
              try {
                return volume.trash(hash, onlyIf);
              } catch (BlockNotFoundException e) {
                for (Instant deadline : raw.deadlines(hash)) {
                  raw.putTrash(hash, raw.trashedContent(hash, deadline), deadline.plusSeconds(1));
                  raw.removeTrash(hash, deadline);
                }
                throw e;
              }
            }),
        trash(
            TR_5,
            "keeps a copy with a deadline of now in place of deleting",
            (volume, raw, context, hash, onlyIf) -> {
              byte[] content = raw.content(hash).orElse(new byte[0]);
              TrashOutcome outcome = volume.trash(hash, onlyIf);
              if (outcome == DELETED) {
                raw.putTrash(
                    hash, content, context.clock().instant().truncatedTo(ChronoUnit.SECONDS));
              }
              return outcome;
            }),
        trash(
            TR_5,
            "says TRASHED of what it deletes",
            (volume, raw, context, hash, onlyIf) -> {
              TrashOutcome outcome = volume.trash(hash, onlyIf);
              return outcome == DELETED ? TRASHED : outcome;
            }),
        trash(
            TR_14,
            "ignores that mtime changed since the list of blocks to trash was made",
            (volume, raw, context, hash, onlyIf) -> volume.trash(hash, null)),
        trash(
            TR_14,
            "compares mtimes in whole seconds",
            (volume, raw, context, hash, onlyIf) -> {
              Instant mtime = volume.stat(hash).mtime();
              boolean same = onlyIf != null && seconds(onlyIf).equals(seconds(mtime));
              return volume.trash(hash, same ? mtime : onlyIf);
            }),
        trash(
            TR_14,
            "leaves a block alone only if it is younger than asked for",
            (volume, raw, context, hash, onlyIf) -> {
              Instant mtime = volume.stat(hash).mtime();
              return onlyIf != null && mtime.isAfter(onlyIf) ? CHANGED : volume.trash(hash, null);
            }));
  }

  private static Instant seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }

  /** Tells whether the block was not older than the minimum age by whole seconds. */
  private static boolean lastsTooShort(MemoryRaw raw, VolumeContext context, BlockHash hash) {
    List<Instant> deadlines = raw.deadlines(hash);
    Instant mtime = raw.trashedMtime(hash, deadlines.get(deadlines.size() - 1));
    Duration age = Duration.between(mtime, context.clock().instant());
    return age.toSeconds() <= context.trashPolicy().minimumAge().toSeconds();
  }

  /** A broken trash, over a good volume. */
  @FunctionalInterface
  interface BrokenTrash {
    TrashOutcome trash(
        Volume volume,
        MemoryRaw raw,
        VolumeContext context,
        BlockHash hash,
        @Nullable Instant onlyIfMtime)
        throws VolumeException;
  }

  static Mutant trash(Clause clause, String bug, BrokenTrash broken) {
    return Mutant.of(
        clause,
        bug,
        (volume, raw, context) ->
            new ForwardingVolume(volume) {
              @Override
              public TrashOutcome trash(BlockHash hash, @Nullable Instant onlyIfMtime)
                  throws VolumeException {
                return broken.trash(volume, raw, context, hash, onlyIfMtime);
              }
            });
  }

  private static final class ListsTrash extends ForwardingVolume {
    private final VolumeContext context;

    ListsTrash(Volume volume, VolumeContext context) {
      super(volume);
      this.context = context;
    }

    @Override
    public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
      super.index(prefix, visitor);
      Instant now = context.clock().instant();
      indexTrash(prefix, (hash, size, deadline) -> visitor.visit(new BlockInfo(hash, size, now)));
    }
  }
}
