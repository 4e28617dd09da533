// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import static org.keepvolume.TrashOutcome.TRASHED;
import static org.keepvolume.testkit.Clause.TR_11;
import static org.keepvolume.testkit.Clause.TR_13;
import static org.keepvolume.testkit.Clause.TR_6;
import static org.keepvolume.testkit.Clause.TR_8;
import static org.keepvolume.testkit.Clause.TR_9;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Operation;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashSweep;
import org.keepvolume.TrashVisitor;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.memory.MemoryRaw;

/** Mistakes in sweeping. */
final class SweepMutants {
  private static final int PAGE = 4;

  private SweepMutants() {}

  static List<Mutant> all() {
    return List.of(
        sweep(
            TR_6,
            "counts what it looked at, not what it removed",
            (volume, raw, context) -> {
              TrashSweep sweep = volume.emptyTrash();
              return new TrashSweep(
                  sweep.deletedBlocks() + sweep.remainingBlocks(),
                  sweep.deletedBytes() + sweep.remainingBytes(),
                  sweep.remainingBlocks(),
                  sweep.remainingBytes(),
                  sweep.deletedResidue(),
                  sweep.deletedResidueBytes());
            }),
        sweep(
            TR_6,
            "does not add up the bytes that remain",
            (volume, raw, context) -> {
              TrashSweep sweep = volume.emptyTrash();
              return new TrashSweep(
                  sweep.deletedBlocks(),
                  sweep.deletedBytes(),
                  sweep.remainingBlocks(),
                  0,
                  sweep.deletedResidue(),
                  sweep.deletedResidueBytes());
            }),
        sweep(TR_6, "forgets the counts when it fails", SweepMutants::withoutCounts),
        sweep(
            TR_6,
            "reports success and has removed nothing after the first page",
            SweepMutants::firstPage),
        TrashMutants.trash(
            TR_6,
            "counts the lifetime from mtime, not from the trash",
            (volume, raw, context, hash, onlyIf) -> {
              TrashOutcome outcome = volume.trash(hash, onlyIf);
              if (outcome == TRASHED) {
                Duration lifetime = context.trashPolicy().lifetime();
                Instant deadline = latest(raw.deadlines(hash));
                Instant mtime = raw.trashedMtime(hash, deadline);
                byte[] content = raw.trashedContent(hash, deadline);
                raw.removeTrash(hash, deadline);
                raw.putTrash(hash, content, mtime.plus(lifetime).truncatedTo(ChronoUnit.SECONDS));
              }
              return outcome;
            }),
        sweep(
            TR_8,
            "removes every copy of a block of which one is past its deadline",
            (volume, raw, context) -> {
              Set<BlockHash> expired = raw.expired().keySet();
              TrashSweep sweep = volume.emptyTrash();
              for (BlockHash hash : expired) {
                raw.deadlines(hash).forEach(left -> raw.removeTrash(hash, left));
              }
              return sweep;
            }),
        TrashMutants.trash(
            TR_8,
            "keeps the first deadline of a block that is trashed again",
            (volume, raw, context, hash, onlyIf) -> {
              List<Instant> before = raw.deadlines(hash);
              TrashOutcome outcome = volume.trash(hash, onlyIf);
              if (outcome == TRASHED && before.size() == 1) {
                Instant deadline = latest(raw.deadlines(hash));
                byte[] content = raw.trashedContent(hash, deadline);
                raw.removeTrash(hash, deadline);
                raw.putTrash(hash, content, before.get(0));
              }
              return outcome;
            }),
        sweep(
            TR_9,
            "removes by name what was rewritten since it listed the trash",
            (volume, raw, context) -> {
              List<BlockHash> seen =
                  raw.expired().keySet().stream()
                      .filter(hash -> raw.content(hash).isEmpty())
                      .toList();
              TrashSweep sweep = volume.emptyTrash();
              seen.forEach(raw::remove);
              return sweep;
            }),
        sweep(
            TR_9,
            "removes live blocks that nobody has touched for a year",
            (volume, raw, context) -> {
              raw.olderThan(Duration.ofDays(365)).forEach(raw::remove);
              return volume.emptyTrash();
            }),
        sweep(
            TR_9,
            "removes what looks like a block of its own and is not",
            (volume, raw, context) -> {
              raw.removeForeign();
              return volume.emptyTrash();
            }),
        sweep(
            TR_11,
            "removes what a writer left an hour ago, who may still be there",
            (volume, raw, context) -> {
              long young = raw.removeResidue(context.clock().instant().minus(Duration.ofHours(1)));
              return withResidue(volume.emptyTrash(), young);
            }),
        sweep(
            TR_11,
            "does not count what writers left behind",
            (volume, raw, context) -> withResidue(volume.emptyTrash(), -1)),
        sweep(
            TR_11,
            "counts what writers left behind among the trashed copies",
            (volume, raw, context) -> {
              TrashSweep sweep = volume.emptyTrash();
              return new TrashSweep(
                  sweep.deletedBlocks() + sweep.deletedResidue(),
                  sweep.deletedBytes() + sweep.deletedResidueBytes(),
                  sweep.remainingBlocks(),
                  sweep.remainingBytes(),
                  sweep.deletedResidue(),
                  sweep.deletedResidueBytes());
            }),
        sweep(
            TR_11,
            "never removes what dead writers left behind, until the disk is full",
            (volume, raw, context) -> {
              List<String> names = raw.residue();
              TrashSweep sweep = volume.emptyTrash();
              names.stream()
                  .filter(name -> !raw.residue().contains(name))
                  .forEach(name -> raw.leaveBehind(name.substring("unfinished ".length())));
              return withResidue(sweep, -1);
            }),
        Mutant.of(
            TR_13,
            "rounds deadlines up when it lists the trash, and down when it sweeps",
            (volume, raw, context) ->
                new ForwardingVolume(volume) {
                  @Override
                  public void indexTrash(BlockPrefix prefix, TrashVisitor visitor)
                      throws IOException {
                    super.indexTrash(
                        prefix,
                        (hash, size, deadline) ->
                            visitor.visit(hash, size, deadline.plusSeconds(1)));
                  }
                }));
  }

