// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import static org.keepvolume.testkit.Clause.WR_2;
import static org.keepvolume.testkit.Clause.WR_5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.IndexVisitor;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.testkit.memory.MemoryRaw;

/** Mistakes that readers and other writers see while a block is being written. */
final class WriteRaceMutants {
  /** What the mistakes below take for a large block. */
  private static final int LARGE = 100_000;

  private WriteRaceMutants() {}

  private static final class RoomReused extends ForwardingVolume {
    private final MemoryRaw raw;
    private final Queue<byte[]> free = new ConcurrentLinkedQueue<>();

    RoomReused(Volume volume, MemoryRaw raw) {
      super(volume);
      this.raw = raw;
    }

    @Override
    public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
      Optional<byte[]> replaced = raw.content(hash);
      super.write(hash, data);
      byte[] room = free.poll();
      if (room != null && room.length == data.remaining()) {
        data.duplicate().get(room);
      }
      replaced.filter(old -> old.length > 3 << 20).ifPresent(free::add);
    }
  }

  static List<Mutant> all() {
    return List.of(
        WriteMutants.onWrite(
            WR_2,
            "moves a large old block aside before it puts the new one there",
            (below, raw, context, hash, data) -> moveAside(below, raw, hash, data)),
        WriteMutants.onWrite(
            WR_2,
            "writes a large block of the same size in place",
            (below, raw, context, hash, data) -> {
              Optional<byte[]> stored = raw.content(hash);
              if (stored.isPresent() && isLarge(data) && stored.get().length == data.remaining()) {
                data.duplicate().get(stored.get());
              }
              below.write(hash, data);
            }),
        Mutant.of(
            WR_2,
            "gives the room of a replaced block to the next, while it is read",
            (volume, raw, context) -> new RoomReused(volume, raw)),
        Mutant.of(
            WR_2,
            "makes the name of a new large block before its content",
            (volume, raw, context) -> new NameFirst(volume, raw)),
        WriteMutants.onWrite(
            WR_5,
            "refuses a write while another writer has the same block's temporary name",
            (below, raw, context, hash, data) -> {
              if (isLarge(data) && beingWritten(raw, hash)) {
                throw conflict(below, hash);
              }
              below.write(hash, data);
            }),
        Mutant.of(
            WR_5,
            "passes on the conflict of two writers of one volume object",
            (volume, raw, context) -> new OneWriter(volume)),
        Mutant.of(
            WR_5,
            "publishes the part that another writer has under a shared temporary name",
            (volume, raw, context) -> new SharedName(volume, raw, context)));
  }

  private static boolean isLarge(ByteBuffer data) {
    return data.remaining() >= LARGE;
  }

  private static boolean beingWritten(MemoryRaw raw, BlockHash hash) {
    return raw.residue().stream()
        .anyMatch(name -> name.contains(hash.toString()) && !name.endsWith("of a dead writer"));
  }

  private static VolumeUnavailableException conflict(Volume volume, BlockHash hash) {
    return new VolumeUnavailableException(
        Operation.WRITE, hash, volume.deviceId(), "409 InvalidBlockList", null, null);
  }

  private static void moveAside(Volume below, MemoryRaw raw, BlockHash hash, ByteBuffer data)
      throws VolumeException {
    byte[] old = raw.content(hash).orElse(new byte[0]);
    if (old.length < LARGE) {
      below.write(hash, data);
      return;
    }
    Optional<Instant> mtime = raw.mtime(hash);
    raw.remove(hash);
    try {
      below.write(hash, data);
    } catch (VolumeException | RuntimeException e) {
      raw.put(hash, old);
      mtime.ifPresent(time -> raw.setMtime(hash, time));
      throw e;
    }
  }

  /** Hides the empty name from listings alone. */
  private static final class NameFirst extends ForwardingVolume {
    private final MemoryRaw raw;
    private final Set<BlockHash> unfinished = ConcurrentHashMap.newKeySet();

    NameFirst(Volume volume, MemoryRaw raw) {
      super(volume);
      this.raw = raw;
    }

    @Override
    public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
      if (!isLarge(data)
          || Thread.currentThread().isInterrupted()
          || raw.content(hash).isPresent()
          || !unfinished.add(hash)) {
        super.write(hash, data);
        return;
      }
      raw.put(hash, new byte[0]);
      try {
        super.write(hash, data);
      } catch (VolumeException | RuntimeException e) {
        raw.remove(hash);
        throw e;
      } finally {
        unfinished.remove(hash);
      }
    }

    @Override
    public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
      super.index(prefix, block -> unfinished.contains(block.hash()) || visitor.visit(block));
    }
  }

  private static final class OneWriter extends ForwardingVolume {
    private final Set<BlockHash> writing = ConcurrentHashMap.newKeySet();

    OneWriter(Volume volume) {
      super(volume);
    }

    @Override
    public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
      if (!isLarge(data)) {
        super.write(hash, data);
        return;
      }
      if (!writing.add(hash)) {
        throw conflict(this, hash);
      }
      try {
        super.write(hash, data);
      } finally {
        writing.remove(hash);
      }
    }
  }

  private static final class SharedName extends ForwardingVolume {
    private final MemoryRaw raw;
    private final VolumeContext context;
    private final Map<BlockHash, Integer> writers = new ConcurrentHashMap<>();

    SharedName(Volume volume, MemoryRaw raw, VolumeContext context) {
      super(volume);
      this.raw = raw;
      this.context = context;
    }

    @Override
    public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
      if (!isLarge(data)) {
        super.write(hash, data);
        return;
      }
      writers.merge(hash, 1, Integer::sum);
      try {
        var unused = context.clock().instant(); // stamps the temporary object
        super.write(hash, data);
        Optional<byte[]> whole = raw.content(hash);
        if (whole.isPresent() && writers.get(hash) > 1) {
          raw.put(hash, Arrays.copyOf(whole.get(), whole.get().length / 2));
        }
      } finally {
        writers.merge(hash, -1, Integer::sum);
      }
    }
  }
}
