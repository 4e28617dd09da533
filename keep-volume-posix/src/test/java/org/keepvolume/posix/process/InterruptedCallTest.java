// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.BlockSink;
import org.keepvolume.BlockSinks;
import org.keepvolume.TrashPolicy;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.posix.PosixOptions;
import org.keepvolume.posix.PosixVolume;

/** The moments of a call in which an interrupt reaches it, in this process (CX-1). */
class InterruptedCallTest {
  private static final InterruptTable TABLE = new InterruptTable();
  private static final TestBlock BLOCK = new TestBlock(1, 3 << 20);
  private static final TestBlock NEIGHBOUR = BLOCK.neighbour();
  private static final TestBlock TRASHED = NEIGHBOUR.neighbour();

  @TempDir Path root;

  /** Holds up who asks for the time while a block is locked. */
  private final class HoldingClock implements InstantSource {
    private volatile boolean holding;

    @Override
    public Instant instant() {
      if (holding && Thread.currentThread().getName().equals("caller")) {
        holding = false;
        hold();
      }
      return InstantSource.system().instant();
    }

    private void hold() {
      Uninterruptibles.awaitUninterruptibly(released);
    }
  }

  private final CountDownLatch released = new CountDownLatch(1);
  private final HoldingClock clock = new HoldingClock();
  private PosixVolume volume;

  @BeforeEach
  void openVolumeWithBlocks() throws IOException {
    volume =
        PosixVolume.open(
            root,
            PosixOptions.defaults().withMinFree(0),
            VolumeContext.defaults()
                .withClock(clock)
                .withTrashPolicy(new TrashPolicy(Duration.ZERO, Duration.ofDays(1))));
    for (TestBlock block : List.of(BLOCK, NEIGHBOUR)) {
      write(block);
    }
    Files.write(Path.of(TRASHED.file(root) + ".trash.99999999999"), TRASHED.content());
  }

  @AfterEach
  void close() throws IOException {
    released.countDown();
    volume.close();
  }

  @AfterAll
  static void logTable() {
    TABLE.log();
  }

  private Map<String, Callable<String>> calls() {
    Map<String, Callable<String>> calls = new LinkedHashMap<>();
    calls.put("write", () -> write(NEIGHBOUR));
    calls.put(
        "touch",
        () -> {
          volume.touch(NEIGHBOUR.hash());
          return "";
        });
    calls.put("untrash", () -> volume.untrash(TRASHED.hash()).toString());
    calls.put("trash", () -> volume.trash(NEIGHBOUR.hash(), null).toString());
    return calls;
  }

  @Test
  void beforeTheCall() throws Exception {
    Map<String, Callable<String>> calls = calls();
    calls.put("read", () -> read(BLOCK));
    List<String> before = Listing.files(root);
    for (Map.Entry<String, Callable<String>> call : calls.entrySet()) {
      BackgroundCall.End end = BackgroundCall.startInterrupted(call.getValue()).join();
      TABLE.cancelled("before", call.getKey(), end, residue());
      assertEquals(before, Listing.files(root));
    }
    assertUsable();
  }

  @Test
  void betweenTheSlicesOfAWrite() throws Exception {
    ByteBuffer largest = ByteBuffer.allocateDirect(Volume.MAX_BLOCK_SIZE);
    BackgroundCall.End end = null;
    // The write may be quicker than the interrupt, but not every time.
    for (int i = 0; i < 50 && (end == null || end.type().equals("done")); i++) {
      BackgroundCall call =
          BackgroundCall.start(
              () -> {
                volume.write(NEIGHBOUR.hash(), largest);
                return "";
              });
      while (!BackgroundCall.isIn("AtomicWriter.writeSlices") && !call.isDone()) {
        Thread.onSpinWait();
      }
      call.interrupt();
      end = call.join();
    }
    TABLE.cancelled("between slices of 64 MiB", "write", end, residue());
    assertEquals(List.of(), residue());
    assertUsable();
  }

  @Test
  @DisplayName("CX-1: the time is counted from the sink's return")
  void insideASlowSink() throws Exception {
    CountDownLatch inSink = new CountDownLatch(1);
    BlockSink slow =
        new BlockSink() {
          @Override
          public void begin(int size) {}

          @Override
          public void write(ByteBuffer src, int position) {
            assertEquals(0, position, "nothing comes after the interrupt");
            inSink.countDown();
            Uninterruptibles.awaitUninterruptibly(released);
          }
        };
    BackgroundCall call =
        BackgroundCall.start(() -> Integer.toString(volume.read(BLOCK.hash(), slow)));
    assertTrue(inSink.await(1, MINUTES), "the sink was reached");
    call.interrupt();
    assertFalse(call.isDone(), "a sink is waited for");
    call.restartTheClock();
    released.countDown();
    TABLE.cancelled("inside the sink", "read", call.join(), residue());
    assertUsable();
  }

  @Test
  void whileAnotherCallHoldsTheStripe() throws Exception {
    clock.holding = true;
    BackgroundCall holder = BackgroundCall.start(() -> volume.trash(BLOCK.hash(), null).toString());
    holder.awaitIn("HoldingClock.hold");
    List<String> before = Listing.files(root);
    for (Map.Entry<String, Callable<String>> call : calls().entrySet()) {
      BackgroundCall waiting = BackgroundCall.start(call.getValue());
      waiting.awaitIn("LockFile$Range.lock");
      waiting.interrupt();
      BackgroundCall.End end = waiting.join();
      TABLE.cancelled("another call holds the stripe", call.getKey(), end, residue());
      assertEquals(before, Listing.files(root));
    }
    released.countDown();
    assertEquals("TRASHED", holder.join().text());
    assertUsable();
  }

  private void assertUsable() throws Exception {
    for (Callable<String> call : calls().values()) {
      String unused = call.call();
    }
    write(BLOCK);
    assertEquals(Integer.toString(BLOCK.size()), read(BLOCK));
  }

  private String write(TestBlock block) throws IOException {
    volume.write(block.hash(), ByteBuffer.wrap(block.content()));
    return "";
  }

  private String read(TestBlock block) throws IOException {
    ByteBuffer read = ByteBuffer.allocate(block.size());
    return Integer.toString(
        volume.read(block.hash(), BlockSinks.verifying(block.hash(), BlockSinks.into(read))));
  }

  private List<String> residue() throws IOException {
    return Listing.files(root).stream().filter(file -> file.contains("/tmp")).toList();
  }
}
