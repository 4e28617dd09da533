// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepvolume.Access;
import org.keepvolume.BackgroundCall;
import org.keepvolume.BlockHash;
import org.keepvolume.CallCancelledException;
import org.keepvolume.RecordingSink;
import org.keepvolume.Volume;
import org.keepvolume.VolumeReadOnlyException;
import org.keepvolume.VolumeUnavailableException;

/** The serialized layer: who waits, in which order, how long, and who does not wait. */
@Timeout(30)
class SerializedVolumeTest {
  private static final BlockHash HASH = RecordingBackend.HASH;
  private static final Duration LONG = Duration.ofHours(1);
  private static final Set<String> WAITING = Set.of("read", "write", "touch", "trash", "untrash");

  private final RecordingBackend backend = RecordingBackend.capable();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void letRunningCallsEnd() {
    release.countDown();
  }

  /** Starts a call that has its turn until the latch is counted down. */
  private BackgroundCall<Object> holdTurn(Volume volume) throws Exception {
    backend.on(
        "write",
        arguments -> {
          entered.countDown();
          release.await();
          return null;
        });
    BackgroundCall<Object> running = start(volume, method("write"));
    entered.await();
    return running;
  }

  private static BackgroundCall<Object> start(Volume volume, Method method) {
    return BackgroundCall.start(
        () -> {
          try {
            return RecordingBackend.invoke(method, volume, RecordingBackend.arguments(method));
          } catch (Exception | Error e) {
            throw e;
          } catch (Throwable e) {
            throw new AssertionError(e);
          }
        });
  }

  private static Method method(String name) {
    return RecordingBackend.ioMethods().filter(m -> m.getName().equals(name)).findAny().get();
  }

  @ParameterizedTest
  @MethodSource("waiting")
  void transfersAndChangesOfBlocksWaitForEachOther(Method method) throws Exception {
    Volume volume = Layers.serialized(backend.volume(), LONG);
    BackgroundCall<Object> running = holdTurn(volume);
    backend.calls().clear();
    BackgroundCall<Object> second = start(volume, method);
    second.awaitWaiting();
    assertEquals(0, backend.ioCalls());
    release.countDown();
    running.result();
    second.result();
    assertEquals(1, backend.calls(method.getName()));
  }

  static Stream<Method> waiting() {
    return RecordingBackend.ioMethods().filter(method -> WAITING.contains(method.getName()));
  }

  @ParameterizedTest
  @MethodSource("notWaiting")
  void theOthersDoNotWait(Method method) throws Throwable {
    Volume volume = Layers.serialized(backend.volume(), LONG);
    BackgroundCall<Object> running = holdTurn(volume);
    backend.calls().clear();
    RecordingBackend.invoke(method, volume, RecordingBackend.arguments(method));
    assertFalse(running.ended());
    assertEquals(1, backend.calls(method.getName()));
  }

  static Stream<Method> notWaiting() {
    return RecordingBackend.volumeMethods().stream()
        .filter(method -> !WAITING.contains(method.getName()));
  }

  @Test
  void aRefusalNeverWaitsBehindATransfer() throws Exception {
    Volume stack =
        Layers.standard(
            backend.volume(),
            LayerOptions.defaults().withSerialized(true).withAccess(Access.READ_ONLY));
    backend.on(
        "read",
        arguments -> {
          entered.countDown();
          release.await();
          return null;
        });
    BackgroundCall<Object> running = start(stack, method("read"));
    entered.await();
    assertThrows(VolumeReadOnlyException.class, () -> stack.touch(HASH));
    assertFalse(running.ended());
  }

  @Test
  void callsGetTheirTurnInTheOrderInWhichTheyCame() throws Exception {
    Volume volume = Layers.serialized(backend.volume(), LONG);
    BackgroundCall<Object> running = holdTurn(volume);
    List<String> order = new CopyOnWriteArrayList<>();
    List<BackgroundCall<Object>> calls = new ArrayList<>();
    List<String> expected = List.of("touch", "read", "untrash", "trash");
    for (String name : expected) {
      backend.on(
          name,
          arguments -> {
            order.add(name);
            return null;
          });
      BackgroundCall<Object> call = start(volume, method(name));
      call.awaitWaiting();
      calls.add(call);
    }
    release.countDown();
    running.result();
    for (BackgroundCall<Object> call : calls) {
      call.result();
    }
    assertEquals(expected, order);
  }

