// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockTooLargeException;
import org.keepvolume.TrashSweep;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.posix.process.Tools;
import org.keepvolume.store.BlockStore;

/** Files too large for a block, and what is no file, below a store: never served, never removed. */
class SpecialCorruptionTest {
  private static final Duration HANG = Duration.ofMinutes(1);
  private static final byte[] BLOCK = SampleData.random(3000);
  private static final BlockHash HASH = BlockHash.of(BLOCK);
  private static final long FIVE_GIB = 5L << 30;

  @TempDir Path scratch;

  private Path root;
  private Path otherRoot;
  private VolumeFiles files;
  private PosixVolume volume;
  private PosixVolume other;
  private BlockStore store;
  private BlockStore both;

  @BeforeEach
  void openVolumes() throws IOException {
    root = Files.createDirectory(scratch.resolve("root"));
    otherRoot = Files.createDirectory(scratch.resolve("other"));
    files = new VolumeFiles(root);
    volume = PosixVolume.open(root);
    other = PosixVolume.open(otherRoot);
    other.write(HASH, ByteBuffer.wrap(BLOCK));
    store = BlockStore.builder().mount(volume).build();
    both = BlockStore.builder().mount(volume).mount(other).build();
  }

  @AfterEach
  void close() throws IOException {
    volume.close();
    other.close();
  }

  @Test
  @DisplayName("RD-8, ST-2: 5 GiB are refused unread, shown with their size, and repaired")
  void fileOfFiveGibibytes() throws IOException {
    Files.createDirectory(files.directory(HASH));
    try (RandomAccessFile sparse = new RandomAccessFile(files.block(HASH).toFile(), "rw")) {
      sparse.setLength(FIVE_GIB);
    }
    RecordingSink sink = new RecordingSink();
    assertThrows(BlockTooLargeException.class, () -> volume.read(HASH, sink));
    assertThrows(BlockTooLargeException.class, () -> store.read(HASH, sink));
    assertEquals(List.of(), sink.begins());
    assertArrayEquals(BLOCK, both.read(HASH));
    assertEquals(FIVE_GIB, volume.stat(HASH).size());
    List<Long> sizes = new ArrayList<>();
    volume.index(BlockPrefix.ALL, block -> sizes.add(block.size()));
    assertEquals(List.of(FIVE_GIB), sizes);
    assertEquals(FIVE_GIB, Files.size(files.block(HASH)));

    var unused = store.write(ByteBuffer.wrap(BLOCK));
    assertArrayEquals(BLOCK, store.read(HASH));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("RD-11, ST-2: what is no file is a failure, and the good copy is served")
  void whatIsNoFile(SpecialFilesTest.Kind kind) throws IOException {
    Files.createDirectory(files.directory(HASH));
    Path good = Files.write(root.resolve("good"), BLOCK);
    kind.make(files.block(HASH), good);
    assertFailsAndServesTheGoodCopy();
  }

  @Test
  @Tag("root")
  @DisplayName("RD-11, ST-2: a device is a failure, and the good copy is served")
  void device() throws IOException {
    Tools.require("mknod", "coreutils");
    Files.createDirectory(files.directory(HASH));
    Process mknod =
        new ProcessBuilder("mknod", files.block(HASH).toString(), "c", "1", "5")
            .inheritIO()
            .start();
    assertEquals(0, mknod.onExit().join().exitValue(), "mknod of /dev/zero");
    assertFailsAndServesTheGoodCopy();
  }

  @Test
  @DisplayName("RD-11: a link in place of the directory is a failure, and the good copy is served")
  void linkedDirectory() throws IOException {
    Path target = otherRoot.resolve(files.directory(HASH).getFileName());
    Files.createSymbolicLink(files.directory(HASH), target);
    assertFailsAndServesTheGoodCopy();
    assertArrayEquals(BLOCK, Files.readAllBytes(target.resolve(HASH.toString())));
  }

  private void assertFailsAndServesTheGoodCopy() throws IOException {
    Map<String, String> before = files.snapshot();
    RecordingSink sink = new RecordingSink();
    assertTimeoutPreemptively(
        HANG,
        () -> {
          assertThrows(VolumeFailureException.class, () -> store.read(HASH, sink));
          assertThrows(VolumeFailureException.class, () -> store.stat(HASH));
          assertThrows(VolumeFailureException.class, () -> store.write(ByteBuffer.wrap(BLOCK)));
          assertArrayEquals(BLOCK, both.read(HASH));
        });
    assertEquals(List.of(), sink.begins());
    assertEquals(before, files.snapshot());
  }

  @Test
  @DisplayName("TR-9: a link that has a temporary file's name is neither followed nor swept")
  void linkedTemporaryFile() throws IOException {
    Files.createDirectory(files.directory(HASH));
    Path foreign = Files.write(otherRoot.resolve("foreign"), new byte[10]);
    Files.setLastModifiedTime(foreign, FileTime.from(VolumeFiles.START));
    Path link = files.directory(HASH).resolve("tmp" + HASH + "123");
    Files.createSymbolicLink(link, foreign);
    volume.write(HASH, ByteBuffer.wrap(BLOCK));
    assertEquals(new TrashSweep(0, 0, 0, 0, 0, 0), volume.emptyTrash());
    assertEquals(10, Files.size(foreign));
    try (Stream<Path> left = Files.list(files.directory(HASH))) {
      assertEquals(2, left.count());
    }
    assertArrayEquals(BLOCK, store.read(HASH));
  }
}