  private static TrashSweep withoutCounts(Volume volume, MemoryRaw raw, VolumeContext context)
      throws VolumeException {
    try {
      return volume.emptyTrash();
    } catch (CallCancelledException e) {
      throw new CallCancelledException(
          Operation.EMPTY_TRASH, null, volume.deviceId(), e.detail(), e.getCause());
    } catch (VolumeUnavailableException e) {
      throw new VolumeUnavailableException(
          Operation.EMPTY_TRASH, null, volume.deviceId(), e.detail(), null, e.getCause());
    }
  }

  private static TrashSweep firstPage(Volume volume, MemoryRaw raw, VolumeContext context)
      throws VolumeException {
    List<Copy> left = new ArrayList<>();
    raw.expired()
        .forEach((hash, deadlines) -> deadlines.forEach(end -> left.add(new Copy(hash, end))));
    left.subList(0, Math.min(PAGE, left.size())).clear();
    List<byte[]> contents =
        left.stream().map(copy -> raw.trashedContent(copy.hash(), copy.deadline())).toList();
    TrashSweep sweep = volume.emptyTrash();
    for (int i = 0; i < left.size(); i++) {
      raw.putTrash(left.get(i).hash(), contents.get(i), left.get(i).deadline());
    }
    return sweep;
  }

  /** Changes how many leftovers are counted; -1: none. */
  private static TrashSweep withResidue(TrashSweep sweep, long more) {
    return new TrashSweep(
        sweep.deletedBlocks(),
        sweep.deletedBytes(),
        sweep.remainingBlocks(),
        sweep.remainingBytes(),
        more < 0 ? 0 : sweep.deletedResidue() + more,
        more < 0 ? 0 : sweep.deletedResidueBytes());
  }

  private record Copy(BlockHash hash, Instant deadline) {}

  private static Instant latest(List<Instant> deadlines) {
    return deadlines.get(deadlines.size() - 1);
  }

  /** A broken sweep, over a good volume. */
  @FunctionalInterface
  interface BrokenSweep {
    TrashSweep sweep(Volume volume, MemoryRaw raw, VolumeContext context) throws VolumeException;
  }

  static Mutant sweep(Clause clause, String bug, BrokenSweep broken) {
    return Mutant.of(
        clause,
        bug,
        (volume, raw, context) ->
            new ForwardingVolume(volume) {
              @Override
              public TrashSweep emptyTrash() throws VolumeException {
                return broken.sweep(volume, raw, context);
              }
            });
  }
}
