// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockSink;
import org.keepvolume.Operation;
import org.keepvolume.VolumeUnavailableException;

/** Reading: what reaches the sink, in which calls, and what happens when sink or file misbehave. */
class ReadTest {
  private static final int MIB = 1 << 20;

  /** Three slices. */
  private static final byte[] BLOCK = SampleData.random(2 * MIB + 5);

  private static final BlockHash HASH = BlockHash.of(BLOCK);

  @TempDir Path root;

  private VolumeFiles files;
  private PosixVolume volume;
  private Path file;

  private final RecordingSink sink = new RecordingSink();

  @BeforeEach
  void openVolumeWithABlock() throws IOException {
    files = new VolumeFiles(root);
    volume = PosixVolume.open(root);
    file = files.place(HASH, BLOCK, VolumeFiles.START);
  }

  @Test
  @DisplayName("RD-3, RD-12: begin once, then slices without gaps on the calling thread")
  void blockComesInSlicesInOrder() throws IOException {
    assertEquals(BLOCK.length, volume.read(HASH, sink));
    assertEquals(List.of(BLOCK.length), sink.begins());
    assertEquals(List.of(0, MIB, 2 * MIB), sink.positions());
    assertEquals(List.of(MIB, MIB, 5), sink.lengths());
    assertEquals(Set.of(Thread.currentThread()), sink.threads());
    assertArrayEquals(BLOCK, sink.content());
  }

  @Test
  void emptyBlockIsAnnouncedAndNotWritten() throws IOException {
    files.place(BlockHash.EMPTY, new byte[0], VolumeFiles.START);
    assertEquals(0, volume.read(BlockHash.EMPTY, sink));
    assertEquals(List.of(0), sink.begins());
    assertEquals(List.of(), sink.positions());
  }

  @Test
  @DisplayName("RD-2: a missing block is not found, and begin was not called")
  void missingBlockIsNotFound() {
    for (String digits : List.of(HASH.toString().substring(0, 3), "000")) {
      BlockHash missing = SampleData.hash(digits);
      BlockNotFoundException e =
          assertThrows(BlockNotFoundException.class, () -> volume.read(missing, sink));
      assertEquals(
          "read " + missing + " on " + volume.deviceId() + ": block not found", e.getMessage());
      assertEquals(Operation.READ, e.operation());
      assertEquals(Optional.of(missing), e.hash());
    }
    assertEquals(List.of(), sink.begins());
  }

  @Test
  @DisplayName("RD-9: a damaged block is delivered as it is")
  void damagedBlockIsDelivered() throws IOException {
    byte[] damaged = BLOCK.clone();
    damaged[MIB + 17] ^= 1;
    Files.write(file, damaged);
    assertEquals(BLOCK.length, volume.read(HASH, sink));
    assertArrayEquals(damaged, sink.content());
  }

  @Test
  @DisplayName("RD-9: a truncated block is delivered with its own size")
  void truncatedBlockIsDelivered() throws IOException {
    Files.write(file, Arrays.copyOf(BLOCK, MIB));
    assertEquals(MIB, volume.read(HASH, sink));
    assertEquals(List.of(MIB), sink.begins());
    assertArrayEquals(Arrays.copyOf(BLOCK, MIB), sink.content());
  }

  @Test
  @DisplayName("RD-10: reading does not change mtime")
  void readingLeavesTheTimeAlone() throws IOException {
    Instant before = files.mtime(HASH);
    volume.read(HASH, sink);
    assertEquals(before, files.mtime(HASH));
  }

  static Stream<Throwable> sinkFailures() {
    return Stream.of(
        new IOException("sink"),
        // Those that the volume itself gives a meaning to.
        new NoSuchFileException("sink"),
        new ClosedByInterruptException(),
        new BlockNotFoundException(Operation.READ, null, null, "sink", null),
        new IllegalStateException("sink"),
        new AssertionError("sink"));
  }

  @ParameterizedTest
  @MethodSource("sinkFailures")
  @DisplayName("RD-4, RD-5: what begin throws comes back, and the sink is left alone")
  void failureOfBeginComesBack(Throwable failure) throws IOException {
    sink.onBegin(() -> sneakyThrow(failure));
    assertSame(failure, assertThrows(Throwable.class, () -> volume.read(HASH, sink)));
    assertEquals(1, sink.begins().size());
    assertEquals(List.of(), sink.positions());
    assertReadsWhole();
  }

  @ParameterizedTest
  @MethodSource("sinkFailures")
  @DisplayName("RD-4, RD-5: what write throws comes back, and the sink is left alone")
  void failureOfWriteComesBack(Throwable failure) throws IOException {
    sink.onFirstWrite(() -> sneakyThrow(failure));
    assertSame(failure, assertThrows(Throwable.class, () -> volume.read(HASH, sink)));
    assertEquals(List.of(0), sink.positions());
    assertReadsWhole();
  }

