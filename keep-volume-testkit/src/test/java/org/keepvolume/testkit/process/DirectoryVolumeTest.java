// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSink;
import org.keepvolume.BlockTooLargeException;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.testkit.AdjustableClock;

class DirectoryVolumeTest {
  private static final byte[] BLOCK = {1, 2, 3};
  private static final BlockHash HASH = BlockHash.of(BLOCK);

  private final AdjustableClock clock = new AdjustableClock(Instant.parse("2020-01-01T00:00:00Z"));

  @TempDir Path root;
  private Volume volume;
  private Path file;

  @BeforeEach
  void open() throws VolumeException {
    volume = DirectoryVolume.open(root, VolumeContext.defaults().withClock(clock));
    file = root.resolve(HASH.toString().substring(0, 3)).resolve(HASH.toString());
  }

  @Test
  void blockLiesWhereKeepPutsIt() throws IOException {
    write();
    assertArrayEquals(BLOCK, Files.readAllBytes(file));
    try (var files = Files.list(file.getParent())) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void missingBlockIsNotBegun() {
    assertThrows(BlockNotFoundException.class, () -> volume.read(HASH, untouched()));
    assertThrows(BlockNotFoundException.class, () -> volume.stat(HASH));
    assertThrows(BlockNotFoundException.class, () -> volume.touch(HASH));
  }

  @Test
  void whatIsNoPlainFileIsAFailure() throws IOException {
    Files.createDirectories(file);
    assertThrows(VolumeFailureException.class, () -> volume.read(HASH, untouched()));
    assertThrows(VolumeFailureException.class, () -> volume.stat(HASH));
    assertThrows(VolumeFailureException.class, () -> volume.touch(HASH));
    assertThrows(VolumeFailureException.class, this::write);
    Files.delete(file);
    Files.createSymbolicLink(file, root.resolve("elsewhere"));
    assertThrows(VolumeFailureException.class, () -> volume.read(HASH, untouched()));
    assertEquals(Set.of(), index());
  }

  @Test
  void objectAboveTheLimitIsShownButNotRead() throws IOException {
    write();
    long size = Volume.MAX_BLOCK_SIZE + 1L;
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(size);
    }
    assertThrows(BlockTooLargeException.class, () -> volume.read(HASH, untouched()));
    assertEquals(size, volume.stat(HASH).size());
  }

  @Test
  void interruptedThreadChangesNothing() {
    Thread.currentThread().interrupt();
    try {
      assertThrows(CallCancelledException.class, this::write);
      assertThrows(CallCancelledException.class, () -> volume.touch(HASH));
      assertThrows(CallCancelledException.class, () -> volume.read(HASH, untouched()));
      assertThrows(CallCancelledException.class, this::index);
      assertThrows(CallCancelledException.class, () -> volume.status());
    } finally {
      assertTrue(Thread.interrupted());
    }
    assertFalse(Files.exists(file.getParent()));
  }

  @Test
  void interruptEndsAReadBetweenTwoSlices() throws IOException {
    byte[] large = new byte[1 << 20];
    volume.write(BlockHash.of(large), ByteBuffer.wrap(large));
    BlockSink interrupting =
        new BlockSink() {
          @Override
          public void begin(int size) {}

          @Override
          public void write(ByteBuffer src, int position) {
            assertEquals(0, position);
            Thread.currentThread().interrupt();
          }
        };
    try {
      assertThrows(
          CallCancelledException.class, () -> volume.read(BlockHash.of(large), interrupting));
    } finally {
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void exceptionOfTheSinkComesBackAsItIs() throws IOException {
    write();
    IOException own = new IOException("own");
    BlockSink failing =
        new BlockSink() {
          @Override
          public void begin(int size) {}

          @Override
          public void write(ByteBuffer src, int position) throws IOException {
            throw own;
          }
        };
    assertSame(own, assertThrows(IOException.class, () -> volume.read(HASH, failing)));
  }

  @Test
  void timeNeverMovesBack() throws IOException {
    write();
    clock.advance(Duration.ofHours(-1));
    Instant first = volume.stat(HASH).mtime();
    volume.touch(HASH);
    assertEquals(first, volume.stat(HASH).mtime());
    write();
    assertEquals(first, volume.stat(HASH).mtime());
    assertEquals(FileTime.from(first), Files.getLastModifiedTime(file));
  }

  @Test
  void indexPassesForeignNamesBy() throws IOException {
    write();
    Files.writeString(root.resolve("abc"), "no directory");
    Files.createDirectory(root.resolve("other"));
    Files.writeString(file.resolveSibling(HASH + ".trash.1"), "trash");
    Files.writeString(file.resolveSibling("tmp" + HASH + "1"), "temporary");
    Files.writeString(file.resolveSibling("0".repeat(32)), "wrong directory");
    assertEquals(Set.of(volume.stat(HASH)), index());
  }

  @Test
  void missingRootIsNamed() {
    Path none = root.resolve("none");
    var failure =
        assertThrows(
            VolumeFailureException.class,
            () -> DirectoryVolume.open(none, VolumeContext.defaults()));
    assertTrue(failure.detail().contains(none.toString()), failure.detail());
    assertFalse(Files.exists(none));
  }

  private void write() throws VolumeException {
    volume.write(HASH, ByteBuffer.wrap(BLOCK));
  }

  private Set<BlockInfo> index() throws IOException {
    Set<BlockInfo> listed = new HashSet<>();
    volume.index(BlockPrefix.ALL, listed::add);
    return listed;
  }

  /** A sink that has no room, and fails the test when it is begun. */
  private static BlockSink untouched() {
    return new BlockSink() {
      @Override
      public void begin(int size) {
        throw new AssertionError("begun");
      }

      @Override
      public void write(ByteBuffer src, int position) {
        throw new AssertionError("written");
      }
    };
  }
}
