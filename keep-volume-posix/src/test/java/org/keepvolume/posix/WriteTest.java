// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeFailureException;

/** Writing: what is on the disk afterwards, whether it went well or not. */
class WriteTest {
  private static final int MIB = 1 << 20;
  private static final byte[] OLD = SampleData.random(MIB + 1);

  /** Three slices. */
  private static final byte[] NEW = SampleData.random(2 * MIB + 5);

  private static final BlockHash HASH = BlockHash.of(NEW);

  private final AdjustableClock clock = new AdjustableClock(VolumeFiles.START);

  @TempDir Path root;

  private VolumeFiles files;
  private PosixVolume volume;
  private List<String> onlyTheBlock = List.of();

  @BeforeEach
  void openVolume() throws IOException {
    files = new VolumeFiles(root);
    volume =
        PosixVolume.open(root, PosixOptions.defaults(), VolumeContext.defaults().withClock(clock));
    String directory = HASH.toString().substring(0, 3);
    onlyTheBlock = List.of(directory, directory + "/" + HASH);
  }

  /** Buffers that a caller may hand over. */
  enum Kind {
    HEAP {
      @Override
      ByteBuffer of(byte[] bytes) {
        return ByteBuffer.wrap(bytes);
      }
    },
    DIRECT {
      @Override
      ByteBuffer of(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
      }
    },
    READ_ONLY_HEAP {
      @Override
      ByteBuffer of(byte[] bytes) {
        return HEAP.of(bytes).asReadOnlyBuffer();
      }
    },
    READ_ONLY_DIRECT {
      @Override
      ByteBuffer of(byte[] bytes) {
        return DIRECT.of(bytes).asReadOnlyBuffer();
      }
    },
    PART_OF_HEAP {
      @Override
      ByteBuffer of(byte[] bytes) {
        return ByteBuffer.allocate(bytes.length + 20).slice(3, bytes.length + 12).position(5);
      }
    },
    PART_OF_DIRECT {
      @Override
      ByteBuffer of(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length + 20).slice(3, bytes.length + 12).position(5);
      }
    };

    abstract ByteBuffer of(byte[] bytes);

