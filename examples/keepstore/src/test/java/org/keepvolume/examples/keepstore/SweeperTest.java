// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.BlockHash;
import org.keepvolume.CallCancelledException;
import org.keepvolume.FinishedCall;
import org.keepvolume.Operation;
import org.keepvolume.TrashPolicy;
import org.keepvolume.TrashSweep;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.examples.keepstore.log.Logged;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.observe.StoreObserver;
import org.keepvolume.posix.PosixVolume;
import org.keepvolume.store.BlockStore;
import org.keepvolume.store.MountOptions;
import org.keepvolume.testkit.AdjustableClock;
import org.keepvolume.testkit.memory.InMemoryVolume;
import org.keepvolume.testkit.memory.MemoryDevice;

class SweeperTest {
  private static final byte[] BLOCK = "foo".getBytes(UTF_8);
  private static final BlockHash HASH = BlockHash.of(BLOCK);
  private static final Duration SOON = Duration.ofMillis(20);

  private final AdjustableClock clock = new AdjustableClock(Instant.parse("2030-01-01T00:00:00Z"));
  @TempDir private Path disk;
  private final CountDownLatch threeSweepsOfBoth = new CountDownLatch(6);
  private volatile Thread sweeping;

  private BlockStore open() throws Exception {
    VolumeContext context =
        VolumeContext.defaults()
            .withClock(clock)
            .withTrashPolicy(new TrashPolicy(Duration.ZERO, Duration.ofHours(1)));
    return BlockStore.builder()
        .observer(
            new StoreObserver() {
              @Override
              public void finished(FinishedCall call) {
                if (call.operation() == Operation.EMPTY_TRASH) {
                  sweeping = Thread.currentThread();
                  threeSweepsOfBoth.countDown();
                }
              }
            })
        .mount(InMemoryVolume.open(new MemoryDevice("memory"), context), MountOptions.defaults())
        .mount(PosixVolume.open(disk), MountOptions.defaults())
        .build();
  }

  private void awaitThreeSweeps(BlockStore store) throws Exception {
    Sweeper sweeper = new Sweeper(store, SOON);
    try (sweeper) {
      assertTrue(threeSweepsOfBoth.await(30, TimeUnit.SECONDS));
    }
  }

  private static List<String> lines(Logged logged) {
    return logged.end().lines().stream()
        .map(line -> line.replaceFirst("^\\S+Z ", "").replaceAll("timeTotal=\\S+", "timeTotal=T"))
        .toList();
  }

  @Test
  void trashThatIsDueIsEmptiedAtEachIntervalWithALineOfCounts() throws Exception {
    Logged logged = new Logged(false);
    try (BlockStore store = open()) {
      store.mounts().get(0).volume().write(HASH, ByteBuffer.wrap(BLOCK));
      clock.advance(Duration.ofMinutes(1));
      var unused = store.trash(HASH, null);
      clock.advance(Duration.ofHours(2));
      awaitThreeSweeps(store);
    }
    List<String> lines = lines(logged);
    assertEquals(
        "INFO emptied the trash volumes=2 failed=0 deletedBlocks=1 deletedBytes=3"
            + " remainingBlocks=0 remainingBytes=0 deletedResidue=0 timeTotal=T",
        lines.get(0));
    assertTrue(lines.get(1).contains(" deletedBlocks=0 "), lines.toString());
  }

  @Test
  void volumeThatFailsIsAWarningAndTheNextSweepComesAllTheSame() throws Exception {
    Logged logged = new Logged(false);
    try (BlockStore store = open()) {
      Files.delete(disk);
      awaitThreeSweeps(store);
    }
    List<String> lines = lines(logged);
    assertTrue(
        lines.get(0).startsWith("WARN emptying the trash of a volume failed device="),
        lines.toString());
    assertTrue(lines.get(1).startsWith("INFO emptied the trash volumes=2 failed=1 "), lines + "");
    long warnings = lines.stream().filter(line -> line.startsWith("WARN")).count();
    assertTrue(warnings <= 2, "the first and a count: " + lines);
  }

  @Test
  void mistakeInAVolumeIsLoggedAndTheNextSweepComesAllTheSame() throws Exception {
    Logged logged = new Logged(false);
    CountDownLatch threeSweeps = new CountDownLatch(3);
    Volume broken =
        new ForwardingVolume(PosixVolume.open(disk)) {
          @Override
          public TrashSweep emptyTrash() {
            threeSweeps.countDown();
            throw new AssertionError("a mistake");
          }
        };
    try (BlockStore store = BlockStore.builder().mount(broken).build()) {
      Sweeper sweeper = new Sweeper(store, SOON);
      try (sweeper) {
        assertTrue(threeSweeps.await(30, TimeUnit.SECONDS));
      }
    }
    List<String> lines = lines(logged);
    assertTrue(lines.get(0).startsWith("ERROR emptying the trash failed"), lines.toString());
    assertTrue(lines.get(1).contains("a mistake"), lines.toString());
  }

  @Test
  void closedSweeperSweepsNoMore() throws Exception {
    Logged logged = new Logged(false);
    try (BlockStore store = open()) {
      awaitThreeSweeps(store);
      sweeping.join(30_000);
      assertFalse(sweeping.isAlive(), "its thread goes on");
    }
    assertFalse(logged.end().text().contains("ERROR"), logged.text());
  }

  @Test
  void sweepThatRunsIsBrokenOffByCloseAndThatIsLoggedBeforeCloseReturns() throws Exception {
    Logged logged = new Logged(false);
    CountDownLatch sweeps = new CountDownLatch(1);
    Volume endless =
        new ForwardingVolume(PosixVolume.open(disk)) {
          @Override
          public TrashSweep emptyTrash() throws CallCancelledException {
            sweeps.countDown();
            try {
              boolean unused = new CountDownLatch(1).await(1, TimeUnit.MINUTES);
              throw new AssertionError("nobody interrupts it");
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
              throw new CallCancelledException(
                  Operation.EMPTY_TRASH, null, deviceId(), "interrupted", e);
            }
          }
        };
    try (BlockStore store = BlockStore.builder().mount(endless).build()) {
      Sweeper sweeper = new Sweeper(store, SOON);
      try (sweeper) {
        assertTrue(sweeps.await(30, TimeUnit.SECONDS));
      }
      assertEquals(
          List.of("INFO emptying the trash was broken off by the shutdown"), lines(logged));
    }
  }
}
