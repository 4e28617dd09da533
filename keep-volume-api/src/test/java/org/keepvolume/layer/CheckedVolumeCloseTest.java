// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import javax.annotation.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepvolume.BackgroundCall;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSink;
import org.keepvolume.CallCancelledException;
import org.keepvolume.IndexVisitor;
import org.keepvolume.Operation;
import org.keepvolume.RecordingSink;
import org.keepvolume.TrashVisitor;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;

/** The checked layer's close: refuses new calls, awaits running ones, closes the backend once. */
@Timeout(30)
class CheckedVolumeCloseTest {
  private static final BlockHash HASH = RecordingBackend.HASH;

  private final RecordingBackend backend = RecordingBackend.capable();
  private final Volume volume = Layers.standard(backend.volume());
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void letRunningCallsEnd() {
    release.countDown();
  }

  @ParameterizedTest
  @MethodSource("ioMethods")
  void refusesEveryCallAfterCloseNamingOperationAndDevice(Method method) throws Throwable {
    volume.close();
    backend.calls().clear();
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () -> RecordingBackend.invoke(method, volume, RecordingBackend.arguments(method)));
    assertEquals(RecordingBackend.messageStart(method) + "the volume is closed", e.getMessage());
    assertEquals(0, backend.ioCalls());
  }

  @Test
  void tellsDeviceAndCapabilitiesAfterClose() throws Exception {
    volume.close();
    assertEquals(RecordingBackend.DEVICE, volume.deviceId());
    assertTrue(volume.capabilities().size() > 1);
  }

  @Test
  void closesTheBackendOnceHoweverOftenItIsClosed() throws Exception {
    volume.close();
    volume.close();
    assertEquals(1, backend.calls("close"));
  }

  @Test
  void isClosedEvenIfTheBackendsCloseFailed() throws Exception {
    VolumeFailureException failure =
        new VolumeFailureException(Operation.CLOSE, null, "fake:device", "stuck", null);
    backend.on(
        "close",
        arguments -> {
          throw failure;
        });
    assertSame(failure, assertThrows(VolumeFailureException.class, volume::close));
    volume.close();
    assertEquals(1, backend.calls("close"));
    assertThrows(IllegalStateException.class, volume::status);
  }

  @Test
  void waitsForARunningCallAndRefusesNewOnesMeanwhile() throws Exception {
    BackgroundCall<Integer> read = startBlockedRead();
    BackgroundCall<Void> close = startClose();
    awaitRefusal();
    close.awaitWaiting();
    assertFalse(close.ended());
    assertEquals(0, backend.calls("close"));
    release.countDown();
    assertEquals(7, read.result());
    close.result();
    assertEquals(1, backend.calls("close"));
  }

  @Test
  void twoClosesAtOnceBothWaitAndCloseTheBackendOnce() throws Exception {
    BackgroundCall<Integer> read = startBlockedRead();
    BackgroundCall<Void> one = startClose();
    BackgroundCall<Void> two = startClose();
    one.awaitWaiting();
    two.awaitWaiting();
    release.countDown();
    one.result();
    two.result();
    assertEquals(7, read.result());
    assertEquals(1, backend.calls("close"));
  }

  @Test
  void anInterruptEndsTheWaitAndALaterCloseGoesOn() throws Exception {
    BackgroundCall<Integer> read = startBlockedRead();
    BackgroundCall<Void> close = startClose();
    close.awaitWaiting();
    close.interrupt();
    CallCancelledException e = assertInstanceOf(CallCancelledException.class, close.failure());
    assertEquals(
        "close on fake:device: interrupted while waiting for running calls", e.getMessage());
    assertTrue(close.endedInterrupted(), "the flag was lost");
    assertEquals(0, backend.calls("close"));
    assertThrows(IllegalStateException.class, volume::status);
    release.countDown();
    assertEquals(7, read.result());
    volume.close();
    volume.close();
    assertEquals(1, backend.calls("close"));
  }

  @Test
  void closesWithTheInterruptFlagSetIfNothingRuns() throws Exception {
    Thread.currentThread().interrupt();
    try {
      volume.close();
    } finally {
      assertTrue(Thread.interrupted(), "the flag was lost");
    }
    assertEquals(1, backend.calls("close"));
  }

  @Test
  void refusesACloseFromASinkInsteadOfWaitingForItself() throws Exception {
    backend.on(
        "read",
        arguments -> {
          ((BlockSink) arguments[1]).begin(3);
          return null;
        });
    BlockSink closing = new RecordingSink().onBegin(volume::close);
    assertSelfClose(() -> volume.read(HASH, closing));
  }

  @Test
  void refusesACloseFromAVisitorInsteadOfWaitingForItself() throws Exception {
    backend.on("index", CheckedVolumeCloseTest::listOne);
    backend.on(
        "indexTrash",
        arguments -> {
          ((TrashVisitor) arguments[1]).visit(HASH, 3, Instant.EPOCH);
          return null;
        });
    assertSelfClose(() -> volume.index(BlockPrefix.ALL, block -> closeAndGoOn()));
    assertSelfClose(
        () -> volume.indexTrash(BlockPrefix.ALL, (hash, size, deadline) -> closeAndGoOn()));
  }

  @Test
  void aVisitorMayCallTheVolumeAndTheCountBalances() throws Exception {
    backend.on("index", CheckedVolumeCloseTest::listOne);
    List<BlockInfo> seen = new ArrayList<>();
    volume.index(BlockPrefix.ALL, block -> seen.add(volume.stat(block.hash())));
    assertEquals(1, seen.size());
    volume.close();
    assertEquals(1, backend.calls("close"));
  }

  @Test
  void aNestedCallThatEndsDoesNotLetCloseGoOn() throws Exception {
    backend.on("index", CheckedVolumeCloseTest::listOne);
    BackgroundCall<Void> index =
        BackgroundCall.start(
            () -> {
              volume.index(
                  BlockPrefix.ALL,
                  block -> {
                    volume.stat(HASH);
                    block();
                    return true;
                  });
              return null;
            });
    entered.await();
    BackgroundCall<Void> close = startClose();
    close.awaitWaiting();
    assertEquals(0, backend.calls("close"));
    release.countDown();
    index.result();
    close.result();
    assertEquals(1, backend.calls("close"));
  }

  @Test
  void aVisitorMayCallTheVolumeWhileACloseWaitsForItsIndex() throws Exception {
    backend.on("index", CheckedVolumeCloseTest::listOne);
    BackgroundCall<Void> index =
        BackgroundCall.start(
            () -> {
              volume.index(
                  BlockPrefix.ALL,
                  info -> {
                    block();
                    volume.stat(HASH);
                    return true;
                  });
              return null;
            });
    entered.await();
    BackgroundCall<Void> close = startClose();
    close.awaitWaiting();
    release.countDown();
    index.result();
    close.result();
  }

  private void assertSelfClose(Executable call) throws Exception {
    IllegalStateException e = assertThrows(IllegalStateException.class, call);
    assertEquals(
        "close was called from a sink or visitor of a running call and would wait for itself",
        e.getMessage());
    assertEquals(0, backend.calls("close"));
    volume.status(); // still open
  }

  private boolean closeAndGoOn() throws VolumeException {
    volume.close();
    return true;
  }

  private static @Nullable Object listOne(Object[] arguments) throws Exception {
    ((IndexVisitor) arguments[1]).visit(new BlockInfo(HASH, 3, Instant.EPOCH));
    return null;
  }

  private BackgroundCall<Integer> startBlockedRead() throws InterruptedException {
    backend.on(
        "read",
        arguments -> {
          block();
          return null;
        });
    BackgroundCall<Integer> read =
        BackgroundCall.start(() -> volume.read(HASH, new RecordingSink()));
    entered.await();
    return read;
  }

  private void block() {
    entered.countDown();
    try {
      release.await();
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts this call", e);
    }
  }

  private BackgroundCall<Void> startClose() {
    return BackgroundCall.start(
        () -> {
          volume.close();
          return null;
        });
  }

  /** Returns once the volume refuses calls: close has begun. */
  private void awaitRefusal() throws Exception {
    while (!Thread.interrupted()) {
      try {
        volume.status();
      } catch (IllegalStateException e) {
        return;
      }
    }
    throw new InterruptedException("close does not begin");
  }

  static Stream<Method> ioMethods() {
    return RecordingBackend.ioMethods();
  }
}
