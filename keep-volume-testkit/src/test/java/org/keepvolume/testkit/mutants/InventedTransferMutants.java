// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSink;
import org.keepvolume.Operation;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFullException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.memory.MemoryRaw;

/** Mistakes of read and write that were thought of from the contract alone. */
final class InventedTransferMutants {
  private static final int MIB = 1 << 20;

  private InventedTransferMutants() {}

  static List<Mutant> all() {
    return List.of(
        Mutant.of(Clause.WR_1, "keeps the caller's array", (v, raw, c) -> new KeepsArray(v, raw)),
        Mutant.of(
            Clause.RD_3,
            "goes on where the sink stopped consuming",
            (v, raw, c) ->
                new ForwardingVolume(v) {
                  @Override
                  public int read(BlockHash hash, BlockSink sink) throws IOException {
                    return super.read(hash, new Consuming(sink));
                  }
                }),
        Mutant.of(
            Clause.RD_3,
            "passes another buffer than the sink's room",
            (v, raw, c) ->
                new ForwardingVolume(v) {
                  @Override
                  public int read(BlockHash hash, BlockSink sink) throws IOException {
                    return super.read(hash, new OtherRoom(sink));
                  }
                }),
        Mutant.of(
            Clause.RD_7,
            "does not begin an empty block",
            (v, raw, c) ->
                new ForwardingVolume(v) {
                  @Override
                  public int read(BlockHash hash, BlockSink sink) throws IOException {
                    return super.read(
                        hash,
                        new PassingSink(sink) {
                          @Override
                          public void begin(int size) throws IOException {
                            if (size > 0) {
                              super.begin(size);
                            }
                          }
                        });
                  }
                }),
        Mutant.of(
            Clause.WR_1,
            "remembers that a block is missing until it writes it itself",
            (v, raw, c) -> new RemembersMissing(v)),
        Mutant.of(
            Clause.WR_4,
            "leaves the tail of a longer copy",
            (v, raw, c) ->
                new ForwardingVolume(v) {
                  @Override
                  public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
                    byte[] old = raw.content(hash).orElse(new byte[0]);
                    if (old.length <= data.remaining()) {
                      super.write(hash, data);
                    } else {
                      byte[] mixed = old.clone();
                      data.duplicate().get(mixed, 0, data.remaining());
                      super.write(hash, ByteBuffer.wrap(mixed));
                    }
                  }
                }),
        Mutant.of(
            Clause.WR_4,
            "compares the first MiB only",
            (v, raw, c) ->
                new ForwardingVolume(v) {
                  @Override
                  public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
                    byte[] old = raw.content(hash).orElse(new byte[0]);
                    int at = ByteBuffer.wrap(old).mismatch(data.duplicate());
                    if (old.length == data.remaining() && at >= MIB) {
                      touch(hash);
                    } else {
                      super.write(hash, data);
                    }
                  }
                }),
        Mutant.of(
            Clause.WR_9,
            "throws trashed copies away to make room",
            (v, raw, c) -> new Evicts(v, raw)),
        Mutant.of(
            Clause.CX_2,
            "counts the time inside the sink",
            (v, raw, c) ->
                new ForwardingVolume(v) {
                  @Override
                  public int read(BlockHash hash, BlockSink sink) throws IOException {
                    return super.read(hash, new Limited(sink, c.clock(), deviceId()));
                  }
                }),
        Mutant.of(
            Clause.LC_3,
            "has one buffer for all reads",
            (v, raw, c) -> {
              byte[] buffer = new byte[MIB];
              return new ForwardingVolume(v) {
                @Override
                public int read(BlockHash hash, BlockSink sink) throws IOException {
                  return super.read(
                      hash,
                      new PassingSink(sink) {
                        @Override
                        public void write(ByteBuffer src, int position) throws IOException {
                          int length = src.remaining();
                          src.get(buffer, 0, length);
                          super.write(ByteBuffer.wrap(buffer).slice(0, length), position);
                        }
                      });
                }
              };
            }));
  }

  /** Small blocks are cached at write, in the array that the caller brought. */
  private static final class KeepsArray extends ForwardingVolume {
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Kept(byte[] stored, byte[] array) {}

    private final Map<BlockHash, Kept> cache = new ConcurrentHashMap<>();
    private final MemoryRaw raw;

    KeepsArray(Volume volume, MemoryRaw raw) {
      super(volume);
      this.raw = raw;
    }

    @Override
    public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
      super.write(hash, data);
      if (data.hasArray() && data.arrayOffset() == 0 && data.array().length == data.remaining()) {
        raw.content(hash).ifPresent(stored -> cache.put(hash, new Kept(stored, data.array())));
      }
    }

    @Override
    public int read(BlockHash hash, BlockSink sink) throws IOException {
      Kept kept = cache.get(hash);
      byte[] stored = raw.content(hash).orElse(new byte[0]);
      if (kept == null || kept.stored() != stored) {
        return super.read(hash, sink);
      }
      ByteBuffer array = ByteBuffer.wrap(kept.array()).asReadOnlyBuffer();
      return super.read(
          hash,
          new PassingSink(sink) {
            @Override
            public void write(ByteBuffer src, int position) throws IOException {
              super.write(array.slice(position, src.remaining()), position);
            }
          });
    }
  }

  /** What the sink leaves of a slice is brought to it again. */
  private static final class Consuming extends PassingSink {
    Consuming(BlockSink sink) {
      super(sink);
    }

    @Override
    public void write(ByteBuffer src, int position) throws IOException {
      int start = src.position();
      int before;
      do {
        before = src.position();
        super.write(src, position + before - start);
      } while (src.position() > before && src.hasRemaining());
    }
  }

  /** The sink's room is filled, but a view of it comes back. */
  private static final class OtherRoom extends PassingSink {
    OtherRoom(BlockSink sink) {
      super(sink);
    }

    @Override
    public void write(ByteBuffer src, int position) throws IOException {
      ByteBuffer room = room(position, src.remaining());
      super.write(room == null ? src : room.duplicate().put(src).flip(), position);
    }
  }

  /** A cache of what is missing, which only the volume's own calls correct. */
  private static final class RemembersMissing extends ForwardingVolume {
    private final Set<BlockHash> missing = ConcurrentHashMap.newKeySet();

    RemembersMissing(Volume volume) {
      super(volume);
    }

    @Override
    public int read(BlockHash hash, BlockSink sink) throws IOException {
      if (missing.contains(hash) && !Thread.currentThread().isInterrupted()) {
        throw new BlockNotFoundException(Operation.READ, hash, deviceId(), "known missing", null);
      }
      try {
        return super.read(hash, sink);
      } catch (BlockNotFoundException e) {
        missing.add(hash);
        throw e;
      }
    }

    @Override
    public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
      try {
        super.write(hash, data);
      } finally {
        missing.remove(hash);
      }
    }

    @Override
    public UntrashOutcome untrash(BlockHash hash) throws VolumeException {
      try {
        return super.untrash(hash);
      } finally {
        missing.remove(hash);
      }
    }
  }

  /** The trash is taken for free space. */
  private static final class Evicts extends ForwardingVolume {
    private final MemoryRaw raw;

    Evicts(Volume volume, MemoryRaw raw) {
      super(volume);
      this.raw = raw;
    }

    @Override
    public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
      try {
        super.write(hash, data);
      } catch (VolumeFullException e) {
        try {
          super.indexTrash(
              BlockPrefix.ALL,
              (copy, size, deadline) -> {
                raw.removeTrash(copy, deadline);
                return true;
              });
        } catch (IOException unexpected) {
          e.addSuppressed(unexpected);
          throw e;
        }
        super.write(hash, data);
      }
    }
  }

  /** A read has ten minutes, of which the sink may take most. */
  private static final class Limited extends PassingSink {
    private final InstantSource clock;
    private final Instant end;
    private final String device;

    Limited(BlockSink sink, InstantSource clock, String device) {
      super(sink);
      this.clock = clock;
      this.end = clock.instant().plus(Duration.ofMinutes(10));
      this.device = device;
    }

    @Override
    public void write(ByteBuffer src, int position) throws IOException {
      if (clock.instant().isAfter(end)) {
        throw new VolumeUnavailableException(
            Operation.READ, null, device, "no end within ten minutes", null, null);
      }
      super.write(src, position);
    }
  }
}
