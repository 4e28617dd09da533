// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import static org.keepvolume.Operation.READ;
import static org.keepvolume.testkit.Clause.RD_1;
import static org.keepvolume.testkit.Clause.RD_10;
import static org.keepvolume.testkit.Clause.RD_2;
import static org.keepvolume.testkit.Clause.RD_4;
import static org.keepvolume.testkit.Clause.RD_6;
import static org.keepvolume.testkit.Clause.RD_9;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.annotation.Nullable;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSink;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.testkit.memory.MemoryRaw;

/** Mistakes in finding a block, in its bytes, and in what becomes of the sink's exceptions. */
final class ReadMutants {
  private ReadMutants() {}

  /** How a broken volume reads. */
  @FunctionalInterface
  interface Reading {
    int read(Volume volume, MemoryRaw raw, BlockHash hash, BlockSink sink) throws IOException;
  }

  /** A volume in whose read alone there is a mistake. */
  static Mutant.Breaker reading(Reading reading) {
    return (volume, raw, context) ->
        new ForwardingVolume(volume) {
          @Override
          public int read(BlockHash hash, BlockSink sink) throws IOException {
            return reading.read(volume, raw, hash, sink);
          }
        };
  }

  static List<Mutant> all() {
    return List.of(
        Mutant.of(RD_1, "loses what exceeds a buffer of 8 KiB", reading(ReadMutants::cut)),
        Mutant.of(
            RD_1,
            "trusts its cache of verified blocks while size and mtime are the same",
            (volume, raw, context) -> new Caching(volume)),
        Mutant.of(RD_2, "begins before it looks for the block", reading(ReadMutants::beginFirst)),
        Mutant.of(
            RD_2,
            "takes the first block whose name begins alike",
            reading(ReadMutants::beginsAlike)),
        Mutant.of(RD_4, "wraps what the sink throws", reading(ReadMutants::wrap)),
        Mutant.of(
            RD_4,
            "takes a missing file of the sink for the missing block",
            reading(ReadMutants::notFound)),
        Mutant.of(
            RD_4,
            "tries again when the sink reports something unavailable",
            reading(ReadMutants::tryAgain)),
        Mutant.of(RD_6, "begins before it looks at the trash mark", reading(ReadMutants::begun)),
        Mutant.of(
            RD_9,
            "takes an empty object for one that is still being written",
            reading(ReadMutants::emptyIsMissing)),
        Mutant.of(
            RD_9,
            "verifies blocks that do not fit into its buffer of 16 KiB",
            reading(ReadMutants::verify)),
        Mutant.of(RD_10, "stamps the block on each read", ReadMutants::stamping));
  }

  private static int cut(Volume volume, MemoryRaw raw, BlockHash hash, BlockSink sink)
      throws IOException {
    return volume.read(
        hash,
        new SinkOver(sink) {
          @Override
          public void write(ByteBuffer src, int position) throws IOException {
            if (src.remaining() == 8193) {
              super.write(ByteBuffer.allocate(8193).put(src.slice().limit(8192)).clear(), position);
            } else {
              super.write(src, position);
            }
          }
        });
  }

  private static final class Caching extends ForwardingVolume {
    private static final int SMALL = 1 << 20;

    private final Map<BlockInfo, byte[]> cache = new ConcurrentHashMap<>();

    Caching(Volume volume) {
      super(volume);
    }

    @Override
    public int read(BlockHash hash, BlockSink sink) throws IOException {
      BlockInfo info;
      try {
        info = stat(hash);
      } catch (VolumeException e) {
        return super.read(hash, sink);
      }
      if (info.size() > SMALL || info.size() == 0) {
        return super.read(hash, sink);
      }
      byte[] content = cache.get(info);
      if (content == null) {
        content = contentOf(delegate(), hash);
        if (BlockHash.of(content).equals(hash)) {
          cache.put(info, content);
        }
      }
      sink.begin(content.length);
      sink.write(ByteBuffer.wrap(content), 0);
      return content.length;
    }

