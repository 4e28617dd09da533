// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.keepvolume.testkit.fault.VolumeCalls.FOO;
import static org.keepvolume.testkit.fault.VolumeCalls.HASH;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Operation;
import org.keepvolume.TrashSweep;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeFullException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.testkit.BackgroundCall;
import org.keepvolume.testkit.CollectingSink;
import org.keepvolume.testkit.TestVolumes;

/** A faulty volume does what is scripted in that call, and what the volume below does elsewhere. */
@Timeout(60)
class FaultyVolumeTest {
  @RegisterExtension final FaultScript faults = new FaultScript();

  private final Volume memory = TestVolumes.newVolume("fake:1");
  private final List<String> below = new CopyOnWriteArrayList<>();
  private final Volume volume = new FaultyVolume(VolumeCalls.recording(memory, below), faults);

  @BeforeEach
  void storeFoo() throws VolumeException {
    memory.write(HASH, ByteBuffer.wrap(FOO));
    below.clear();
  }

  @ParameterizedTest
  @MethodSource("volumeMethods")
  void declaresEveryMethodOfVolumeItself(Method method) {
    assertDoesNotThrow(
        () -> FaultyVolume.class.getDeclaredMethod(method.getName(), method.getParameterTypes()));
  }

  static Stream<Method> volumeMethods() {
    return Stream.of(Volume.class.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()));
  }

  @Test
  void isTheVolumeBelowWhereNothingIsScripted() throws IOException {
    CollectingSink sink = new CollectingSink();
    assertEquals(3, volume.read(HASH, sink));
    assertEquals("foo", new String(sink.content(), US_ASCII));
    assertEquals(memory.stat(HASH), volume.stat(HASH));
    assertEquals(memory.capabilities(), volume.capabilities());
    assertEquals("fake:1", volume.deviceId());
    assertEquals(memory.status(), volume.status());
  }

  @ParameterizedTest
  @EnumSource(
      names = {"OPEN", "CLOSE"},
      mode = Mode.EXCLUDE)
  void unavailableFailsItsCallAloneBeforeAnythingIsDone(Operation operation) throws IOException {
    if (operation == Operation.UNTRASH) {
      VolumeCalls.make(Operation.TRASH, memory);
    }
    faults.on(operation, 1).unavailable();
    VolumeUnavailableException e =
        assertThrows(VolumeUnavailableException.class, () -> VolumeCalls.make(operation, volume));
    assertEquals(operation, e.operation());
    assertEquals(Optional.of("fake:1"), e.volume());
    below.remove("deviceId");
    assertEquals(List.of(), below);
    VolumeCalls.make(operation, volume);
    assertEquals(2, faults.calls(operation));
  }

  @Test
  void failsWithTheMembersThatTheirNamesSay() {
    faults.on(Operation.STAT, 1).missing();
    faults.on(Operation.STAT, 2).failure();
    faults.on(Operation.WRITE, 1).full();
    assertThrows(BlockNotFoundException.class, () -> volume.stat(HASH));
    VolumeException e = assertThrows(VolumeFailureException.class, () -> volume.stat(HASH));
    assertEquals("stat " + HASH + " on fake:1: scripted", e.getMessage());
    assertThrows(VolumeFullException.class, () -> volume.write(HASH, ByteBuffer.wrap(FOO)));
    assertFalse(below.contains("write"));
  }

  @Test
  void failsWithTheTestsOwnException() {
    VolumeException own = new VolumeFailureException(Operation.STAT, HASH, "x", "own", null);
    faults
        .on(Operation.STAT, 1)
        .fail(
            (operation, hash, device) -> {
              assertEquals(Operation.STAT, operation);
              assertEquals(HASH, hash);
              assertEquals("fake:1", device);
              return own;
            });
    assertSame(own, assertThrows(VolumeException.class, () -> volume.stat(HASH)));
  }

  @Test
  void aFailedSweepCarriesCounts() throws IOException {
    VolumeCalls.make(Operation.TRASH, memory);
    faults.on(Operation.EMPTY_TRASH, 1).failure();
    faults.on(Operation.EMPTY_TRASH, 2).loseAnswer();
    VolumeException e = assertThrows(VolumeFailureException.class, volume::emptyTrash);
    assertEquals(Optional.of(new TrashSweep(0, 0, 0, 0, 0, 0)), e.sweep());
    VolumeException lost = assertThrows(VolumeUnavailableException.class, volume::emptyTrash);
    assertEquals(Optional.of(new TrashSweep(1, 3, 0, 0, 0, 0)), lost.sweep());
    assertEquals(new TrashSweep(0, 0, 0, 0, 0, 0), volume.emptyTrash());
  }

  @ParameterizedTest
  @EnumSource(names = {"WRITE", "TOUCH", "TRASH", "UNTRASH"})
  void aLostAnswerComesAfterTheCallWasDone(Operation operation) throws IOException {
    Instant before = memory.stat(HASH).mtime();
    if (operation == Operation.UNTRASH) {
      VolumeCalls.make(Operation.TRASH, memory);
    }
    faults.on(operation, 1).loseAnswer();
    VolumeUnavailableException e =
        assertThrows(VolumeUnavailableException.class, () -> VolumeCalls.make(operation, volume));
    assertEquals(operation + " " + HASH + " on fake:1: the answer was lost", e.getMessage());
    if (operation == Operation.TRASH) {
      assertThrows(BlockNotFoundException.class, () -> memory.stat(HASH));
    } else {
      assertNotEquals(before, memory.stat(HASH).mtime());
    }
  }

  @Test
  void aCloseThatFailsOrHangsClosesTheVolumeBelowAllTheSame() throws InterruptedException {
    faults.on(Operation.CLOSE, 1).failure();
    assertThrows(VolumeFailureException.class, volume::close);
    assertEquals(1, below.stream().filter("close"::equals).count());

    Hang hang = faults.on(Operation.CLOSE, 2).hang();
    BackgroundCall call =
        BackgroundCall.start(
            () -> {
              volume.close();
              return null;
            });
    hang.awaitHanging();
    call.interrupt();
    assertInstanceOf(CallCancelledException.class, call.failure());
    assertEquals(2, below.stream().filter("close"::equals).count());
  }

  @ParameterizedTest
  @EnumSource(
      names = {"OPEN", "CLOSE"},
      mode = Mode.EXCLUDE)
  void hangsUntilItsThreadIsInterrupted(Operation operation) throws InterruptedException {
    Hang hang = faults.on(operation, 1).hang();
    BackgroundCall call =
        BackgroundCall.start(
            () -> {
              VolumeCalls.make(operation, volume);
              return null;
            });
    hang.awaitHanging();
    call.interrupt();
    CallCancelledException e = assertInstanceOf(CallCancelledException.class, call.failure());
    assertEquals(operation, e.operation());
    assertEquals(Optional.of("fake:1"), e.volume());
    assertEquals(operation == Operation.EMPTY_TRASH, e.sweep().isPresent());
    assertTrue(call.endedInterrupted());
    below.remove("deviceId");
    assertEquals(List.of(), below);
  }

  @Test
  void runsAnActionBeforeTheCallGoesOn() {
    faults.on(Operation.STAT, 2).run(() -> VolumeCalls.make(Operation.TRASH, volume));
    assertDoesNotThrow(() -> volume.stat(HASH));
    assertThrows(BlockNotFoundException.class, () -> volume.stat(HASH));
    assertEquals(1, faults.calls(Operation.TRASH));
  }

  @Test
  void anActionMayCallTheSameOperation() throws VolumeException {
    faults.on(Operation.TOUCH, 1).run(() -> VolumeCalls.make(Operation.TOUCH, volume));
    faults.on(Operation.TOUCH, 3).unavailable();
    volume.touch(HASH);
    assertThrows(VolumeUnavailableException.class, () -> volume.touch(HASH));
  }

  @Test
  void needsAVolumeAndAScript() {
    assertThrows(NullPointerException.class, () -> new FaultyVolume(memory, null));
    assertThrows(NullPointerException.class, () -> new FaultyVolume(null, faults));
  }
}
