// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;

/** Interrupts: before a call, at its decisive moments, and between slices (CX-1). */
class InterruptTest {
  private static final int MIB = 1 << 20;
  private static final byte[] OLD = SampleData.random(2 * MIB);
  private static final BlockHash HASH = SampleData.hash("abc");
  private static final BlockHash ABSENT = SampleData.hash("def");

  private final AdjustableClock clock = new AdjustableClock(VolumeFiles.START);

  @TempDir Path root;

  private VolumeFiles files;
  private PosixVolume volume;

  @BeforeEach
  void openVolumeWithABlock() throws IOException {
    files = new VolumeFiles(root);
    files.place(HASH, OLD, VolumeFiles.START.minusSeconds(60));
    volume = open(Durability.FULL);
  }

  @AfterEach
  void clearTheFlag() {
    boolean unused = Thread.interrupted();
  }

  @ParameterizedTest
  @EnumSource
  void callOnAnInterruptedThreadChangesNothing(VolumeCall call) throws IOException {
    Map<String, String> before = files.snapshot();
    for (BlockHash hash : List.of(HASH, ABSENT)) {
      Thread.currentThread().interrupt();
      CallCancelledException e =
          assertThrows(CallCancelledException.class, () -> call.on(volume, hash));
      assertEquals(call.subject(volume, hash) + "interrupted", e.getMessage());
      assertTrue(Thread.interrupted(), "the flag stays set");
    }
    assertEquals(before, files.snapshot());
    call.on(volume, HASH);
  }

  @Test
  void interruptInTheSinkEndsTheReadBeforeTheNextSlice() throws IOException {
    RecordingSink sink = new RecordingSink().onFirstWrite(() -> Thread.currentThread().interrupt());
    assertThrows(CallCancelledException.class, () -> volume.read(HASH, sink));
    assertTrue(Thread.interrupted(), "the flag stays set");
    assertEquals(List.of(0), sink.positions());
    assertReads(OLD);
  }

  @Test
  void interruptInBeginEndsTheReadBeforeTheFirstSlice() throws IOException {
    RecordingSink sink = new RecordingSink().onBegin(() -> Thread.currentThread().interrupt());
    assertThrows(CallCancelledException.class, () -> volume.read(HASH, sink));
    assertTrue(Thread.interrupted(), "the flag stays set");
    assertEquals(List.of(), sink.positions());
    assertReads(OLD);
  }

  @Test
  void interruptInTheVisitorEndsTheIndex() throws IOException {
    files.place(SampleData.hash("abcd"), OLD, VolumeFiles.START);
    int[] visits = {0};
    assertThrows(
        CallCancelledException.class,
        () ->
            volume.index(
                BlockPrefix.ALL,
                block -> {
                  visits[0]++;
                  Thread.currentThread().interrupt();
                  return true;
                }));
    assertTrue(Thread.interrupted(), "the flag stays set");
    assertEquals(1, visits[0]);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("WR-3: interrupted just before its rename, a write leaves the old block alone")
  void interruptBeforeTheRenameLeavesTheOldBlock(Durability durability) throws IOException {
    volume = open(durability);
    Map<String, String> before = content();
    clock.onNextLook(interruptOf(Thread.currentThread()));
    assertThrows(CallCancelledException.class, () -> VolumeCall.WRITE.on(volume, HASH));
    assertTrue(Thread.interrupted(), "the flag stays set");
    volume.close();
    assertEquals(before, content());
    volume = open(durability);
    assertReads(OLD);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("WR-3: interrupted just before its rename, a write of a new block leaves none")
  void interruptBeforeTheRenameLeavesNoBlock(Durability durability) throws IOException {
    volume = open(durability);
    clock.onNextLook(interruptOf(Thread.currentThread()));
    assertThrows(CallCancelledException.class, () -> VolumeCall.WRITE.on(volume, ABSENT));
    assertTrue(Thread.interrupted(), "the flag stays set");
    volume.close();
    assertEquals(List.of("abc", "abc/" + HASH, "def"), files.names());
    volume = open(durability);
    VolumeCall.WRITE.on(volume, ABSENT);
    assertEquals(3, volume.stat(ABSENT).size());
  }

  /**
   * Interrupts the caller; where that waits for this thread, a helper, until it has taken notice
   * and waits for the helper's end.
   */
  private static AdjustableClock.Action interruptOf(Thread caller) {
    return () -> {
      caller.interrupt();
      while (Thread.currentThread() != caller
          && (caller.isInterrupted() || caller.getState() != Thread.State.TIMED_WAITING)) {
        Thread.onSpinWait();
      }
    };
  }

  @Test
  void interruptedTouchLeavesTheBytes() throws IOException {
    clock.onNextLook(() -> Thread.currentThread().interrupt());
    // The time is set already; whether that is durable is not known.
    assertThrows(CallCancelledException.class, () -> volume.touch(HASH));
    assertTrue(Thread.interrupted(), "the flag stays set");
    assertReads(OLD);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("WR-3: interrupted between slices, a write leaves the old block and no residue")
  void interruptBetweenSlicesLeavesTheOldBlock(Durability durability) throws Exception {
    volume = open(durability);
    ByteBuffer largest = ByteBuffer.allocate(Volume.MAX_BLOCK_SIZE);
    boolean cancelled = false;
    // The write may be quicker than the interrupt, but not every time.
    for (int attempt = 0; attempt < 50 && !cancelled; attempt++) {
      files.place(HASH, OLD, VolumeFiles.START.minusSeconds(60));
      Map<String, String> before = content();
      boolean[] flag = {false};
      FutureTask<Void> write =
          new FutureTask<>(
              () -> {
                try {
                  volume.write(HASH, largest);
                } finally {
                  flag[0] = Thread.currentThread().isInterrupted();
                }
                return null;
              });
      Thread writer = new Thread(write, "writer");
      writer.start();
      awaitPartOfTemporaryFile(write);
      writer.interrupt();
      cancelled = wasCancelled(write);
      if (cancelled) {
        assertTrue(flag[0], "the flag stays set");
        assertEquals(before, content());
        assertReads(OLD);
      }
    }
    assertTrue(cancelled, "no write was interrupted between slices");
    volume.write(HASH, ByteBuffer.wrap(OLD));
  }

  private static boolean wasCancelled(FutureTask<Void> write) throws Exception {
    try {
      write.get();
      return false;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CallCancelledException) {
        return true;
      }
      throw e;
    }
  }

  private void awaitPartOfTemporaryFile(FutureTask<Void> write) throws IOException {
    while (!write.isDone()) {
      try (DirectoryStream<Path> found =
          Files.newDirectoryStream(files.directory(HASH), "tmp" + HASH + "*")) {
        for (Path temporary : found) {
          if (Files.size(temporary) > 0) {
            return;
          }
        }
      } catch (NoSuchFileException e) {
        // It was renamed meanwhile.
      }
      Thread.onSpinWait();
    }
  }

  /** Returns all files; the directories' own times change with each temporary file. */
  private Map<String, String> content() throws IOException {
    Map<String, String> all = files.snapshot();
    all.keySet().removeIf(name -> !name.contains("/"));
    return all;
  }

  private void assertReads(byte[] expected) throws IOException {
    RecordingSink sink = new RecordingSink();
    assertEquals(expected.length, volume.read(HASH, sink));
    assertArrayEquals(expected, sink.content());
  }

  private PosixVolume open(Durability durability) throws IOException {
    return PosixVolume.open(
        root,
        PosixOptions.defaults().withDurability(durability),
        VolumeContext.defaults().withClock(clock));
  }
}