  @Test
  @DisplayName("RD-3: a file that shrinks after begin is unavailable, not missing and not short")
  void fileThatShrinksAfterBeginIsUnavailable() {
    assertChanged(sink.onBegin(() -> setLength(BLOCK.length - 1)), List.of(0, MIB));
  }

  @Test
  void fileThatShrinksBetweenSlicesIsUnavailable() {
    assertChanged(sink.onFirstWrite(() -> setLength(MIB + 1)), List.of(0));
  }

  @Test
  void fileThatIsEmptiedAfterBeginIsUnavailable() {
    assertChanged(sink.onBegin(() -> setLength(0)), List.of());
  }

  @Test
  @DisplayName("RD-3: a file that grows is unavailable, before its last slice was delivered")
  void fileThatGrowsIsUnavailable() {
    assertChanged(sink.onBegin(() -> setLength(BLOCK.length + 1)), List.of(0, MIB));
  }

  @Test
  void fileThatGrowsAtASliceBorderIsUnavailable() throws IOException {
    setLength(2 * MIB);
    assertChanged(sink.onFirstWrite(() -> setLength(2 * MIB + 1)), List.of(0));
  }

  @Test
  void emptyFileThatGrowsIsUnavailable() throws IOException {
    setLength(0);
    assertChanged(sink.onBegin(() -> setLength(1)), List.of());
  }

  @Test
  @DisplayName("WR-2: a read goes on with the old block when it is replaced or removed")
  void openBlockOutlivesItsName() throws IOException {
    byte[] other = SampleData.random(MIB);
    volume.read(HASH, sink.onFirstWrite(() -> volume.write(HASH, ByteBuffer.wrap(other))));
    assertArrayEquals(BLOCK, sink.content());

    RecordingSink next = new RecordingSink();
    volume.read(HASH, next.onBegin(() -> Files.delete(file)));
    assertArrayEquals(other, next.content());
  }

  @Test
  void sinkMayMovePositionAndLimitOrNothing() throws IOException {
    BlockSink careless =
        new BlockSink() {
          @Override
          public void begin(int size) {}

          @Override
          public void write(ByteBuffer src, int position) {
            assertEquals(ByteOrder.BIG_ENDIAN, src.order());
            src.order(ByteOrder.LITTLE_ENDIAN);
            if (position > 0) {
              src.limit(src.capacity()).position(src.capacity());
            }
          }
        };
    assertEquals(BLOCK.length, volume.read(HASH, careless));
    assertReadsWhole();
  }

  @Test
  void sinkMayUseTheVolume() throws IOException {
    RecordingSink inner = new RecordingSink();
    volume.read(HASH, sink.onFirstWrite(() -> volume.read(HASH, inner)));
    assertArrayEquals(BLOCK, inner.content());
    assertArrayEquals(BLOCK, sink.content());
  }

  @Test
  @DisplayName("RD-11: a mode that forbids reading is no reason to call a block missing")
  void failureNamesTheFile() throws IOException {
    // As root nothing is forbidden; then the block is simply read.
    Files.setPosixFilePermissions(file, Set.of());
    if (Files.isReadable(file)) {
      assertReadsWhole();
    } else {
      IOException e = assertThrows(IOException.class, () -> volume.read(HASH, sink));
      assertFalse(e instanceof BlockNotFoundException, e.toString());
      assertTrue(e.getMessage().endsWith(file.toRealPath() + ": permission denied"), e.toString());
    }
  }

  private void assertChanged(RecordingSink changing, List<Integer> delivered) {
    VolumeUnavailableException e =
        assertThrows(VolumeUnavailableException.class, () -> volume.read(HASH, changing));
    assertTrue(e.retryable());
    assertTrue(
        e.getMessage().endsWith(HASH + " was replaced or changed its size while it was read"),
        e.toString());
    assertEquals(1, changing.begins().size());
    assertEquals(delivered, changing.positions());
  }

  private void assertReadsWhole() throws IOException {
    RecordingSink again = new RecordingSink();
    assertEquals(BLOCK.length, volume.read(HASH, again));
    assertArrayEquals(BLOCK, again.content());
  }

  private void setLength(long length) throws IOException {
    try (RandomAccessFile changed = new RandomAccessFile(file.toFile(), "rw")) {
      changed.setLength(length);
    }
  }

  @SuppressWarnings("unchecked") // a cast to an unchecked type lets any failure out of a lambda
  private static <T extends Throwable> void sneakyThrow(Throwable failure) throws T {
    throw (T) failure;
  }
}
