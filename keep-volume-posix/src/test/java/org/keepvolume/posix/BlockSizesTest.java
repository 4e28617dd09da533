// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSinks;
import org.keepvolume.BlockTooLargeException;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;

/** Blocks from no byte to 64 MiB, and files that are larger than any block. */
class BlockSizesTest {
  private static final int MIB = 1 << 20;

  /** Blocks of all sizes are the start of this. */
  private static byte[] data = {};

  @TempDir Path root;

  private PosixVolume volume;

  @BeforeAll
  static void makeData() {
    data = SampleData.random(Volume.MAX_BLOCK_SIZE);
  }

  @AfterAll
  static void dropData() {
    data = new byte[0];
  }

  @BeforeEach
  void openVolume() throws IOException {
    VolumeContext context =
        VolumeContext.defaults().withClock(new AdjustableClock(VolumeFiles.START));
    volume = PosixVolume.open(root, PosixOptions.defaults(), context);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, MIB - 1, MIB, MIB + 1, 64 * MIB - 1, 64 * MIB})
  @DisplayName("RD-1, RD-7: every size is written, shown and read back")
  void everySizeGoesRound(int size) throws IOException {
    ByteBuffer block = ByteBuffer.wrap(data, 0, size);
    BlockHash hash = BlockHash.of(block);
    volume.write(hash, block);

    ByteBuffer back = ByteBuffer.allocate(size);
    assertEquals(size, volume.read(hash, BlockSinks.into(back)));
    assertEquals(-1, block.mismatch(back), "first byte that differs");

    BlockInfo info = volume.stat(hash);
    assertEquals(size, info.size());
    assertEquals(List.of(info), indexed());
    volume.touch(hash);
    assertEquals(size, volume.stat(hash).size());
  }

  @ParameterizedTest
  @ValueSource(longs = {64 * MIB + 1, 1L << 33})
  @DisplayName("RD-8: what is larger than a block is shown with its true size and not read")
  void largerFileIsRefused(long size) throws IOException {
    VolumeFiles files = new VolumeFiles(root);
    BlockHash hash = SampleData.hash("abc");
    Path path = files.place(hash, new byte[0], VolumeFiles.START);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(size);
    }

    RecordingSink sink = new RecordingSink();
    BlockTooLargeException e =
        assertThrows(BlockTooLargeException.class, () -> volume.read(hash, sink));
    assertEquals(
        "read %s on %s: %s has %s bytes; a block has at most 67108864"
            .formatted(hash, volume.deviceId(), path.toRealPath(), size),
        e.getMessage());
    assertEquals(List.of(), sink.begins());
    assertEquals(size, volume.stat(hash).size());
    assertEquals(List.of(volume.stat(hash)), indexed());
  }

  @Test
  @DisplayName("WR-4: a rewrite repairs a file that is larger than a block")
  void rewriteReplacesALargerFile() throws IOException {
    VolumeFiles files = new VolumeFiles(root);
    BlockHash hash = BlockHash.of(ByteBuffer.wrap(data, 0, 3));
    Path path = files.place(hash, new byte[0], VolumeFiles.START);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(1L << 33);
    }
    volume.write(hash, ByteBuffer.wrap(data, 0, 3));
    assertEquals(3, volume.stat(hash).size());
  }

  private List<BlockInfo> indexed() throws IOException {
    List<BlockInfo> listed = new ArrayList<>();
    volume.index(BlockPrefix.ALL, listed::add);
    return listed;
  }
}
