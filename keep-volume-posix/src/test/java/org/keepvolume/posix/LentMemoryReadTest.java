// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.annotation.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockSink;
import org.keepvolume.BlockSinks;
import org.keepvolume.CallCancelledException;
import org.keepvolume.VerifyingSink;
import org.keepvolume.Volume;
import org.keepvolume.VolumeUnavailableException;

/** Verified reads into a sink that lends the volume its own memory. */
class LentMemoryReadTest {
  private static final int MIB = 1 << 20;

  /** Bytes around the block's place in the buffer. */
  private static final int MARGIN = 4096;

  private static final byte UNTOUCHED = 0x5a;

  @TempDir Path root;

  private VolumeFiles files;
  private PosixVolume volume;

  @BeforeEach
  void openVolume() throws IOException {
    files = new VolumeFiles(root);
    volume = PosixVolume.open(root);
  }

  @AfterEach
  void clearTheFlag() {
    boolean unused = Thread.interrupted();
  }

  @ParameterizedTest(name = "{0} bytes")
  @ValueSource(ints = {1, MIB, 3 * MIB + 5, Volume.MAX_BLOCK_SIZE})
  @DisplayName("RD-3: the bytes come to their place, and none beside it")
  void blockFillsTheLentMemoryAndNothingElse(int size) throws IOException {
    Read read = new Read(SampleData.random(size));
    assertEquals(size, read.run());
    assertTrue(read.verified());
    assertEquals(slicesOf(size), read.positions);
    assertEquals(slicesOf(size), read.lent, "all of it is lent memory");
    assertEquals(ByteBuffer.wrap(read.content), read.place());
    assertMarginsAreUntouched(read);
  }

  @ParameterizedTest(name = "{0} bytes become {1}")
  @CsvSource({"1, 0", "1, 2", "2097152, 2097151", "2097152, 2097153", "2097157, 1048576"})
  @DisplayName("RD-3: a file of another size than announced is unavailable")
  void fileThatChangesItsSizeAfterBeginIsUnavailable(int size, int changed) throws IOException {
    Read read = new Read(SampleData.random(size));
    read.onBegin = () -> read.setLength(changed);
    assertChanged(read);
  }

  @ParameterizedTest(name = "{0} bytes become {1}")
  @CsvSource({
    "2097152, 1048576",
    "2097152, 2097151",
    "2097152, 2097153",
    "3145733, 0",
    "3145733, 3145732",
    "3145733, 6000000"
  })
  void fileThatChangesItsSizeBetweenSlicesIsUnavailable(int size, int changed) throws IOException {
    Read read = new Read(SampleData.random(size));
    read.onFirstWrite = () -> read.setLength(changed);
    assertChanged(read);
  }

  @ParameterizedTest(name = "byte {0}")
  @ValueSource(ints = {0, MIB, 2 * MIB + 4})
  void damagedBlockIsCorrupt(int damaged) throws IOException {
    Read read = new Read(SampleData.random(2 * MIB + 5));
    byte[] other = read.content.clone();
    other[damaged] ^= 1;
    files.place(read.hash, other, VolumeFiles.START);
    BlockCorruptException e = assertThrows(BlockCorruptException.class, read::run);
    assertTrue(e.getMessage().contains("MD5 " + BlockHash.of(other)), e.getMessage());
    assertFalse(read.verified());
    assertMarginsAreUntouched(read);
  }

  @Test
  void truncatedBlockIsCorrupt() throws IOException {
    Read read = new Read(SampleData.random(2 * MIB + 5));
    files.place(read.hash, Arrays.copyOf(read.content, MIB), VolumeFiles.START);
    assertThrows(BlockCorruptException.class, read::run);
    assertFalse(read.verified());
    assertUntouched(read, MARGIN + MIB, read.memory.capacity());
  }

  @Test
  @DisplayName("CX-1: an interrupt between slices ends the read; the rest of the memory is left")
  void interruptBetweenSlicesEndsTheRead() throws IOException {
    Read read = new Read(SampleData.random(3 * MIB));
    read.onFirstWrite = () -> Thread.currentThread().interrupt();
    assertThrows(CallCancelledException.class, read::run);
    assertTrue(Thread.interrupted(), "the flag stays set");
    assertEquals(List.of(0), read.positions);
    assertEquals(List.of(0), read.lent);
    assertFalse(read.verified());
    assertUntouched(read, MARGIN + MIB, read.memory.capacity());

    Read again = new Read(read.content);
    assertEquals(read.content.length, again.run());
    assertEquals(ByteBuffer.wrap(read.content), again.place());
  }

  private static void assertChanged(Read read) {
    VolumeUnavailableException e = assertThrows(VolumeUnavailableException.class, read::run);
    assertTrue(
        e.getMessage().endsWith("was replaced or changed its size while it was read"),
        e.getMessage());
    assertFalse(read.verified());
    int last = read.content.length - 1;
    assertFalse(read.positions.contains(last - last % MIB), "the last part is not delivered");
    assertMarginsAreUntouched(read);
  }

  private static void assertMarginsAreUntouched(Read read) {
    assertUntouched(read, 0, MARGIN);
    assertUntouched(read, MARGIN + read.content.length, read.memory.capacity());
  }

  private static void assertUntouched(Read read, int from, int to) {
    byte[] expected = new byte[to - from];
    Arrays.fill(expected, UNTOUCHED);
    assertEquals(ByteBuffer.wrap(expected), read.memory.slice(from, to - from));
  }

  private static List<Integer> slicesOf(int size) {
    List<Integer> positions = new ArrayList<>();
    for (int position = 0; position < size; position += MIB) {
      positions.add(position);
    }
    return positions;
  }

  /** One verified read into the middle of direct memory, which a test may disturb. */
  private final class Read implements BlockSink {
    final byte[] content;
    final BlockHash hash;
    final ByteBuffer memory;
    final List<Integer> positions = new ArrayList<>();
    final List<Integer> lent = new ArrayList<>();
    RecordingSink.Action onBegin = () -> {};
    RecordingSink.Action onFirstWrite = () -> {};
    private final Path file;
    private final VerifyingSink sink;
    private @Nullable ByteBuffer room;

    Read(byte[] content) throws IOException {
      this.content = content;
      hash = BlockHash.of(content);
      file = files.place(hash, content, VolumeFiles.START);
      memory = ByteBuffer.allocateDirect(content.length + 2 * MARGIN);
      for (int i = 0; i < memory.capacity(); i++) {
        memory.put(i, UNTOUCHED);
      }
      sink = BlockSinks.verifying(hash, BlockSinks.into(place()));
    }

    int run() throws IOException {
      return volume.read(hash, this);
    }

    boolean verified() {
      return sink.verified();
    }

    ByteBuffer place() {
      return memory.slice(MARGIN, content.length);
    }

    void setLength(long length) throws IOException {
      try (RandomAccessFile changed = new RandomAccessFile(file.toFile(), "rw")) {
        changed.setLength(length);
      }
    }

    @Override
    public void begin(int size) throws IOException {
      sink.begin(size);
      onBegin.run();
    }

    @Override
    public @Nullable ByteBuffer room(int position, int length) {
      lent.add(position);
      room = sink.room(position, length);
      assertNotNull(room);
      return room;
    }

    @Override
    public void write(ByteBuffer src, int position) throws IOException {
      assertSame(room, src);
      positions.add(position);
      sink.write(src, position);
      if (positions.size() == 1) {
        onFirstWrite.run();
      }
    }
  }
}
