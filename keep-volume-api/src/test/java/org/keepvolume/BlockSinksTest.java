// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The sinks over buffers, arrays, files and streams. */
class BlockSinksTest {
  private static final byte[] BLOCK = "0123456789".getBytes(US_ASCII);
  private static final int MIB = 1 << 20;

  @TempDir Path dir;

  @ParameterizedTest
  @EnumSource
  void bufferTakesABlockInOnePartManyPartsAndAnyOrder(Parts parts) throws IOException {
    for (ByteBuffer buffer : new ByteBuffer[] {ByteBuffer.allocate(14), direct(14)}) {
      buffer.position(2).limit(13);
      BlockSink sink = BlockSinks.into(buffer);
      parts.deliver(BLOCK, 10, sink);
      assertEquals("..0123456789..", text(buffer));
      fill(buffer);
      parts.deliver(BLOCK, 3, sink);
      assertEquals("..0123456789..", text(buffer));
      fill(buffer);
      parts.deliverBackwards(BLOCK, 3, sink);
      assertEquals("..0123456789..", text(buffer));
      assertEquals(2, buffer.position());
      assertEquals(13, buffer.limit());
    }
  }

  @Test
  void bufferIsUsedFromItsPositionAtTheTimeOfTheCall() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(14).position(2);
    BlockSink sink = BlockSinks.into(buffer);
    buffer.position(9).limit(10);
    Parts.HEAP.deliver(BLOCK, 4, sink);
    assertEquals("..0123456789..", text(buffer));
  }

  @Test
  void bufferRefusesInBeginABlockBeyondItsLimit() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(14).position(2).limit(11);
    BlockSink sink = BlockSinks.into(buffer);
    IOException e = assertThrows(IOException.class, () -> sink.begin(10));
    assertEquals("a block of 10 bytes does not fit into the 9 given", e.getMessage());
    sink.begin(9);
  }

  @Test
  void bufferThatIsReadOnlyIsRefusedAtOnce() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> BlockSinks.into(ByteBuffer.allocate(1).asReadOnlyBuffer()));
    assertEquals("the buffer is read-only", e.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void arrayTakesABlockAtItsOffset(Parts parts) throws IOException {
    byte[] array = "..............".getBytes(US_ASCII);
    parts.deliver(BLOCK, 10, BlockSinks.into(array, 3));
    assertEquals("...0123456789.", new String(array, US_ASCII));
    Arrays.fill(array, (byte) '.');
    parts.deliverBackwards(BLOCK, 4, BlockSinks.into(array, 4));
    assertEquals("....0123456789", new String(array, US_ASCII));
  }

  @Test
  void arrayRefusesInBeginABlockBeyondItsEnd() {
    BlockSink sink = BlockSinks.into(new byte[12], 3);
    IOException e = assertThrows(IOException.class, () -> sink.begin(10));
    assertEquals("a block of 10 bytes does not fit into the 9 given", e.getMessage());
  }

  @Test
  void arrayTakesAnOffsetUpToItsLength() throws IOException {
    BlockSinks.into(new byte[3], 3).begin(0);
    assertThrows(IndexOutOfBoundsException.class, () -> BlockSinks.into(new byte[3], 4));
    assertThrows(IndexOutOfBoundsException.class, () -> BlockSinks.into(new byte[3], -1));
  }

  @ParameterizedTest
  @EnumSource
  void fileTakesABlockAtItsOffsetAndItsPositionStays(Parts parts) throws IOException {
    byte[] block = SeededRandom.bytes(2 * MIB + 17);
    for (int partLength : new int[] {block.length, 700_001}) {
      try (FileChannel file = newFile()) {
        file.write(ByteBuffer.wrap(new byte[] {9, 9, 9, 9, 9}));
        file.position(1);
        parts.deliver(block, partLength, BlockSinks.into(file, 3));
        assertEquals(1, file.position());
        assertTrue(file.isOpen());
      }
      byte[] stored = Files.readAllBytes(dir.resolve("file"));
      assertArrayEquals(new byte[] {9, 9, 9}, Arrays.copyOf(stored, 3));
      assertArrayEquals(block, Arrays.copyOfRange(stored, 3, stored.length));
    }
  }

  @Test
  void fileTakesPartsInAnyOrder() throws IOException {
    try (FileChannel file = newFile()) {
      Parts.DIRECT.deliverBackwards(BLOCK, 3, BlockSinks.into(file, 0));
    }
    assertArrayEquals(BLOCK, Files.readAllBytes(dir.resolve("file")));
  }

  @Test
  void fileRefusesANegativePosition() throws IOException {
    try (FileChannel file = newFile()) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> BlockSinks.into(file, -1));
      assertEquals("position in the file is negative: -1", e.getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource
  void streamTakesABlockInOrderAndIsNeitherFlushedNorClosed(Parts parts) throws IOException {
    byte[] block = SeededRandom.bytes(100_001);
    for (int partLength : new int[] {block.length, 16 * 1024, 33_333}) {
      UnfinishedStream out = new UnfinishedStream();
      parts.deliver(block, partLength, BlockSinks.into(out));
      assertArrayEquals(block, out.toByteArray());
    }
  }

  @Test
  void streamsExceptionComesBackAsTheSameInstance() {
    IOException broken = new IOException("broken pipe");
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw broken;
          }
        };
    for (Parts parts : Parts.values()) {
      BlockSink sink = BlockSinks.into(out);
      assertSame(broken, assertThrows(IOException.class, () -> parts.deliver(BLOCK, 10, sink)));
    }
  }

  @Test
  void takesAnEmptyBlockWithoutAnyWrite() throws IOException {
    byte[] empty = new byte[0];
    Parts.HEAP.deliver(empty, 1, BlockSinks.into(ByteBuffer.allocate(0)));
    Parts.HEAP.deliver(empty, 1, BlockSinks.into(new UnfinishedStream()));
    try (FileChannel file = newFile()) {
      Parts.HEAP.deliver(empty, 1, BlockSinks.into(file, 5));
      assertEquals(0, file.size());
    }
  }

  @Test
  void allButStreamsAndVerifyingOnesAreParallel() throws IOException {
    assertTrue(BlockSinks.into(ByteBuffer.allocate(1)).parallel());
    assertTrue(BlockSinks.into(new byte[1], 0).parallel());
    try (FileChannel file = newFile()) {
      assertTrue(BlockSinks.into(file, 0).parallel());
    }
    BlockSink stream = BlockSinks.into(new ByteArrayOutputStream());
    assertFalse(stream.parallel());
    BlockSink parallel = BlockSinks.into(new byte[1], 0);
    assertFalse(BlockSinks.verifying(BlockHash.EMPTY, parallel).parallel());
  }

  @Test
  void refusesNullDestinations() {
    assertThrows(NullPointerException.class, () -> BlockSinks.into((ByteBuffer) null));
    assertThrows(NullPointerException.class, () -> BlockSinks.into((byte[]) null, 0));
    assertThrows(NullPointerException.class, () -> BlockSinks.into((FileChannel) null, 0));
    assertThrows(NullPointerException.class, () -> BlockSinks.into((OutputStream) null));
  }

  private FileChannel newFile() throws IOException {
    return FileChannel.open(
        dir.resolve("file"),
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE);
  }

  private static ByteBuffer direct(int size) {
    return ByteBuffer.allocateDirect(size);
  }

  private static void fill(ByteBuffer buffer) {
    for (int i = 0; i < buffer.capacity(); i++) {
      buffer.duplicate().clear().put(i, (byte) 0);
    }
  }

  /** Shows a buffer from start to capacity, zeros as dots. */
  private static String text(ByteBuffer buffer) {
    return US_ASCII.decode(buffer.duplicate().clear()).toString().replace('\0', '.');
  }

  /** Fails when it is flushed or closed. */
  private static final class UnfinishedStream extends ByteArrayOutputStream {
    @Override
    public void flush() {
      throw new AssertionError("flushed");
    }

    @Override
    public void close() {
      throw new AssertionError("closed");
    }
  }
}
