// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import static org.keepvolume.testkit.Clause.WR_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockSink;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.testkit.memory.MemoryRaw;

/** Mistakes by which what was written cannot be read. */
final class VisibilityMutants {
  private static final int SLICE = 1 << 20;

  private VisibilityMutants() {}

  static List<Mutant> all() {
    return List.of(
        WriteMutants.onWrite(
            WR_1,
            "loses a last slice of one byte",
            (below, raw, context, hash, data) -> {
              boolean lost = data.remaining() > SLICE && data.remaining() % SLICE == 1;
              below.write(hash, lost ? data.slice().limit(data.remaining() - 1) : data);
            }),
        Mutant.of(
            WR_1,
            "remembers that a block was missing until the object itself writes it",
            (volume, raw, context) -> new RemembersMissing(volume, raw)),
        Mutant.of(
            WR_1,
            "remembers the bytes it read until the object itself writes others",
            (volume, raw, context) -> new RemembersBytes(volume)));
  }

  private static final class RemembersMissing extends ForwardingVolume {
    private final MemoryRaw raw;
    private final Set<BlockHash> missing = ConcurrentHashMap.newKeySet();

    RemembersMissing(Volume volume, MemoryRaw raw) {
      super(volume);
      this.raw = raw;
    }

    @Override
    public int read(BlockHash hash, BlockSink sink) throws IOException {
      if (missing.contains(hash)) {
        throw new BlockNotFoundException(Operation.READ, hash, deviceId(), "not stored here", null);
      }
      try {
        return super.read(hash, sink);
      } catch (BlockNotFoundException e) {
        if (raw.content(hash).isEmpty()) { // else it is the sink's own
          missing.add(hash);
        }
        throw e;
      }
    }

    @Override
    public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
      super.write(hash, data);
      missing.remove(hash);
    }
  }

  private static final class RemembersBytes extends ForwardingVolume {
    private final Map<BlockHash, byte[]> remembered = new ConcurrentHashMap<>();

    RemembersBytes(Volume volume) {
      super(volume);
    }

    @Override
    public int read(BlockHash hash, BlockSink sink) throws IOException {
      return super.read(
          hash,
          new ReadMutants.SinkOver(sink) {
            @Override
            public void write(ByteBuffer src, int position) throws IOException {
              byte[] fresh = new byte[src.remaining()];
              src.duplicate().get(fresh);
              // Of one size, as a cache of small blocks has it.
              byte[] old = fresh.length == 1000 ? remembered.putIfAbsent(hash, fresh) : null;
              super.write(old == null ? src : ByteBuffer.wrap(old), position);
            }
          });
    }

    @Override
    public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
      super.write(hash, data);
      remembered.remove(hash);
    }
  }
}
