// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.keepvolume.azure.http.RequestName.GET_BLOB_PROPERTIES;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.annotation.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Volume;
import org.keepvolume.azure.http.Stall;

/** An interrupt ends a call of a volume wherever it waits, and leaves nothing behind (CX-1). */
@Timeout(240)
class InterruptTest {
  private static final long AT_ONCE = TimeUnit.MILLISECONDS.toNanos(700);

  @Test
  void interruptEndsCallOnPlatformThread() throws Exception {
    runTable("interrupts-platform", false);
  }

  @Test
  void interruptEndsCallOnVirtualThread() throws Exception {
    assumeTrue(CallThread.hasVirtual(), "left out: this JDK has no virtual threads");
    runTable("interrupts-virtual", true);
  }

  private static void runTable(String name, boolean isVirtual) throws Exception {
    Figures figures =
        new Figures(
            name, "operation", "interrupted", "ms to return", "ms to no connection and thread");
    try (Rig rig = new Rig();
        BlackHole hole = new BlackHole();
        Volume plain = rig.open(false, 64, AzureLimits.defaults());
        Volume parallel = rig.open(true, 64, AzureLimits.defaults());
        Volume narrow = rig.open(false, 1, AzureLimits.defaults());
        Volume narrowParallel = rig.open(true, 1, AzureLimits.defaults())) {
      for (Work work : Work.values()) {
        for (Stage stage : Stage.values()) {
          if (stage.isOf(work)) {
            boolean isNarrow = stage == Stage.WAITING_FOR_A_PERMIT;
            Volume some = work.isParallel() ? parallel : plain;
            Volume few = work.isParallel() ? narrowParallel : narrow;
            interrupt(rig, hole, isNarrow ? few : some, work, stage, isVirtual, figures);
          }
        }
      }
      // The JDK's client closes sockets that are connecting at its next round, each 3 seconds.
      Await.until("nobody connects", () -> OpenSockets.to(hole.port()) <= hole.queued());
    } finally {
      figures.write();
    }
  }

  private static void interrupt(
      Rig rig,
      BlackHole hole,
      Volume volume,
      Work work,
      Stage stage,
      boolean isVirtual,
      Figures figures)
      throws Exception {
    String where = work + " " + stage;
    CallThread holder = null;
    Stall held = null;
    if (stage == Stage.WAITING_FOR_A_PERMIT) {
      held = rig.proxy().on(GET_BLOB_PROPERTIES, 1).stall();
      holder = CallThread.start(false, () -> Work.STAT.run(volume, new CountingSink()));
      held.awaitReached();
    }
    long others = OpenSockets.to(rig.proxy().port());
    Optional<Stall> stall = stage.script(rig, hole, work);
    CountingSink sink = new CountingSink();
    AtomicReference<Long> interruptedAt = new AtomicReference<>();
    CallThread call =
        CallThread.start(
            isVirtual,
            () -> {
              if (stage == Stage.BEFORE_THE_CALL) {
                interruptedAt.set(System.nanoTime());
                Thread.currentThread().interrupt();
              }
              try {
                work.run(volume, sink);
              } finally {
                sink.end();
              }
            });
    if (stage != Stage.BEFORE_THE_CALL) {
      awaitStage(stage, stall, hole, call);
      interruptedAt.set(System.nanoTime());
      call.thread().interrupt();
    }
    Throwable thrown = call.await();
    assertInstanceOf(CallCancelledException.class, thrown, where);
    assertTrue(call.endedInterrupted(), () -> where + ": the flag is not set");
    long took = call.endedAt() - interruptedAt.get();
    assertTrue(took < AT_ONCE, () -> where + " took " + took / 1_000_000 + " ms");
    long bytes = sink.bytes();
    boolean isHeld = holder != null;
    long gone = awaitNothingLeft(rig, where, isHeld, others);
    letGo(rig, held, stall, holder);
    rig.proxy().awaitOpenConnections(0);
    assertEquals(bytes, sink.bytes(), where);
    assertEquals(0, sink.late(), where);
    rig.proxy().startOver();
    work.run(volume, new CountingSink());
    rig.proxy().startOver();
    figures.row(work.toString(), stage.toString(), millis(took), millis(gone));
  }

  private static long awaitNothingLeft(Rig rig, String where, boolean isHeld, long others)
      throws Exception {
    long began = System.nanoTime();
    if (!isHeld) {
      Await.until(where + ": no thread at work", () -> Stacks.atWork().isEmpty());
    }
    Await.until(where + ": not connected", () -> OpenSockets.to(rig.proxy().port()) <= others);
    return System.nanoTime() - began;
  }

  private static void awaitStage(
      Stage stage, Optional<Stall> stall, BlackHole hole, CallThread call) throws Exception {
    if (stall.isPresent()) {
      stall.get().awaitReached();
    } else if (stage == Stage.CONNECTING) {
      Await.until(
          "connecting", () -> call.hasEnded() || OpenSockets.to(hole.port()) > hole.queued());
    } else {
      String type = stage == Stage.IN_PAUSE ? "Retries" : "RequestLimit";
      String method = stage == Stage.IN_PAUSE ? "pause" : "acquire";
      Await.until(
          stage.toString(), () -> call.hasEnded() || Stacks.isIn(call.thread(), type, method));
    }
  }

  private static void letGo(
      Rig rig, @Nullable Stall held, Optional<Stall> stall, @Nullable CallThread holder)
      throws Exception {
    rig.divertNothing();
    stall.ifPresent(Stall::release);
    if (held != null) {
      held.release();
    }
    if (holder != null) {
      assertEquals(null, holder.await());
    }
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.1f", nanos / 1e6);
  }
}