  @Test
  void aNewcomerDoesNotOvertakeThoseWhoWait() throws Exception {
    Volume volume = Layers.serialized(backend.volume(), LONG);
    List<String> order = new CopyOnWriteArrayList<>();
    for (String name : List.of("touch", "trash")) {
      backend.on(
          name,
          arguments -> {
            order.add(name);
            return null;
          });
    }
    backend.on(
        "write",
        arguments -> {
          entered.countDown();
          release.await();
          return null;
        });
    BackgroundCall<Object> greedy =
        BackgroundCall.start(
            () -> {
              volume.write(HASH, ByteBuffer.allocate(3));
              volume.touch(HASH); // at once, while the one who waits has yet to wake up
              return true;
            });
    entered.await();
    BackgroundCall<Object> patient = start(volume, method("trash"));
    patient.awaitWaiting();
    release.countDown();
    greedy.result();
    patient.result();
    assertEquals(List.of("trash", "touch"), order);
  }

  @Test
  void aWaitPastItsLimitIsUnavailableAndNamesWhatItWaitedFor() throws Exception {
    Volume volume = Layers.serialized(backend.volume(), Duration.ofMillis(1));
    BackgroundCall<Object> running = holdTurn(volume);
    backend.calls().clear();
    VolumeUnavailableException e =
        assertThrows(VolumeUnavailableException.class, () -> volume.touch(HASH));
    assertEquals(
        "touch acbd18db4cc2f85cedef654fccc4a4d8 on fake:device: no turn within PT0.001S;"
            + " the volume is serialized, one call at a time,"
            + " and now it is write acbd18db4cc2f85cedef654fccc4a4d8",
        e.getMessage());
    assertTrue(e.retryable());
    assertEquals(0, backend.ioCalls());
    release.countDown();
    running.result();
    volume.touch(HASH);
    assertEquals(1, backend.calls("touch"));
  }

  @Test
  void anInterruptEndsTheWaitWithTheFlagSetAndTheNextOneHasItsTurn() throws Exception {
    Volume volume = Layers.serialized(backend.volume(), LONG);
    BackgroundCall<Object> running = holdTurn(volume);
    BackgroundCall<Object> interrupted = start(volume, method("touch"));
    interrupted.awaitWaiting();
    BackgroundCall<Object> next = start(volume, method("trash"));
    next.awaitWaiting();
    interrupted.interrupt();
    CallCancelledException e =
        assertInstanceOf(CallCancelledException.class, interrupted.failure());
    assertEquals(
        "touch acbd18db4cc2f85cedef654fccc4a4d8 on fake:device:"
            + " interrupted before its turn on a serialized volume",
        e.getMessage());
    assertTrue(interrupted.endedInterrupted());
    release.countDown();
    running.result();
    next.result();
    assertEquals(0, backend.calls("touch"));
    assertEquals(1, backend.calls("trash"));
  }

  @Test
  void aThreadThatIsInterruptedAlreadyChangesNothing() {
    Volume volume = Layers.serialized(backend.volume(), LONG);
    Thread.currentThread().interrupt();
    try {
      assertThrows(CallCancelledException.class, () -> volume.touch(HASH));
      assertTrue(Thread.currentThread().isInterrupted());
    } finally {
      assertTrue(Thread.interrupted());
    }
    assertEquals(0, backend.ioCalls());
  }

  @Test
  void whatASinkCallsBelongsToItsTurnAndAFailureEndsTheTurn() throws Exception {
    Volume volume = Layers.serialized(backend.volume(), LONG);
    backend.on(
        "read",
        arguments -> {
          ((RecordingSink) arguments[1]).begin(0);
          throw new IllegalStateException("below");
        });
    RecordingSink sink = new RecordingSink().onBegin(() -> volume.touch(HASH));
    assertThrows(IllegalStateException.class, () -> volume.read(HASH, sink));
    assertEquals(1, backend.calls("touch"));
    start(volume, method("write")).result();
    assertEquals(1, backend.calls("write"));
  }

  @Test
  void takesAnyLimitAboveZero() throws Exception {
    Layers.serialized(backend.volume(), Duration.ofSeconds(Long.MAX_VALUE)).touch(HASH);
    Layers.serialized(backend.volume(), Duration.ofNanos(1)).touch(HASH);
    for (Duration limit : List.of(Duration.ZERO, Duration.ofNanos(-1))) {
      assertThrows(
          IllegalArgumentException.class, () -> Layers.serialized(backend.volume(), limit));
      assertThrows(
          IllegalArgumentException.class, () -> LayerOptions.defaults().withTurnLimit(limit));
    }
  }
}
