// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import static org.keepvolume.Volume.MAX_BLOCK_SIZE;
import static org.keepvolume.testkit.Clause.RD_11;
import static org.keepvolume.testkit.Clause.RD_7;
import static org.keepvolume.testkit.Clause.RD_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSink;
import org.keepvolume.BlockTooLargeException;
import org.keepvolume.IndexVisitor;
import org.keepvolume.Operation;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashSweep;
import org.keepvolume.TrashVisitor;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.testkit.memory.MemoryRaw;

/** Mistakes with objects that are very small, very large, or none at all. */
final class SizeMutants {
  private SizeMutants() {}

  static List<Mutant> all() {
    return List.of(
        Mutant.of(
            RD_7,
            "refuses a block of the largest size",
            (volume, raw, context) ->
                new ForwardingVolume(volume) {
                  @Override
                  public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
                    if (data.remaining() >= MAX_BLOCK_SIZE) {
                      throw new BlockTooLargeException(
                          Operation.WRITE, hash, deviceId(), "too many bytes", null);
                    }
                    super.write(hash, data);
                  }
                }),
        Mutant.of(
            RD_7,
            "sends no body for an empty block, which the device refuses",
            (volume, raw, context) ->
                new ForwardingVolume(volume) {
                  @Override
                  public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
                    if (!data.hasRemaining()) {
                      throw new VolumeFailureException(
                          Operation.WRITE, hash, deviceId(), "411 length required", null);
                    }
                    super.write(hash, data);
                  }
                }),
        Mutant.of(
            RD_7,
            "lists no empty blocks",
            (volume, raw, context) ->
                new ForwardingVolume(volume) {
                  @Override
                  public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
                    super.index(prefix, block -> block.size() == 0 || visitor.visit(block));
                  }
                }),
        Mutant.of(
            RD_7,
            "lists the trash with sizes in MiB, rounded down",
            (volume, raw, context) ->
                new ForwardingVolume(volume) {
                  @Override
                  public void indexTrash(BlockPrefix prefix, TrashVisitor visitor)
                      throws IOException {
                    super.indexTrash(
                        prefix,
                        (hash, size, deadline) ->
                            visitor.visit(
                                hash, size > 1 << 25 ? size >> 20 << 20 : size, deadline));
                  }
                }),
        Mutant.of(
            RD_7,
            "takes an empty block for missing when it trashes",
            (volume, raw, context) ->
                new ForwardingVolume(volume) {
                  @Override
                  public TrashOutcome trash(BlockHash hash, @Nullable Instant onlyIfMtime)
                      throws VolumeException {
                    if (hash.equals(BlockHash.EMPTY) && stat(hash).size() == 0) {
                      throw new BlockNotFoundException(
                          Operation.TRASH, hash, deviceId(), "not stored here", null);
                    }
                    return super.trash(hash, onlyIfMtime);
                  }
                }),
        Mutant.of(
            RD_7,
            "counts swept bytes in pieces of 2 bytes",
            (volume, raw, context) ->
                new ForwardingVolume(volume) {
                  @Override
                  public TrashSweep emptyTrash() throws VolumeException {
                    TrashSweep swept = super.emptyTrash();
                    return swept.deletedBlocks() == 1 && swept.deletedBytes() == 1
                        ? new TrashSweep(1, 0, 0, 0, 0, 0)
                        : swept;
                  }
                }),
        Mutant.of(
            RD_8, "keeps sizes in an int when it reads", ReadMutants.reading(SizeMutants::asInt)),
        Mutant.of(
            RD_8, "begins before it looks at the size", ReadMutants.reading(SizeMutants::begun)),
        Mutant.of(
            RD_8,
            "keeps sizes in an int when it lists",
            (volume, raw, context) ->
                new ForwardingVolume(volume) {
                  @Override
                  public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
                    super.index(
                        prefix,
                        block ->
                            visitor.visit(
                                new BlockInfo(
                                    block.hash(),
                                    block.size() & Integer.MAX_VALUE,
                                    block.mtime())));
                  }
                }),
        Mutant.of(
            RD_8,
            "shows an oversized object as a block of the largest size",
            (volume, raw, context) ->
                new ForwardingVolume(volume) {
                  @Override
                  public BlockInfo stat(BlockHash hash) throws VolumeException {
                    BlockInfo info = super.stat(hash);
                    return new BlockInfo(hash, Math.min(info.size(), MAX_BLOCK_SIZE), info.mtime());
                  }
                }),
        Mutant.of(
            RD_11,
            "takes a directory for a missing block",
            ReadMutants.reading(SizeMutants::missing)),
        Mutant.of(
            RD_11,
            "follows a link when it touches",
            (volume, raw, context) ->
                new ForwardingVolume(volume) {
                  @Override
                  public void touch(BlockHash hash) throws VolumeException {
                    try {
                      super.touch(hash);
                    } catch (VolumeFailureException e) {
                      if (!e.getMessage().contains("link")) {
                        throw e;
                      }
                    }
                  }
                }),
        Mutant.of(
            RD_11,
            "lists directories",
            (volume, raw, context) ->
                new ForwardingVolume(volume) {
                  @Override
                  public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
                    super.index(prefix, visitor);
                    for (BlockHash hash : raw.ofKind("directory")) {
                      if (prefix.matches(hash)
                          && !visitor.visit(new BlockInfo(hash, 0, Instant.EPOCH))) {
                        return;
                      }
                    }
                  }
                }));
  }

  private static int asInt(Volume volume, MemoryRaw raw, BlockHash hash, BlockSink sink)
      throws IOException {
    try {
      return volume.read(hash, sink);
    } catch (BlockTooLargeException e) {
      int size = (int) volume.stat(hash).size();
      if (size > MAX_BLOCK_SIZE) {
        throw e;
      }
      sink.begin(size & 0xff);
      return size;
    }
  }

  private static int begun(Volume volume, MemoryRaw raw, BlockHash hash, BlockSink sink)
      throws IOException {
    try {
      return volume.read(hash, sink);
    } catch (BlockTooLargeException e) {
      sink.begin(MAX_BLOCK_SIZE);
      throw e;
    }
  }

  private static int missing(Volume volume, MemoryRaw raw, BlockHash hash, BlockSink sink)
      throws IOException {
    try {
      return volume.read(hash, sink);
    } catch (VolumeFailureException e) {
      if (e.getMessage().contains("directory")) {
        throw new BlockNotFoundException(Operation.READ, hash, volume.deviceId(), "none", e);
      }
      throw e;
    }
  }
}
