// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import static org.keepvolume.testkit.Clause.IX_1;
import static org.keepvolume.testkit.Clause.TM_1;
import static org.keepvolume.testkit.Clause.TM_4;
import static org.keepvolume.testkit.Clause.TR_14;
import static org.keepvolume.testkit.Clause.TR_6;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockPrefix;
import org.keepvolume.IndexVisitor;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashSweep;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.testkit.memory.MemoryFixture;
import org.keepvolume.testkit.memory.MemoryRaw;

/** Mistakes that show after several calls in a row, which no test of one clause makes. */
public final class WalkMutants {
  private WalkMutants() {}

  /** Returns them; they are not among {@link Mutants#all}. */
  public static List<Mutant> all() {
    return List.of(
        Mutant.of(
            IX_1,
            "does not list a block that came back from the trash twice",
            (volume, raw, context) -> new ListsOnceRestored(volume)),
        Mutant.of(
            TR_6,
            "restores an older copy after both were swept",
            (volume, raw, context) -> new KeepsGhosts(volume, raw)),
        Mutant.ofFixture(
            TM_4,
            "takes over the mtimes that another volume object knew when it was closed",
            Heirs::new),
        Mutant.of(
            TM_1,
            "touch does nothing to a block that came back from the trash and was written again",
            (volume, raw, context) -> new TouchesOnce(volume)),
        Mutant.of(
            TR_14,
            "ignores the condition on the mtime of a block that came back from the trash",
            (volume, raw, context) -> new ForgetsCondition(volume)));
  }

  private static final class ListsOnceRestored extends ForwardingVolume {
    private final Map<BlockHash, Integer> restored = new HashMap<>();

    ListsOnceRestored(Volume volume) {
      super(volume);
    }

    @Override
    public UntrashOutcome untrash(BlockHash hash) throws VolumeException {
      UntrashOutcome outcome = super.untrash(hash);
      if (outcome == UntrashOutcome.RESTORED) {
        var unused = restored.merge(hash, 1, Integer::sum);
      }
      return outcome;
    }

    @Override
    public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
      super.index(prefix, info -> restored.getOrDefault(info.hash(), 0) > 1 || visitor.visit(info));
    }
  }

  private static final class KeepsGhosts extends ForwardingVolume {
    private final MemoryRaw raw;
    private final Map<BlockHash, byte[]> ghosts = new HashMap<>();

    KeepsGhosts(Volume volume, MemoryRaw raw) {
      super(volume);
      this.raw = raw;
    }

    @Override
    public TrashSweep emptyTrash() throws VolumeException {
      raw.expired()
          .forEach(
              (hash, deadlines) -> {
                if (deadlines.size() > 1) {
                  ghosts.put(hash, raw.trashedContent(hash, deadlines.get(0)));
                }
              });
      return super.emptyTrash();
    }

    @Override
    public UntrashOutcome untrash(BlockHash hash) throws VolumeException {
      try {
        return super.untrash(hash);
      } catch (BlockNotFoundException e) {
        byte[] ghost = ghosts.remove(hash);
        if (ghost == null) {
          throw e;
        }
        raw.put(hash, ghost);
        return UntrashOutcome.RESTORED;
      }
    }
  }

  /** The volumes of a device, of which each begins with what the one closed before it knew. */
  private static final class Heirs extends MemoryFixture {
    private Map<BlockHash, Instant> left = Map.of();

    @Override
    public Volume open(VolumeContext context) throws Exception {
      Map<BlockHash, Instant> inherited = new HashMap<>(left);
      Map<BlockHash, Instant> known = new HashMap<>();
      return new ForwardingVolume(super.open(context)) {
        @Override
        public BlockInfo stat(BlockHash hash) throws VolumeException {
          BlockInfo info = super.stat(hash);
          known.put(hash, info.mtime());
          Instant mtime = inherited.getOrDefault(hash, info.mtime());
          return new BlockInfo(hash, info.size(), mtime);
        }

        @Override
        public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
          forget(hash);
          super.write(hash, data);
        }

        @Override
        public void touch(BlockHash hash) throws VolumeException {
          forget(hash);
          super.touch(hash);
        }

        @Override
        public UntrashOutcome untrash(BlockHash hash) throws VolumeException {
          forget(hash);
          return super.untrash(hash);
        }

        private void forget(BlockHash hash) {
          inherited.remove(hash);
          known.remove(hash);
        }

        @Override
        public void close() throws VolumeException {
          left = Map.copyOf(known);
          super.close();
        }
      };
    }
  }

  private static final class TouchesOnce extends ForwardingVolume {
    private final Set<BlockHash> restored = new HashSet<>();
    private final Set<BlockHash> written = new HashSet<>();

    TouchesOnce(Volume volume) {
      super(volume);
    }

    @Override
    public UntrashOutcome untrash(BlockHash hash) throws VolumeException {
      UntrashOutcome outcome = super.untrash(hash);
      if (outcome == UntrashOutcome.RESTORED) {
        boolean unused = restored.add(hash);
      }
      return outcome;
    }

    @Override
    public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
      super.write(hash, data);
      boolean unused = restored.contains(hash) && written.add(hash);
    }

    @Override
    public void touch(BlockHash hash) throws VolumeException {
      if (written.contains(hash)) {
        var unused = super.stat(hash);
      } else {
        super.touch(hash);
      }
    }
  }

  private static final class ForgetsCondition extends ForwardingVolume {
    private final Set<BlockHash> restored = new HashSet<>();

    ForgetsCondition(Volume volume) {
      super(volume);
    }

    @Override
    public UntrashOutcome untrash(BlockHash hash) throws VolumeException {
      UntrashOutcome outcome = super.untrash(hash);
      if (outcome == UntrashOutcome.RESTORED) {
        boolean unused = restored.add(hash);
      }
      return outcome;
    }

    @Override
    public TrashOutcome trash(BlockHash hash, @Nullable Instant onlyIfMtime)
        throws VolumeException {
      return super.trash(hash, restored.contains(hash) ? null : onlyIfMtime);
    }
  }
}
