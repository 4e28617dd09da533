// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockPrefix;
import org.keepvolume.store.BlockStore;
import org.keepvolume.store.BlockStoreBuilder;
import org.keepvolume.store.MountOptions;

/** Damaged files: the volume delivers them as they are, a store never, and both leave them be. */
class CorruptionTest {
  private static final byte[] BLOCK = SampleData.random((2 << 20) + 6);
  private static final byte[] ANOTHER = SampleData.random(3000);
  private static final BlockHash HASH = BlockHash.of(BLOCK);

  /** What disks and people do to a block. */
  enum Damage {
    FIRST_BIT,
    MIDDLE_BIT,
    LAST_BIT,
    ONE_BYTE_LESS,
    ONE_BYTE_MORE,
    HALF,
    EMPTY,
    ZEROS,
    ZEROS_FROM_THE_MIDDLE,
    ANOTHER_BLOCK;

    byte[] done(byte[] good) {
      return switch (this) {
        case FIRST_BIT -> flipped(good, 0);
        case MIDDLE_BIT -> flipped(good, good.length / 2);
        case LAST_BIT -> flipped(good, good.length - 1);
        case ONE_BYTE_LESS -> Arrays.copyOf(good, good.length - 1);
        case ONE_BYTE_MORE -> Arrays.copyOf(good, good.length + 1);
        case HALF -> Arrays.copyOf(good, good.length / 2);
        case EMPTY -> new byte[0];
        case ZEROS -> new byte[good.length];
        case ZEROS_FROM_THE_MIDDLE ->
            Arrays.copyOf(Arrays.copyOf(good, good.length / 2), good.length);
        case ANOTHER_BLOCK -> ANOTHER;
      };
    }

    private static byte[] flipped(byte[] good, int at) {
      byte[] bad = good.clone();
      bad[at] ^= 1;
      return bad;
    }
  }

  @TempDir Path root;
  @TempDir Path otherRoot;

  private VolumeFiles files;
  private PosixVolume volume;
  private PosixVolume other;

  @BeforeEach
  void openVolumes() throws IOException {
    files = new VolumeFiles(root);
    volume = PosixVolume.open(root);
    other = PosixVolume.open(otherRoot);
  }

  @AfterEach
  void close() throws IOException {
    volume.close();
    other.close();
  }

  private byte[] damaged(Damage damage) throws IOException {
    byte[] bad = damage.done(BLOCK);
    files.place(HASH, bad, VolumeFiles.START);
    return bad;
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("RD-9: the volume delivers, shows and lists what is there")
  void volumeShowsTheDamage(Damage damage) throws IOException {
    byte[] bad = damaged(damage);
    Map<String, String> before = files.snapshot();
    RecordingSink sink = new RecordingSink();
    assertEquals(bad.length, volume.read(HASH, sink));
    assertArrayEquals(bad, sink.content());
    BlockInfo info = new BlockInfo(HASH, bad.length, VolumeFiles.START);
    assertEquals(info, volume.stat(HASH));
    List<BlockInfo> listed = new ArrayList<>();
    volume.index(BlockPrefix.ALL, listed::add);
    assertEquals(List.of(info), listed);
    assertEquals(before, files.snapshot());
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("ST-2, WR-4: alone, it is corrupt, none of it gets out, and a write repairs it")
  void storeOfOneVolumeSaysCorruptAndIsRepaired(Damage damage) throws IOException {
    byte[] bad = damaged(damage);
    Map<String, String> before = files.snapshot();
    try (BlockStore store = BlockStore.builder().mount(volume).build()) {
      RecordingSink sink = new RecordingSink();
      byte[] untouched = new byte[BLOCK.length + 1];
      ByteBuffer buffer = ByteBuffer.wrap(untouched);
      assertCorrupt(assertThrows(BlockCorruptException.class, () -> store.read(HASH)), bad);
      assertCorrupt(assertThrows(BlockCorruptException.class, () -> store.read(HASH, sink)), bad);
      assertCorrupt(assertThrows(BlockCorruptException.class, () -> store.read(HASH, buffer)), bad);
      assertEquals(List.of(), sink.begins());
      assertEquals(0, buffer.position());
      assertEquals(bad.length, store.stat(HASH).size());
      assertEquals(before, files.snapshot());

      assertEquals(HASH, store.write(ByteBuffer.wrap(BLOCK)).hash());
      assertArrayEquals(BLOCK, store.read(HASH));
    }
  }

  private void assertCorrupt(BlockCorruptException e, byte[] bad) {
    String end = ": the " + bad.length + " stored bytes have MD5 " + BlockHash.of(bad);
    assertTrue(e.getMessage().endsWith(volume.deviceId() + end), e.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("ST-2: with a good copy on a second volume, that is what is read")
  void storeOfTwoVolumesServesTheGoodCopy(Damage damage) throws IOException {
    byte[] unused = damaged(damage);
    other.write(HASH, ByteBuffer.wrap(BLOCK));
    Map<String, String> before = files.snapshot();
    for (List<PosixVolume> mounts : List.of(List.of(volume, other), List.of(other, volume))) {
      BlockStoreBuilder builder = BlockStore.builder();
      for (int i = 0; i < mounts.size(); i++) {
        builder.mount(mounts.get(i), MountOptions.defaults().withPriority(-i));
      }
      BlockStore store = builder.build(); // not closed: the volumes are used again
      RecordingSink sink = new RecordingSink();
      assertEquals(BLOCK.length, store.read(HASH, sink));
      assertEquals(List.of(BLOCK.length), sink.begins());
      assertArrayEquals(BLOCK, sink.content());
      assertArrayEquals(BLOCK, store.read(HASH));
    }
    assertEquals(before, files.snapshot());
  }
}
