// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.BlockHash;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeUnavailableException;

/** Many threads on one volume: writers beside writers, and readers beside writers. */
class ConcurrentWritesTest {
  private static final int THREADS = 8;
  private static final int ROUNDS = 200;

  /** Two slices, so that a mixed block would show. */
  private static final int SIZE = (1 << 20) + 1;

  private static final BlockHash HASH = SampleData.hash("abc");

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  @TempDir Path root;

  private VolumeFiles files;
  private PosixVolume volume;

  @BeforeEach
  void openVolume() throws IOException {
    files = new VolumeFiles(root);
    volume =
        PosixVolume.open(
            root,
            PosixOptions.defaults().withDurability(Durability.NONE),
            VolumeContext.defaults().withClock(new AdjustableClock(VolumeFiles.START)));
  }

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  @Test
  @DisplayName("WR-5: equal writes at once all succeed")
  void equalWritesAllSucceed() throws Exception {
    byte[] block = SampleData.random(SIZE);
    PosixVolume durable = PosixVolume.open(root);
    CyclicBarrier start = new CyclicBarrier(THREADS);
    inParallel(
        thread -> {
          start.await();
          for (int i = 0; i < 2; i++) {
            durable.write(HASH, ByteBuffer.wrap(block));
          }
          return null;
        });
    assertArrayEquals(block, Files.readAllBytes(files.block(HASH)));
    assertEquals(List.of("abc", "abc/" + HASH), files.names());
  }

  @Test
  @DisplayName("LC-3: different blocks in one new prefix directory are all stored")
  void differentBlocksAtOnceAreAllStored() throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    inParallel(
        thread -> {
          start.await();
          for (int i = 0; i < 10; i++) {
            byte[] block = {(byte) thread, (byte) i};
            volume.write(SampleData.hash("fff" + thread + i), ByteBuffer.wrap(block));
          }
          return null;
        });
    for (int thread = 0; thread < THREADS; thread++) {
      for (int i = 0; i < 10; i++) {
        byte[] block = {(byte) thread, (byte) i};
        Path stored = files.block(SampleData.hash("fff" + thread + i));
        assertArrayEquals(block, Files.readAllBytes(stored));
      }
    }
    assertEquals(1 + THREADS * 10, files.names().size());
  }

  @Test
  @DisplayName("WR-2: readers beside rewrites of a live block see the old or the new one, whole")
  void readersSeeWholeBlocks() throws Exception {
    volume.write(HASH, filled(0, SIZE));
    inParallel(
        thread -> {
          for (int i = 0; i < ROUNDS; i++) {
            if (thread == 0) {
              volume.write(HASH, filled(i, SIZE));
            } else if (thread < 3) {
              RecordingSink sink = new RecordingSink();
              assertEquals(SIZE, volume.read(HASH, sink));
              assertFilled(sink.content());
            }
          }
          return null;
        });
  }

  @Test
  @DisplayName("WR-2: where the size changes too, a reader sees a whole block or is told so")
  void readersSeeWholeBlocksOfDifferentSizes() throws Exception {
    volume.write(HASH, filled(0, SIZE));
    inParallel(
        thread -> {
          for (int i = 0; i < 60; i++) {
            if (thread == 0) {
              volume.write(HASH, filled(i, SIZE - i % 3));
            } else if (thread < 3) {
              RecordingSink sink = new RecordingSink();
              try {
                assertEquals(volume.read(HASH, sink), sink.content().length);
                assertTrue(sink.content().length >= SIZE - 2);
              } catch (VolumeUnavailableException e) {
                // The file was replaced between the look at its size and its opening.
                assertTrue(e.getMessage().contains("was replaced or changed"), e.toString());
              }
              if (sink.content().length > 0) {
                assertFilled(sink.content());
              }
            }
          }
          return null;
        });
  }

  @Test
  @DisplayName("TM-1: a touch beside rewrites succeeds, and leaves a whole block")
  void touchesBesideRewritesSucceed() throws Exception {
    volume.write(HASH, filled(0, SIZE));
    inParallel(
        thread -> {
          for (int i = 0; i < 20; i++) {
            if (thread < 2) {
              volume.write(HASH, filled(i, SIZE));
            } else {
              volume.touch(HASH);
              assertEquals(SIZE, volume.stat(HASH).size());
            }
          }
          return null;
        });
    assertFilled(Files.readAllBytes(files.block(HASH)));
    assertEquals(List.of("abc", "abc/" + HASH), files.names());
  }

  /** What one of the threads does. */
  @FunctionalInterface
  private interface Work {
    Void run(int thread) throws Exception;
  }

  private void inParallel(Work work) throws Exception {
    List<Callable<Void>> calls = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      calls.add(() -> work.run(thread));
    }
    for (Future<Void> ended : threads.invokeAll(calls)) {
      ended.get();
    }
  }

  private static ByteBuffer filled(int value, int size) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) value);
    return ByteBuffer.wrap(bytes);
  }

  private static void assertFilled(byte[] bytes) {
    byte[] expected = new byte[bytes.length];
    Arrays.fill(expected, bytes[0]);
    assertArrayEquals(expected, bytes);
  }
}
