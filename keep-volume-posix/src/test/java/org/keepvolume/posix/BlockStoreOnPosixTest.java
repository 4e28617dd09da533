// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSinks;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.layer.Layers;
import org.keepvolume.store.BlockStore;
import org.keepvolume.store.BlockStoreBuilder;
import org.keepvolume.store.MountOptions;

/** A block store over a directory, as an application uses it. */
class BlockStoreOnPosixTest {
  private static final byte[] BLOCK = SampleData.random((1 << 20) + 7);
  private static final BlockHash HASH = BlockHash.of(BLOCK);

  @TempDir Path root;

  private VolumeFiles files;
  private PosixVolume volume;

  @BeforeEach
  void openVolume() throws IOException {
    files = new VolumeFiles(root);
    volume = open(Durability.FULL);
  }

  @ParameterizedTest
  @EnumSource
  void blockGoesRound(Durability durability) throws IOException {
    volume = open(durability);
    try (BlockStore store = BlockStore.builder().mount(volume).build()) {
      assertEquals(HASH, store.write(ByteBuffer.wrap(BLOCK)).hash());
      assertArrayEquals(BLOCK, store.read(HASH));
      RecordingSink sink = new RecordingSink();
      assertEquals(BLOCK.length, store.read(HASH, sink));
      assertArrayEquals(BLOCK, sink.content());
      ByteBuffer destination = ByteBuffer.allocateDirect(BLOCK.length);
      assertEquals(BLOCK.length, store.read(HASH, destination));
      assertEquals(ByteBuffer.wrap(BLOCK), destination.flip());

      BlockInfo info = store.stat(HASH);
      assertEquals(BLOCK.length, info.size());
      List<BlockInfo> listed = new ArrayList<>();
      store.index(BlockPrefix.ALL, listed::add);
      assertEquals(List.of(info), listed);
    }
    assertArrayEquals(BLOCK, Files.readAllBytes(files.block(HASH)));
  }

  @Test
  @DisplayName("ST-8: a damaged block is corrupt, names its device, and no byte of it gets out")
  void damagedBlockIsCorrupt() throws IOException {
    byte[] damaged = BLOCK.clone();
    damaged[3] ^= 1;
    files.place(HASH, damaged, VolumeFiles.START);
    RecordingSink sink = new RecordingSink();
    try (BlockStore store = BlockStore.builder().mount(volume).build()) {
      BlockCorruptException e =
          assertThrows(BlockCorruptException.class, () -> store.read(HASH, sink));
      assertEquals(
          "read %s on %s: the %s stored bytes have MD5 %s"
              .formatted(HASH, volume.deviceId(), BLOCK.length, BlockHash.of(damaged)),
          e.getMessage());
      assertEquals(Optional.of(volume.deviceId()), e.volume());
      assertEquals(List.of(), sink.begins());

      assertEquals(HASH, store.write(ByteBuffer.wrap(BLOCK)).hash());
      assertArrayEquals(BLOCK, store.read(HASH));
    }
  }

  @Test
  void missingBlockIsNotFound() throws IOException {
    try (BlockStore store = BlockStore.builder().mount(volume).build()) {
      BlockNotFoundException e = assertThrows(BlockNotFoundException.class, () -> store.read(HASH));
      assertEquals(
          "read " + HASH + " on " + volume.deviceId() + ": block not found", e.getMessage());
    }
  }

  @Test
  @DisplayName("ST-6: one directory mounted twice is an error")
  void oneDirectoryIsMountedOnce() throws IOException {
    BlockStoreBuilder builder =
        BlockStore.builder()
            .mount(volume, MountOptions.defaults().withId("one"))
            .mount(open(Durability.NONE), MountOptions.defaults().withId("two"));
    IllegalStateException e = assertThrows(IllegalStateException.class, builder::build);
    String device = volume.deviceId();
    assertEquals(
        "mounts 1 and 2 are one device, %1$s: one (%1$s) and two (%1$s)".formatted(device),
        e.getMessage());
  }

  @Test
  @DisplayName("LC-2: after close the store and the wrapped volume refuse every use")
  void useAfterCloseIsRefused() throws IOException {
    Volume wrapped = Layers.standard(volume);
    BlockStore store = BlockStore.builder().mount(wrapped).build();
    store.close();
    store.close();
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> store.read(HASH, new RecordingSink()));
    assertEquals("the block store is closed", e.getMessage());

    IllegalStateException below =
        assertThrows(IllegalStateException.class, () -> wrapped.stat(HASH));
    assertEquals(
        "stat " + HASH + " on " + volume.deviceId() + ": the volume is closed", below.getMessage());
    assertThrows(
        IllegalStateException.class, () -> wrapped.read(HASH, BlockSinks.into(new byte[1], 0)));
  }

  private PosixVolume open(Durability durability) throws IOException {
    return PosixVolume.open(
        root,
        PosixOptions.defaults().withDurability(durability),
        VolumeContext.defaults().withClock(new AdjustableClock(VolumeFiles.START)));
  }
}
