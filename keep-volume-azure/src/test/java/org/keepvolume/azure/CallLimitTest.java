// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.keepvolume.BlockSink;
import org.keepvolume.Volume;
import org.keepvolume.VolumeUnavailableException;

/** Whatever stands still, a call ends within its documented limit, in real time (CX-2). */
@Timeout(120)
@Tag("long")
class CallLimitTest {
  private static final AzureLimits LIMITS =
      new AzureLimits(
          Duration.ofMillis(400),
          Duration.ofMillis(600),
          Duration.ofMillis(800),
          4,
          2,
          Duration.ofMillis(50));

  /** What a busy machine may add. */
  private static final Duration TOLERANCE = Duration.ofMillis(1200);

  private enum Fault {
    SILENT_SERVER,
    DRIBBLING_HEADERS,
    DRIBBLING_BODY,
    CONNECTION_REFUSED,
    BLACK_HOLE,
    UPLOAD_NOT_READ,
    NO_PERMIT;

    boolean isOf(Work work) {
      return switch (this) {
        case UPLOAD_NOT_READ -> work == Work.WRITE;
        case DRIBBLING_BODY -> work == Work.READ || work == Work.RANGED_READ || work.isListing();
        default -> true;
      };
    }
  }

  @Test
  void callsEndWithinTheirLimits() throws Exception {
    Figures figures =
        new Figures("limits", "operation", "fault", "limit, ms", "ms to fail", "requests");
    try (Rig rig = new Rig();
        BlackHole hole = new BlackHole();
        DribblingServer dribbling = new DribblingServer();
        Volume warm = rig.open(true, 64, AzureLimits.defaults())) {
      for (Work work : Work.values()) {
        work.run(warm, new CountingSink()); // loads classes, which takes longer than the limits
      }
      failAll(rig, hole, dribbling, figures);
    } finally {
      figures.write();
    }
  }

  private static void failAll(Rig rig, BlackHole hole, DribblingServer dribbling, Figures figures)
      throws Exception {
    try (Volume plain = rig.open(false, 64, LIMITS);
        Volume parallel = rig.open(true, 64, LIMITS);
        Volume narrow = rig.open(false, 1, LIMITS)) {
      for (Work work : Work.values()) {
        for (Fault fault : Fault.values()) {
          if (fault.isOf(work)) {
            Volume many = work.isParallel() ? parallel : plain;
            Volume volume = fault == Fault.NO_PERMIT ? narrow : many;
            fail(rig, hole, dribbling, volume, work, fault, figures);
          }
        }
      }
      Await.until("nobody connects", () -> OpenSockets.to(hole.port()) <= hole.queued());
    }
  }

  private static void fail(
      Rig rig,
      BlackHole hole,
      DribblingServer dribbling,
      Volume volume,
      Work work,
      Fault fault,
      Figures figures)
      throws Exception {
    String where = work + ", " + fault;
    CallThread holder = null;
    CountDownLatch held = new CountDownLatch(1);
    switch (fault) {
      case SILENT_SERVER -> rig.divert(work, dribbling.silentPort());
      case DRIBBLING_HEADERS -> rig.divert(work, dribbling.port());
      case DRIBBLING_BODY -> rig.proxy().onEvery(work.request()).slow(2000);
      case CONNECTION_REFUSED -> rig.divert(work, freePort());
      case BLACK_HOLE -> rig.divert(work, hole.port());
      case UPLOAD_NOT_READ -> rig.divert(work, dribbling.unreadPort());
      case NO_PERMIT -> holder = holdPermit(volume, held);
    }
    long began = System.nanoTime();
    CallThread call = CallThread.start(false, () -> work.run(volume, new CountingSink()));
    Throwable thrown = call.await();
    long took = call.endedAt() - began;
    rig.divertNothing();
    int requests = rig.proxy().requests(work.request()).size();
    assertInstanceOf(VolumeUnavailableException.class, thrown, where);
    Duration limit = limit(work);
    if (fault == Fault.SILENT_SERVER) { // it is waited for, and not given up at once
      assertTrue(took >= LIMITS.progress().toNanos(), () -> where + " took " + took / 1_000_000);
    }
    assertTrue(took <= limit.plus(TOLERANCE).toNanos(), () -> where + " took " + took / 1_000_000);
    held.countDown();
    if (holder != null) {
      Throwable unused = holder.await(); // it may not have had the time, either
    }
    Await.until(where + ": no thread", () -> Stacks.atWork().isEmpty());
    Await.until(where + ": none open", () -> OpenSockets.to(rig.proxy().port()) == 0);
    Await.until(where + ": none open", () -> OpenSockets.to(dribbling.port()) == 0);
    Await.until(where + ": none open", () -> OpenSockets.to(dribbling.silentPort()) == 0);
    rig.proxy().awaitOpenConnections(0);
    rig.proxy().startOver();
    figures.row(
        work.toString(),
        fault.name().toLowerCase(Locale.ROOT).replace('_', ' '),
        Long.toString(limit.toMillis()),
        Long.toString(took / 1_000_000),
        fault == Fault.DRIBBLING_BODY ? Integer.toString(requests) : "");
  }

  /** A read whose sink waits keeps the only permit, and its own time stands still meanwhile. */
  private static CallThread holdPermit(Volume volume, CountDownLatch release) throws Exception {
    CountDownLatch inSink = new CountDownLatch(1);
    BlockSink sink =
        new BlockSink() {
          @Override
          public void begin(int size) {
            inSink.countDown();
            Uninterruptibles.awaitUninterruptibly(release);
          }

          @Override
          public void write(ByteBuffer src, int position) {}
        };
    CallThread holder = CallThread.start(false, () -> volume.read(Work.HASH, sink));
    assertTrue(inSink.await(10, TimeUnit.SECONDS));
    return holder;
  }

  private static Duration limit(Work work) {
    return switch (work) {
      case READ, RANGED_READ, WRITE -> LIMITS.data();
      case STAT, TOUCH, TRASH, UNTRASH -> LIMITS.control();
      // Of a sweep the page is broken, or the delete behind it, which has less.
      case INDEX, FANNED_INDEX, SWEEP ->
          LIMITS.control().plus(LIMITS.listDelay().multipliedBy(LIMITS.listAttempts()));
    };
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
