// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import static org.keepvolume.TrashOutcome.CHANGED;
import static org.keepvolume.TrashOutcome.DELETED;
import static org.keepvolume.TrashOutcome.TOO_RECENT;
import static org.keepvolume.TrashOutcome.TRASHED;
import static org.keepvolume.testkit.Clause.TR_7;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashPolicy;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.testkit.memory.MemoryRaw;

/** Blocks lost although they were touched or written. */
final class TrashRaceMutants {
  private TrashRaceMutants() {}

  static List<Mutant> all() {
    return List.of(
        TrashMutants.trash(
            TR_7,
            "looks at the age and trashes in two steps, without a condition",
            (volume, raw, context, hash, onlyIf) -> inTwoSteps(volume, raw, context, hash, onlyIf)),
        TrashMutants.trash(
            TR_7,
            "deletes without a condition where there is no lifetime",
            (volume, raw, context, hash, onlyIf) ->
                context.trashPolicy().lifetime().isZero()
                    ? inTwoSteps(volume, raw, context, hash, onlyIf)
                    : volume.trash(hash, onlyIf)),
        TrashMutants.trash(
            TR_7,
            "keeps whole seconds and adds no margin for it",
            (volume, raw, context, hash, onlyIf) -> {
              Instant mtime = volume.stat(hash).mtime();
              Duration minimumAge = context.trashPolicy().minimumAge();
              Instant now = context.clock().instant();
              if (now.isBefore(mtime.plus(minimumAge))
                  && !now.isBefore(mtime.truncatedTo(ChronoUnit.SECONDS).plus(minimumAge))
                  && onlyIf == null) {
                raw.setMtime(hash, now.minus(minimumAge));
              }
              return volume.trash(hash, onlyIf);
            }),
        Mutant.of(
            TR_7,
            "has a lock for each volume object, not for the device",
            (volume, raw, context) -> new LocksItself(volume, raw, context)),
        Mutant.of(
            TR_7,
            "touches what may have been trashed since it looked",
            (volume, raw, context) ->
                new ForwardingVolume(volume) {
                  @Override
                  public void touch(BlockHash hash) throws VolumeException {
                    if (isThere(delegate(), hash)) {
                      stamp(raw, hash, context.clock().instant());
                    } else {
                      super.touch(hash);
                    }
                  }
                }),
        Mutant.of(
            TR_7,
            "leaves a write out where the block is there, and stamps what may be gone",
            (volume, raw, context) ->
                new ForwardingVolume(volume) {
                  @Override
                  public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
                    if (isEqual(raw, hash, data) && isThere(delegate(), hash)) {
                      stamp(raw, hash, context.clock().instant());
                    } else {
                      super.write(hash, data);
                    }
                  }
                }));
  }

  private static boolean isThere(Volume volume, BlockHash hash) throws VolumeException {
    try {
      return volume.stat(hash).size() >= 0;
    } catch (BlockNotFoundException e) {
      return false;
    }
  }

  /** Makes a block younger, if it is there. */
  private static void stamp(MemoryRaw raw, BlockHash hash, Instant now) {
    if (raw.mtime(hash).filter(now::isAfter).isPresent()) {
      raw.setMtime(hash, now);
    }
  }

  private static boolean isEqual(MemoryRaw raw, BlockHash hash, ByteBuffer data) {
    byte[] bytes = new byte[data.remaining()];
    data.duplicate().get(bytes);
    Optional<byte[]> content = raw.content(hash);
    return content.isPresent() && Arrays.equals(content.get(), bytes);
  }

  private static TrashOutcome inTwoSteps(
      Volume volume, MemoryRaw raw, VolumeContext context, BlockHash hash, @Nullable Instant onlyIf)
      throws VolumeException {
    BlockInfo info = volume.stat(hash);
    if (onlyIf != null && !onlyIf.equals(info.mtime())) {
      return CHANGED;
    }
    Instant now = context.clock().instant();
    TrashPolicy policy = context.trashPolicy();
    if (now.isBefore(info.mtime().plus(policy.minimumAge()))) {
      return TOO_RECENT;
    }
    byte[] content = raw.content(hash).orElse(new byte[0]);
    if (!policy.lifetime().isZero()) {
      Instant deadline = now.plus(policy.lifetime()).truncatedTo(ChronoUnit.SECONDS);
      raw.putTrash(hash, content, deadline);
    }
    raw.remove(hash);
    return policy.lifetime().isZero() ? DELETED : TRASHED;
  }

  private static final class LocksItself extends ForwardingVolume {
    private final Object lock = new Object();
    private final MemoryRaw raw;
    private final VolumeContext context;

    LocksItself(Volume volume, MemoryRaw raw, VolumeContext context) {
      super(volume);
      this.raw = raw;
      this.context = context;
    }

    @Override
    public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
      synchronized (lock) {
        super.write(hash, data);
      }
    }

    @Override
    public void touch(BlockHash hash) throws VolumeException {
      synchronized (lock) {
        super.touch(hash);
      }
    }

    @Override
    public TrashOutcome trash(BlockHash hash, @Nullable Instant onlyIfMtime)
        throws VolumeException {
      synchronized (lock) {
        return inTwoSteps(delegate(), raw, context, hash, onlyIfMtime);
      }
    }
  }
}
