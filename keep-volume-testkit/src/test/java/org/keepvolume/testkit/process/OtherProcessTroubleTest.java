// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.Capability;
import org.keepvolume.TrashPolicy;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.testkit.AdjustableClock;

@Timeout(60)
class OtherProcessTroubleTest {
  private static final BlockHash HASH = BlockHash.EMPTY;

  @TempDir Path root;

  @Test
  void everyFailureArrivesAsTheSameTypeWithItsFields() throws VolumeException {
    try (OtherProcess process = start()) {
      Volume volume = process.open(VolumeContext.defaults());
      List<VolumeException> samples = SampleFailures.all();
      for (int i = 0; i < samples.size(); i++) {
        byte[] number = new byte[BlockHash.BYTES];
        number[0] = (byte) i;
        BlockHash hash = BlockHash.fromBytes(number);
        SameFailure.assertSame(
            samples.get(i), assertThrows(VolumeException.class, () -> volume.stat(hash)));
      }
    }
  }

  @Test
  void otherExceptionIsNamedWithClassAndMessage() throws VolumeException {
    try (OtherProcess process = start()) {
      Volume volume = process.open(VolumeContext.defaults());
      Instant time = Instant.EPOCH.plusNanos(1);
      var failure = assertThrows(IllegalStateException.class, () -> volume.trash(HASH, time));
      assertEquals(
          "in the other process: " + new UnsupportedOperationException("onlyIfMtime " + time),
          failure.getMessage());
    }
  }

  @Test
  void policyAndKindOfClockArrive() throws VolumeException {
    TrashPolicy policy = new TrashPolicy(Duration.ofSeconds(7, 1), Duration.ZERO);
    VolumeContext context = VolumeContext.defaults().withTrashPolicy(policy);
    AdjustableClock clock = new AdjustableClock(Instant.EPOCH);
    try (OtherProcess process = start()) {
      assertEquals(policy + " true", process.open(context).deviceId());
      assertEquals(policy + " false", process.open(context.withClock(clock)).deviceId());
      assertEquals(
          Set.of(Capability.TRASH, Capability.DURABLE), process.open(context).capabilities());
    }
  }

  @Test
  void outputOfTheVolumeDoesNotDisturb() throws VolumeException {
    try (OtherProcess process = start()) {
      Volume volume = process.open(VolumeContext.defaults());
      volume.write(HASH, ByteBuffer.allocate(0));
      volume.touch(HASH);
      volume.touch(HASH);
      assertTrue(volume.status().freeBytes().isPresent());
      assertTrue(process.worker().errors().contains("nonsense"));
    }
  }

  @Test
  void deathDuringACallShowsTheErrorOutput() throws VolumeException {
    try (OtherProcess process = start()) {
      Volume volume = process.open(VolumeContext.defaults());
      var error = assertThrows(AssertionError.class, volume::emptyTrash);
      assertTrue(error.getMessage().contains("ended at \"EMPTY_TRASH 0\" (exit code 3)"));
      assertTrue(error.getMessage().contains("these are the last words"), error.getMessage());
      assertThrows(AssertionError.class, volume::status);
      volume.close();
    }
  }

  @Test
  void gibberishEndsTheProcess() throws VolumeException {
    try (OtherProcess process = start()) {
      Volume volume = process.open(VolumeContext.defaults());
      var error =
          assertThrows(
              AssertionError.class,
              () -> volume.indexTrash(BlockPrefix.ALL, (hash, size, deadline) -> true));
      assertTrue(error.getMessage().contains("makes no sense"), error.getMessage());
      assertFalse(process.worker().handle().isAlive());
    }
  }

  @Test
  void killDuringACallEndsItAndShowsTheErrorOutput() throws Exception {
    try (OtherProcess process = start()) {
      CompletableFuture<Object> call = hang(process);
      process.kill();
      assertFalse(process.worker().handle().isAlive());
      var failure = assertThrows(ExecutionException.class, () -> call.get(30, TimeUnit.SECONDS));
      AssertionError error = (AssertionError) failure.getCause();
      assertTrue(error.getMessage().contains("had been told to end"), error.getMessage());
      assertTrue(error.getMessage().contains("(exit code 137)"), error.getMessage());
      assertTrue(error.getMessage().contains("waiting for ever"), error.getMessage());
      process.kill();
    }
  }

  @Test
  void closeDuringACallEndsIt() throws Exception {
    OtherProcess process = start();
    CompletableFuture<Object> call = hang(process);
    process.close();
    assertGone(process);
    var failure = assertThrows(ExecutionException.class, () -> call.get(30, TimeUnit.SECONDS));
    assertEquals(AssertionError.class, failure.getCause().getClass());
  }

  @Test
  void workerEndsWithItsInputAlsoDuringACall() throws Exception {
    OtherProcess process = start();
    try (process) {
      CompletableFuture<Object> call = hang(process);
      process.worker().finish();
      assertFalse(process.worker().handle().isAlive());
      assertThrows(ExecutionException.class, () -> call.get(30, TimeUnit.SECONDS));
      assertEquals(0, process.worker().exitCode());
    }
    assertGone(process);
  }

  @Test
  void nothingRemainsAfterClose() throws VolumeException {
    OtherProcess process = start();
    try (process) {
      process.open(VolumeContext.defaults()).close();
      assertTrue(process.worker().handle().isAlive());
      assertTrue(Files.exists(process.worker().errorFile()));
    }
    assertEquals(0, process.worker().exitCode());
    assertGone(process);
    process.close();
  }

  @Test
  void nothingRemainsThoughTheThreadIsInterrupted() throws VolumeException {
    OtherProcess process = start();
    try {
      Volume volume = process.open(VolumeContext.defaults());
      Thread.currentThread().interrupt();
      assertTrue(volume.status().freeBytes().isPresent());
      process.kill();
      var error = assertThrows(AssertionError.class, volume::status);
      assertFalse(error.getMessage().contains("can not be read"), error.getMessage());
      process.close();
    } finally {
      assertTrue(Thread.interrupted());
      process.close();
    }
    assertGone(process);
  }

  private OtherProcess start() {
    return OtherProcess.start(OddVolumeOpener.class, root.toString());
  }

  /** Starts a call that does not end, and waits until the worker is in it. */
  static CompletableFuture<Object> hang(OtherProcess process) throws VolumeException {
    Volume volume = process.open(VolumeContext.defaults());
    CompletableFuture<Object> call =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return volume.untrash(HASH);
              } catch (VolumeException e) {
                throw new IllegalStateException(e);
              }
            });
    while (!process.worker().errors().contains("waiting for ever")) {
      Thread.onSpinWait();
    }
    return call;
  }

  static void assertGone(OtherProcess process) {
    assertFalse(process.worker().handle().isAlive());
    assertFalse(Files.exists(process.worker().errorFile()));
  }
}