    /** Makes a buffer whose bytes from position to limit are the given ones. */
    ByteBuffer holding(byte[] bytes) {
      ByteBuffer buffer = of(bytes);
      if (buffer.position() > 0) {
        buffer.put(buffer.position(), bytes).limit(buffer.position() + bytes.length);
      }
      return buffer;
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("WR-7: every kind of buffer is written and stays as it is")
  void everyKindOfBufferIsWritten(Kind kind) throws IOException {
    ByteBuffer data = kind.holding(NEW);
    int position = data.position();
    int limit = data.limit();
    volume.write(HASH, data);
    assertArrayEquals(NEW, Files.readAllBytes(files.block(HASH)));
    assertEquals(position, data.position());
    assertEquals(limit, data.limit());
    byte[] left = new byte[data.remaining()];
    data.get(left);
    assertArrayEquals(NEW, left);
  }

  @Test
  @DisplayName("WR-1: another volume object on the same root finds the block")
  void blockIsFoundThroughAnotherVolume() throws IOException {
    PosixVolume other = PosixVolume.open(root);
    volume.write(HASH, ByteBuffer.wrap(NEW));
    RecordingSink sink = new RecordingSink();
    assertEquals(NEW.length, other.read(HASH, sink));
    assertArrayEquals(NEW, sink.content());
    assertEquals(volume.stat(HASH), other.stat(HASH));
  }

  @Test
  @DisplayName("WR-4: a rewrite refreshes mtime")
  void rewriteRefreshesTheTime() throws IOException {
    volume.write(HASH, ByteBuffer.wrap(NEW));
    Instant first = files.mtime(HASH);
    clock.move(Duration.ofHours(5));
    volume.write(HASH, ByteBuffer.wrap(NEW));
    assertEquals(first.plus(Duration.ofHours(5)), files.mtime(HASH));
  }

  @Test
  @DisplayName("TM-3: a rewrite under a clock that went back leaves mtime as it is")
  void rewriteNeverMovesTheTimeBack() throws IOException {
    volume.write(HASH, ByteBuffer.wrap(NEW));
    Instant first = files.mtime(HASH);
    clock.move(Duration.ofHours(-5));
    volume.write(HASH, ByteBuffer.wrap(NEW));
    assertEquals(first, files.mtime(HASH));
  }

  @Test
  @DisplayName("TM-3: a rewrite leaves the later time of a touch that came while it was written")
  void rewriteDoesNotUndoALaterTouchBesideIt() throws IOException {
    files.place(HASH, OLD, VolumeFiles.START);
    Instant later = clock.instant().plus(Duration.ofMinutes(10));
    clock.onNextLook(() -> Files.setLastModifiedTime(files.block(HASH), FileTime.from(later)));
    volume.write(HASH, ByteBuffer.wrap(NEW));
    assertArrayEquals(NEW, Files.readAllBytes(files.block(HASH)));
    assertEquals(later.getEpochSecond(), files.mtime(HASH).getEpochSecond());
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("WR-4: a damaged, longer or shorter copy is repaired")
  void damagedBlockIsRepaired(Damage damage) throws IOException {
    files.place(HASH, damage.of(NEW), VolumeFiles.START);
    volume.write(HASH, ByteBuffer.wrap(NEW));
    assertArrayEquals(NEW, Files.readAllBytes(files.block(HASH)));
  }

  enum Damage {
    FLIPPED_BIT {
      @Override
      byte[] of(byte[] good) {
        byte[] bad = good.clone();
        bad[MIB] ^= 4;
        return bad;
      }
    },
    TRUNCATED {
      @Override
      byte[] of(byte[] good) {
        return Arrays.copyOf(good, MIB);
      }
    },
    EMPTY {
      @Override
      byte[] of(byte[] good) {
        return new byte[0];
      }
    },
    LONGER {
      @Override
      byte[] of(byte[] good) {
        return Arrays.copyOf(good, good.length + 1);
      }
    };

    abstract byte[] of(byte[] good);
  }

  @Test
  @DisplayName("WR-6, WR-12: other bytes under the same hash are stored, as a whole")
  void otherBytesReplaceTheBlockAsAWhole() throws IOException {
    volume.write(HASH, ByteBuffer.wrap(NEW));
    volume.write(HASH, ByteBuffer.wrap(OLD));
    assertArrayEquals(OLD, Files.readAllBytes(files.block(HASH)));
    assertEquals(onlyTheBlock, files.names());
  }

  @Test
  void prefixDirectoryThatWasRemovedIsMadeAgain() throws IOException {
    volume.write(HASH, ByteBuffer.wrap(OLD));
    Files.delete(files.block(HASH));
    Files.delete(files.directory(HASH));
    volume.write(HASH, ByteBuffer.wrap(NEW));
    assertArrayEquals(NEW, Files.readAllBytes(files.block(HASH)));
    assertEquals(onlyTheBlock, files.names());
  }

  static Stream<Throwable> failures() {
    return Stream.of(new IllegalStateException("clock"), new AssertionError("clock"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  @DisplayName("WR-3: whatever fails before the rename, the old block is there and no residue")
  void failureBeforeTheRenameLeavesTheOldBlock(Throwable failure) throws IOException {
    files.place(HASH, OLD, VolumeFiles.START);
    clock.onNextLook(
        () -> {
          if (failure instanceof Error error) {
            throw error;
          }
          throw (RuntimeException) failure;
        });
    Throwable thrown =
        assertThrows(Throwable.class, () -> volume.write(HASH, ByteBuffer.wrap(NEW)));
    assertSame(failure, thrown);
    assertEquals(onlyTheBlock, files.names());
    assertArrayEquals(OLD, Files.readAllBytes(files.block(HASH)));
  }

  @Test
  @DisplayName("WR-3: a rename that fails leaves no residue")
  void failedRenameLeavesNoResidue() throws IOException {
    clock.onNextLook(() -> Files.createDirectory(files.block(HASH)));
    VolumeFailureException e =
        assertThrows(VolumeFailureException.class, () -> volume.write(HASH, ByteBuffer.wrap(NEW)));
    assertTrue(e.getMessage().contains(files.block(HASH).toRealPath().toString()), e.toString());
    assertEquals(onlyTheBlock, files.names());
  }

  @Test
  void temporaryFileThatWasRemovedIsAFailure() throws IOException {
    files.place(HASH, OLD, VolumeFiles.START);
    clock.onNextLook(
        () -> {
          for (String name : files.names()) {
            if (name.contains("/tmp")) {
              Files.delete(root.resolve(name));
            }
          }
        });
    VolumeFailureException e =
        assertThrows(VolumeFailureException.class, () -> volume.write(HASH, ByteBuffer.wrap(NEW)));
    assertTrue(e.getMessage().endsWith(": no such file or directory"), e.toString());
    assertArrayEquals(OLD, Files.readAllBytes(files.block(HASH)));
  }

  @Test
  @DisplayName("IX-7, WR-2: a block that is being written is neither listed nor half there")
  void blockBeingWrittenIsNotListed() throws IOException {
    clock.onNextLook(
        () -> {
          assertEquals(2, files.names().size());
          volume.index(
              BlockPrefix.ALL,
              block -> {
                throw new AssertionError("listed " + block);
              });
        });
    volume.write(HASH, ByteBuffer.wrap(NEW));
    assertEquals(onlyTheBlock, files.names());
  }

  @Test
  void temporaryFileIsNamedAsTheOriginalsAndComplete() throws IOException {
    clock.onNextLook(
        () -> {
          Path temporary = root.resolve(files.names().get(1));
          assertTrue(
              temporary.getFileName().toString().matches("tmp" + HASH + "[0-9]+"),
              temporary.toString());
          assertArrayEquals(NEW, Files.readAllBytes(temporary));
        });
    volume.write(HASH, ByteBuffer.wrap(NEW));
  }
}
