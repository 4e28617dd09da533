// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import static org.keepvolume.testkit.Clause.TM_1;
import static org.keepvolume.testkit.Clause.TM_2;
import static org.keepvolume.testkit.Clause.TM_3;
import static org.keepvolume.testkit.Clause.TM_4;
import static org.keepvolume.testkit.Clause.TM_5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockPrefix;
import org.keepvolume.IndexVisitor;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.memory.MemoryRaw;

/** Mistakes in touch, stat and mtimes. */
final class TouchMutants {
  private TouchMutants() {}

  static List<Mutant> all() {
    return List.of(
        onTouch(
            TM_1,
            "leaves a block alone that was touched within half the minimum age",
            (below, raw, context, hash) -> {
              Duration half = context.trashPolicy().minimumAge().dividedBy(2);
              if (age(raw, context, hash).filter(age -> age.compareTo(half) < 0).isEmpty()) {
                below.touch(hash);
              }
            }),
        onTouch(
            TM_1,
            "stamps in steps of two seconds, as FAT does, what is a few minutes old",
            (below, raw, context, hash) -> {
              Optional<Duration> age = age(raw, context, hash);
              below.touch(hash);
              if (age.filter(old -> old.toMinutes() > 0 && old.toMinutes() < 30).isPresent()) {
                raw.mtime(hash)
                    .map(time -> Instant.ofEpochSecond(time.getEpochSecond() / 2 * 2))
                    .ifPresent(even -> raw.setMtime(hash, even));
              }
            }),
        onTouch(
            TM_2,
            "takes a touch of a missing block for done where blocks go to the trash",
            (below, raw, context, hash) -> {
              try {
                below.touch(hash);
              } catch (BlockNotFoundException e) {
                if (!raw.deadlines(hash).isEmpty() || context.trashPolicy().lifetime().isZero()) {
                  throw e;
                }
              }
            }),
        onTouch(
            TM_2,
            "creates an empty block when a missing one is touched",
            (below, raw, context, hash) -> {
              try {
                below.touch(hash);
              } catch (BlockNotFoundException e) {
                if (raw.deadlines(hash).isEmpty()) {
                  raw.put(hash, new byte[0]);
                }
                throw e;
              }
            }),
        onTouch(
            TM_2,
            "calls a missing block a failure of touch",
            (below, raw, context, hash) -> {
              try {
                below.touch(hash);
              } catch (BlockNotFoundException e) {
                if (!raw.deadlines(hash).isEmpty()) {
                  throw e;
                }
                throw new VolumeFailureException(
                    Operation.TOUCH, hash, below.deviceId(), "no such file", e);
              }
            }),
        onTouch(
            TM_3,
            "touch sets the present time without comparing",
            (below, raw, context, hash) -> {
              Instant now = context.clock().instant();
              below.touch(hash);
              raw.setMtime(hash, now);
            }),
        Mutant.of(
            TM_3,
            "write sets the present time without comparing",
            (volume, raw, context) ->
                new ForwardingVolume(volume) {
                  @Override
                  public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
                    Optional<Instant> old = raw.mtime(hash);
                    super.write(hash, data);
                    Instant now = context.clock().instant();
                    if (old.filter(now::isBefore).isPresent()) {
                      raw.setMtime(hash, now);
                    }
                  }
                }),
        Mutant.of(
            TM_4,
            "shows the time of a touch in stat, and that of the write in the index",
            (volume, raw, context) -> new TwoTimes(volume, raw)),
        DurableFixture.withViolation(
            TM_5,
            "does not sync a block that was touched",
            "touch: returned without an fsync of the file after utimensat"),
        DurableFixture.withoutEvidence(TM_5, "claims durable touches and shows nothing"));
  }

  private static Optional<Duration> age(MemoryRaw raw, VolumeContext context, BlockHash hash) {
    return raw.content(hash)
        .filter(content -> content.length > 0)
        .flatMap(content -> raw.mtime(hash))
        .map(mtime -> Duration.between(mtime, context.clock().instant()));
  }

  /** Touches otherwise than the volume below. */
  private interface OnTouch {
    void touch(Volume below, MemoryRaw raw, VolumeContext context, BlockHash hash)
        throws VolumeException;
  }

  private static Mutant onTouch(Clause clause, String bug, OnTouch touch) {
    return Mutant.of(
        clause,
        bug,
        (volume, raw, context) ->
            new ForwardingVolume(volume) {
              @Override
              public void touch(BlockHash hash) throws VolumeException {
                if (Thread.currentThread().isInterrupted()) {
                  super.touch(hash);
                } else {
                  touch.touch(delegate(), raw, context, hash);
                }
              }
            });
  }

  private static final class TwoTimes extends ForwardingVolume {
    private final MemoryRaw raw;
    private final Map<BlockHash, Instant> written = new ConcurrentHashMap<>();

    TwoTimes(Volume volume, MemoryRaw raw) {
      super(volume);
      this.raw = raw;
    }

    @Override
    public void touch(BlockHash hash) throws VolumeException {
      Optional<Instant> before = raw.mtime(hash);
      super.touch(hash);
      before.ifPresent(time -> written.putIfAbsent(hash, time));
    }

    @Override
    public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
      super.write(hash, data);
      written.remove(hash);
    }

    @Override
    public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
      super.index(
          prefix,
          block ->
              visitor.visit(
                  new BlockInfo(
                      block.hash(),
                      block.size(),
                      written.getOrDefault(block.hash(), block.mtime()))));
    }
  }
}