    @Override
    public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
      super.write(hash, data);
      cache.keySet().removeIf(info -> info.hash().equals(hash));
    }
  }

  private static byte[] contentOf(Volume volume, BlockHash hash) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    int unused =
        volume.read(
            hash,
            new BlockSink() {
              @Override
              public void begin(int size) {}

              @Override
              public void write(ByteBuffer src, int position) {
                byte[] part = new byte[src.remaining()];
                src.get(part);
                content.writeBytes(part);
              }
            });
    return content.toByteArray();
  }

  private static int beginFirst(Volume volume, MemoryRaw raw, BlockHash hash, BlockSink sink)
      throws IOException {
    if (raw.content(hash).isEmpty() && raw.deadlines(hash).isEmpty()) {
      sink.begin(0);
    }
    return volume.read(hash, sink);
  }

  private static int begun(Volume volume, MemoryRaw raw, BlockHash hash, BlockSink sink)
      throws IOException {
    if (raw.content(hash).isEmpty() && !raw.deadlines(hash).isEmpty()) {
      sink.begin(0);
    }
    return volume.read(hash, sink);
  }

  private static int beginsAlike(Volume volume, MemoryRaw raw, BlockHash hash, BlockSink sink)
      throws IOException {
    List<BlockHash> alike = new ArrayList<>();
    if (raw.content(hash).isEmpty()) {
      volume.index(
          BlockPrefix.parse(hash.toString().substring(0, 16)),
          block -> {
            alike.add(block.hash());
            return false;
          });
    }
    return volume.read(alike.isEmpty() ? hash : alike.get(0), sink);
  }

  private static int wrap(Volume volume, MemoryRaw raw, BlockHash hash, BlockSink sink)
      throws IOException {
    try {
      return volume.read(hash, sink);
    } catch (VolumeException e) {
      throw e;
    } catch (IOException e) {
      throw new VolumeFailureException(READ, hash, volume.deviceId(), "transfer failed", e);
    }
  }

  private static int notFound(Volume volume, MemoryRaw raw, BlockHash hash, BlockSink sink)
      throws IOException {
    try {
      return volume.read(hash, sink);
    } catch (NoSuchFileException e) {
      throw new BlockNotFoundException(READ, hash, volume.deviceId(), "no such file", e);
    }
  }

  private static int tryAgain(Volume volume, MemoryRaw raw, BlockHash hash, BlockSink sink)
      throws IOException {
    try {
      return volume.read(hash, sink);
    } catch (VolumeUnavailableException e) {
      if (e.getMessage().contains("of the sink")) {
        return volume.read(hash, sink);
      }
      throw e;
    }
  }

  private static int emptyIsMissing(Volume volume, MemoryRaw raw, BlockHash hash, BlockSink sink)
      throws IOException {
    return volume.read(
        hash,
        new SinkOver(sink) {
          @Override
          public void begin(int size) throws IOException {
            if (size == 0 && !hash.equals(BlockHash.EMPTY)) {
              throw new BlockNotFoundException(READ, hash, volume.deviceId(), "not here yet", null);
            }
            super.begin(size);
          }
        });
  }

  private static int verify(Volume volume, MemoryRaw raw, BlockHash hash, BlockSink sink)
      throws IOException {
    byte[] content = raw.content(hash).orElse(new byte[0]);
    boolean corrupt = content.length > 16 << 10 && !BlockHash.of(content).equals(hash);
    int size = volume.read(hash, sink);
    if (corrupt) {
      throw new BlockCorruptException(READ, hash, volume.deviceId(), "checksum", null);
    }
    return size;
  }

  private static Volume stamping(Volume volume, MemoryRaw raw, VolumeContext context) {
    return new ForwardingVolume(volume) {
      @Override
      public int read(BlockHash hash, BlockSink sink) throws IOException {
        int size = super.read(hash, sink);
        raw.setMtime(hash, context.clock().instant());
        return size;
      }
    };
  }

  /** Passes every call on, as far as a subclass does not change it. */
  abstract static class SinkOver implements BlockSink {
    private final BlockSink sink;

    SinkOver(BlockSink sink) {
      this.sink = sink;
    }

    @Override
    public void begin(int size) throws IOException {
      sink.begin(size);
    }

    @Override
    public void write(ByteBuffer src, int position) throws IOException {
      sink.write(src, position);
    }

    @Override
    public @Nullable ByteBuffer room(int position, int length) {
      return sink.room(position, length);
    }

    @Override
    public boolean parallel() {
      return sink.parallel();
    }
  }
}
