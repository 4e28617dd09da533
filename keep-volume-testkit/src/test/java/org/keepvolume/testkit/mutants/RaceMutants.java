// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import static org.keepvolume.TrashOutcome.CHANGED;
import static org.keepvolume.TrashOutcome.TOO_RECENT;
import static org.keepvolume.TrashOutcome.TRASHED;
import static org.keepvolume.testkit.Clause.IX_1;
import static org.keepvolume.testkit.Clause.TM_3;
import static org.keepvolume.testkit.Clause.TR_7;
import static org.keepvolume.testkit.Clause.TR_9;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockPrefix;
import org.keepvolume.IndexVisitor;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashSweep;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.testkit.memory.MemoryRaw;

/**
 * Mistakes between two threads, in gaps in which no volume asks for the time, so that no test of
 * one clause can put another call there.
 */
public final class RaceMutants {
  private RaceMutants() {}

  /** Returns them; they are not among {@link Mutants#all}. */
  public static List<Mutant> all() {
    return List.of(
        Mutant.of(TR_7, "looks at a block and trashes it in two steps, without a lock", Looks::new),
        Mutant.of(
            TR_9,
            "sweeps a name that was trash when it looked, though it was written since",
            (volume, raw, context) -> new SweepsNames(volume, raw)),
        Mutant.of(
            TM_3, "compares mtimes and sets them in two steps, without a lock", SetsBack::new),
        Mutant.of(
            IX_1,
            "does not list a block that is being touched",
            (volume, raw, context) -> new HidesTouched(volume)));
  }

  /** Lets another thread come between, as a call of the system would. */
  @SuppressWarnings("ThreadPriorityCheck")
  private static void gap() {
    Thread.yield();
  }

  private static final class Looks extends ForwardingVolume {
    private final MemoryRaw raw;
    private final VolumeContext context;

    Looks(Volume volume, MemoryRaw raw, VolumeContext context) {
      super(volume);
      this.raw = raw;
      this.context = context;
    }

    @Override
    public TrashOutcome trash(BlockHash hash, @Nullable Instant onlyIfMtime)
        throws VolumeException {
      if (onlyIfMtime == null || context.trashPolicy().lifetime().isZero()) {
        return super.trash(hash, onlyIfMtime);
      }
      Instant now = context.clock().instant();
      BlockInfo info = super.stat(hash);
      if (!onlyIfMtime.equals(info.mtime())) {
        return CHANGED;
      }
      if (now.isBefore(info.mtime().plus(context.trashPolicy().minimumAge()))) {
        return TOO_RECENT;
      }
      Optional<byte[]> content = raw.content(hash);
      gap();
      Instant deadline = now.plus(context.trashPolicy().lifetime());
      raw.putTrash(hash, content.orElseThrow(), deadline.truncatedTo(ChronoUnit.SECONDS));
      raw.remove(hash);
      return TRASHED;
    }
  }

  private static final class SweepsNames extends ForwardingVolume {
    private final MemoryRaw raw;

    SweepsNames(Volume volume, MemoryRaw raw) {
      super(volume);
      this.raw = raw;
    }

    @Override
    public TrashSweep emptyTrash() throws VolumeException {
      List<BlockHash> trashed =
          raw.expired().keySet().stream().filter(hash -> raw.content(hash).isEmpty()).toList();
      gap();
      trashed.forEach(raw::remove);
      return super.emptyTrash();
    }
  }

  private static final class SetsBack extends ForwardingVolume {
    private final MemoryRaw raw;
    private final VolumeContext context;

    SetsBack(Volume volume, MemoryRaw raw, VolumeContext context) {
      super(volume);
      this.raw = raw;
      this.context = context;
    }

    @Override
    public void touch(BlockHash hash) throws VolumeException {
      Instant now = context.clock().instant();
      boolean older = raw.mtime(hash).filter(now::isAfter).isPresent();
      super.touch(hash);
      gap();
      if (older) {
        raw.setMtime(hash, now);
      }
    }
  }

  private static final class HidesTouched extends ForwardingVolume {
    private final Set<BlockHash> touched = ConcurrentHashMap.newKeySet();

    HidesTouched(Volume volume) {
      super(volume);
    }

    @Override
    public void touch(BlockHash hash) throws VolumeException {
      boolean first = touched.add(hash);
      try {
        gap();
        super.touch(hash);
      } finally {
        boolean unused = first && touched.remove(hash);
      }
    }

    @Override
    public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
      super.index(prefix, info -> touched.contains(info.hash()) || visitor.visit(info));
    }
  }
}
