// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.BlockHash;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.testkit.BackgroundCall;
import org.keepvolume.testkit.TestVolumes;

/** What a script accepts, and to which call it gives a fault. */
@Timeout(60)
class FaultScriptTest {
  private static final byte[] FOO = "foo".getBytes(US_ASCII);
  private static final BlockHash HASH = BlockHash.of(FOO);

  private final FaultScript script = new FaultScript();
  private final Volume volume = new FaultyVolume(TestVolumes.newVolume("fake:1"), script);

  @Test
  void countsOverAllVolumesThatShareIt() throws VolumeException {
    Volume second = new FaultyVolume(TestVolumes.newVolume("fake:2"), script);
    script.on(Operation.WRITE, 2).full();
    script.on(Operation.WRITE, 3).full();
    volume.write(HASH, ByteBuffer.wrap(FOO));
    VolumeException e =
        assertThrows(VolumeException.class, () -> second.write(HASH, ByteBuffer.wrap(FOO)));
    assertEquals("fake:2", e.volume().orElseThrow());
    AssertionError unused = assertThrows(AssertionError.class, script::close);
    assertTrue(unused.getMessage().contains("3rd write on fake:1 or fake:2"));
  }

  @Test
  void refusesTwoFaultsForOneCall() {
    NthCall call = script.on(Operation.READ, 1);
    call.unavailable();
    assertThrows(IllegalStateException.class, call::missing);
    assertMessage("the 1st read has a fault already", () -> use(script.on(Operation.READ, 1)));
    assertDoesNotThrow(() -> use(script.on(Operation.READ, 2)));
    assertDoesNotThrow(() -> use(script.on(Operation.STAT, 1)));
  }

  @Test
  void refusesACallThatWasMadeAlready() throws VolumeException {
    volume.write(HASH, ByteBuffer.wrap(FOO));
    assertMessage(
        "the 1st write comes too late: it was made already",
        () -> use(script.on(Operation.WRITE, 1)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void refusesNumbersBelowOne(int number) {
    assertMessage(
        "calls are numbered from 1, got " + number, () -> use(script.on(Operation.READ, number)));
  }

  @Test
  void refusesOpen() {
    assertMessage(
        "open is no call on a volume: it is open already", () -> use(script.on(Operation.OPEN, 1)));
  }

  @Test
  void refusesFaultsThatMakeNoSenseAndSaysWhy() {
    assertMessage(
        "1st read: lose the answer:"
            + " such a call changes no block, so that a lost answer is a plain failure",
        () -> script.on(Operation.READ, 1).loseAnswer());
    assertMessage(
        "1st touch: find no room: everything but a write works on a full device (WR-11)",
        () -> script.on(Operation.TOUCH, 1).full());
    assertMessage(
        "1st write: find no block: such a call needs no block that is there",
        () -> script.on(Operation.WRITE, 1).missing());
    assertMessage(
        "1st stat: break off after 1: such a call delivers nothing that could be broken off",
        () -> script.on(Operation.STAT, 1).breakOffAfter(1));
    assertMessage(
        "1st index: corrupt the byte at 1: only a read delivers bytes that can be wrong",
        () -> script.on(Operation.INDEX, 1).corrupt(1));
    assertMessage(
        "2nd write: shorten the block to 1 bytes:"
            + " only a read delivers a block that can be too short",
        () -> script.on(Operation.WRITE, 2).shortenTo(1));
  }

  @Test
  void refusesPlacesOutsideOfABlock() {
    NthCall call = script.on(Operation.READ, 1);
    assertThrows(IllegalArgumentException.class, () -> call.breakOffAfter(-1));
    assertThrows(IndexOutOfBoundsException.class, () -> call.corrupt(-1));
    assertThrows(IndexOutOfBoundsException.class, () -> call.corrupt(Volume.MAX_BLOCK_SIZE));
    assertThrows(IndexOutOfBoundsException.class, () -> call.shortenTo(-1));
    assertThrows(IndexOutOfBoundsException.class, () -> call.shortenTo(Volume.MAX_BLOCK_SIZE));
    assertDoesNotThrow(() -> call.corrupt(Volume.MAX_BLOCK_SIZE - 1));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1st",
    "2, 2nd",
    "3, 3rd",
    "4, 4th",
    "10, 10th",
    "11, 11th",
    "12, 12th",
    "13, 13th",
    "21, 21st",
    "101, 101st",
    "111, 111th",
    "112, 112th",
    "123, 123rd"
  })
  void tellsWhichCall(int number, String ordinal) {
    assertEquals(ordinal + " read", script.on(Operation.READ, number).toString());
  }

  @Test
  void givesAFaultToOneCallHoweverManyThreadsCall() throws InterruptedException {
    script.on(Operation.STAT, 50).unavailable();
    CountDownLatch start = new CountDownLatch(1);
    List<Throwable> failures = new ArrayList<>();
    List<BackgroundCall> calls = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      calls.add(
          BackgroundCall.start(
              () -> {
                start.await();
                return volume.stat(HASH);
              }));
    }
    start.countDown();
    for (BackgroundCall call : calls) {
      failures.add(call.failure());
    }
    assertEquals(1, failures.stream().filter(VolumeUnavailableException.class::isInstance).count());
    assertEquals(100, script.calls(Operation.STAT));
    assertDoesNotThrow(script::close);
  }

  private static void use(NthCall call) {
    call.unavailable();
  }

  private static void assertMessage(String expected, Runnable step) {
    assertEquals(expected, assertThrows(IllegalArgumentException.class, step::run).getMessage());
  }
}
