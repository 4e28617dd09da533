// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockPrefix;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashPolicy;
import org.keepvolume.TrashSweep;
import org.keepvolume.TrashVisitor;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.VolumeFixture;
import org.keepvolume.testkit.memory.MemoryFixture;

/** Mistakes around time and trash that were thought of from the contract alone. */
final class InventedTrashMutants {
  private static final int PAGE = 1000;

  private InventedTrashMutants() {}

  static List<Mutant> all() {
    return List.of(
        Mutant.of(
            Clause.TM_1,
            "skips a touch within two seconds of the last",
            (v, raw, c) ->
                new ForwardingVolume(v) {
                  @Override
                  public void touch(BlockHash hash) throws VolumeException {
                    Instant mtime = mtime(this, hash);
                    if (mtime == null || mtime.plusSeconds(2).isBefore(c.clock().instant())) {
                      super.touch(hash);
                    }
                  }
                }),
        Mutant.of(
            Clause.TM_2,
            "stat knows blocks that another volume object has trashed",
            (v, raw, c) -> new RemembersStat(v)),
        withPolicy(
            Clause.TR_1,
            "keeps the minimum age in 32 bits of milliseconds",
            policy -> {
              int millis = (int) (policy.minimumAge().toSeconds() * 1000);
              return new TrashPolicy(Duration.ofMillis(Math.max(0, millis)), policy.lifetime());
            }),
        Mutant.ofFixture(Clause.TR_7, "compares whole seconds", InventedTrashMutants::wholeSeconds),
        withPolicy(
            Clause.TR_5,
            "takes a lifetime under a second for zero",
            policy ->
                new TrashPolicy(
                    policy.minimumAge(), Duration.ofSeconds(policy.lifetime().toSeconds()))),
        Mutant.of(
            Clause.TR_14,
            "trashes if the block was not modified since",
            (v, raw, c) ->
                new ForwardingVolume(v) {
                  @Override
                  public TrashOutcome trash(BlockHash hash, @Nullable Instant onlyIfMtime)
                      throws VolumeException {
                    Instant mtime = onlyIfMtime == null ? null : mtime(this, hash);
                    boolean unmodified = mtime != null && !mtime.isAfter(onlyIfMtime);
                    return super.trash(hash, unmodified ? mtime : onlyIfMtime);
                  }
                }),
        Mutant.of(
            Clause.TR_13,
            "lists the latest copy of a block only",
            (v, raw, c) ->
                new ForwardingVolume(v) {
                  @Override
                  public void indexTrash(BlockPrefix prefix, TrashVisitor visitor)
                      throws IOException {
                    super.indexTrash(
                        prefix,
                        (hash, size, deadline) ->
                            raw.deadlines(hash).stream().anyMatch(deadline::isBefore)
                                || visitor.visit(hash, size, deadline));
                  }
                }),
        Mutant.of(
            Clause.TR_11,
            "counts residue among the copies too",
            (v, raw, c) ->
                new ForwardingVolume(v) {
                  @Override
                  public TrashSweep emptyTrash() throws VolumeException {
                    TrashSweep sweep = super.emptyTrash();
                    return new TrashSweep(
                        sweep.deletedBlocks() + sweep.deletedResidue(),
                        sweep.deletedBytes() + sweep.deletedResidueBytes(),
                        sweep.remainingBlocks(),
                        sweep.remainingBytes(),
                        sweep.deletedResidue(),
                        sweep.deletedResidueBytes());
                  }
                }),
        Mutant.of(
            Clause.TR_10,
            "sweeps again after a lost answer and forgets what the first removed",
            (v, raw, c) ->
                new ForwardingVolume(v) {
                  @Override
                  public TrashSweep emptyTrash() throws VolumeException {
                    try {
                      return super.emptyTrash();
                    } catch (VolumeUnavailableException e) {
                      return super.emptyTrash();
                    }
                  }
                }),
        Mutant.of(
            Clause.TR_6,
            "sweeps one page",
            (v, raw, c) ->
                new ForwardingVolume(v) {
                  @Override
                  public TrashSweep emptyTrash() throws VolumeException {
                    Map<BlockHash, List<Instant>> expired = raw.expired();
                    Map<BlockHash, byte[]> hidden = new HashMap<>();
                    expired.keySet().stream()
                        .skip(PAGE)
                        .forEach(
                            hash -> {
                              Instant deadline = expired.get(hash).get(0);
                              hidden.put(hash, raw.trashedContent(hash, deadline));
                              raw.removeTrash(hash, deadline);
                            });
                    try {
                      return super.emptyTrash();
                    } finally {
                      hidden.forEach(
                          (hash, content) -> raw.putTrash(hash, content, expired.get(hash).get(0)));
                    }
                  }
                }));
  }

  /** Returns the mtime of a live block; null if the volume does not tell. */
  private static @Nullable Instant mtime(Volume volume, BlockHash hash) {
    try {
      return volume.stat(hash).mtime();
    } catch (VolumeException e) {
      return null;
    }
  }

  private static Mutant withPolicy(Clause clause, String bug, UnaryOperator<TrashPolicy> misread) {
    return Mutant.ofFixture(
        clause,
        bug,
        () ->
            new MemoryFixture() {
              @Override
              public Volume open(VolumeContext context) throws Exception {
                return super.open(context.withTrashPolicy(misread.apply(context.trashPolicy())));
              }
            });
  }

  /** Present and mtime are each cut to seconds before the age is told. */
  private static VolumeFixture wholeSeconds() {
    return new MemoryFixture() {
      @Override
      public Volume open(VolumeContext context) throws Exception {
        Duration age = context.trashPolicy().minimumAge();
        Duration less = age.isZero() ? age : age.minusNanos(999_999_999);
        Duration early = less.isNegative() ? Duration.ZERO : less;
        Volume lax =
            super.open(
                context.withTrashPolicy(new TrashPolicy(early, context.trashPolicy().lifetime())));
        return new ForwardingVolume(super.open(context)) {
          @Override
          public TrashOutcome trash(BlockHash hash, @Nullable Instant onlyIfMtime)
              throws VolumeException {
            Instant mtime = mtime(this, hash);
            long now = context.clock().instant().getEpochSecond();
            return mtime != null && now - mtime.getEpochSecond() >= age.toSeconds()
                ? lax.trash(hash, onlyIfMtime)
                : super.trash(hash, onlyIfMtime);
          }
        };
      }
    };
  }

  /** A cache of stat that only the volume's own trash corrects. */
  private static final class RemembersStat extends ForwardingVolume {
    private final Map<BlockHash, BlockInfo> known = new ConcurrentHashMap<>();

    RemembersStat(Volume volume) {
      super(volume);
    }

    @Override
    public BlockInfo stat(BlockHash hash) throws VolumeException {
      try {
        BlockInfo info = super.stat(hash);
        known.put(hash, info);
        return info;
      } catch (BlockNotFoundException e) {
        BlockInfo info = known.get(hash);
        if (info == null) {
          throw e;
        }
        return info;
      }
    }

    @Override
    public TrashOutcome trash(BlockHash hash, @Nullable Instant onlyIfMtime)
        throws VolumeException {
      try {
        return super.trash(hash, onlyIfMtime);
      } finally {
        known.remove(hash);
      }
    }
  }
}
