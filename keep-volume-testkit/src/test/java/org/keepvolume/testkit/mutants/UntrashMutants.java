// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import static org.keepvolume.UntrashOutcome.ALREADY_LIVE;
import static org.keepvolume.UntrashOutcome.RESTORED;
import static org.keepvolume.testkit.Clause.TR_12;
import static org.keepvolume.testkit.Clause.TR_3;
import static org.keepvolume.testkit.Clause.TR_4;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.Operation;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.memory.MemoryRaw;

/** Mistakes in restoring. */
final class UntrashMutants {
  private static final int LIMIT = 1 << 16;

  private UntrashMutants() {}

  static List<Mutant> all() {
    return List.of(
        untrash(
            TR_3,
            "restores the mtime too",
            (volume, raw, context, hash) -> {
              List<Instant> deadlines = raw.deadlines(hash);
              UntrashOutcome outcome = volume.untrash(hash);
              if (outcome == RESTORED) {
                Instant trashed = deadlines.get(0).minus(context.trashPolicy().lifetime());
                raw.setMtime(hash, trashed.minus(context.trashPolicy().minimumAge()));
              }
              return outcome;
            }),
        untrash(
            TR_3,
            "restores the first 64 KiB",
            (volume, raw, context, hash) -> {
              UntrashOutcome outcome = volume.untrash(hash);
              byte[] content = raw.content(hash).orElse(new byte[0]);
              if (outcome == RESTORED && content.length > LIMIT && content.length < 2 * LIMIT) {
                raw.put(hash, Arrays.copyOf(content, LIMIT));
              }
              return outcome;
            }),
        untrash(
            TR_3,
            "takes a copy past its deadline for gone",
            (volume, raw, context, hash) -> {
              List<Instant> deadlines = raw.deadlines(hash);
              Instant now = context.clock().instant();
              if (!deadlines.isEmpty()
                  && raw.content(hash).isEmpty()
                  && deadlines.get(deadlines.size() - 1).isBefore(now)) {
                requireAnswer(volume, hash);
                throw missing(volume, hash);
              }
              return volume.untrash(hash);
            }),
        untrash(
            TR_4,
            "moves a trashed copy over the live block",
            (volume, raw, context, hash) -> {
              if (raw.content(hash).isPresent() && !raw.deadlines(hash).isEmpty()) {
                raw.remove(hash);
              }
              return volume.untrash(hash);
            }),
        untrash(
            TR_4,
            "looks in the trash alone",
            (volume, raw, context, hash) -> {
              UntrashOutcome outcome = volume.untrash(hash);
              if (outcome == ALREADY_LIVE && raw.deadlines(hash).isEmpty()) {
                throw missing(volume, hash);
              }
              return outcome;
            }),
        untrash(
            TR_4,
            "stamps a block that is live already",
            (volume, raw, context, hash) -> {
              UntrashOutcome outcome = volume.untrash(hash);
              if (outcome == ALREADY_LIVE) {
                raw.setMtime(hash, context.clock().instant());
              }
              return outcome;
            }),
        untrash(
            TR_4,
            "takes a block that is not in the trash for a live one",
            (volume, raw, context, hash) -> {
              try {
                return volume.untrash(hash);
              } catch (BlockNotFoundException e) {
                return ALREADY_LIVE;
              }
            }),
        untrash(
            TR_12,
            "restores the copy that was trashed first",
            (volume, raw, context, hash) -> {
              List<Instant> deadlines = raw.deadlines(hash);
              if (deadlines.size() < 2 || raw.content(hash).isPresent()) {
                return volume.untrash(hash);
              }
              raw.put(hash, raw.trashedContent(hash, deadlines.get(0)));
              raw.removeTrash(hash, deadlines.get(0));
              return RESTORED;
            }),
        untrash(
            TR_12,
            "drops the other copies",
            (volume, raw, context, hash) -> {
              UntrashOutcome outcome = volume.untrash(hash);
              if (outcome == RESTORED) {
                raw.deadlines(hash).forEach(deadline -> raw.removeTrash(hash, deadline));
              }
              return outcome;
            }));
  }

  /** Asks the device something, so that one that does not answer is noticed. */
  private static void requireAnswer(Volume volume, BlockHash hash) throws VolumeException {
    try {
      var unused = volume.stat(hash);
    } catch (BlockNotFoundException e) {
      // It answered.
    }
  }

  private static BlockNotFoundException missing(Volume volume, BlockHash hash) {
    return new BlockNotFoundException(
        Operation.UNTRASH, hash, volume.deviceId(), "not in the trash", null);
  }

  /** A broken untrash, over a good volume. */
  @FunctionalInterface
  interface BrokenUntrash {
    UntrashOutcome untrash(Volume volume, MemoryRaw raw, VolumeContext context, BlockHash hash)
        throws VolumeException;
  }

  private static Mutant untrash(Clause clause, String bug, BrokenUntrash broken) {
    return Mutant.of(
        clause,
        bug,
        (volume, raw, context) ->
            new ForwardingVolume(volume) {
              @Override
              public UntrashOutcome untrash(BlockHash hash) throws VolumeException {
                return broken.untrash(volume, raw, context, hash);
              }
            });
  }
}
