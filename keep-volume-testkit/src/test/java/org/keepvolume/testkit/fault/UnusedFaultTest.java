// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.testkit.BackgroundCall;
import org.keepvolume.testkit.CollectingSink;
import org.keepvolume.testkit.TestVolumes;

/** A fault that did not happen fails its test, with a message that says why. */
@Timeout(60)
class UnusedFaultTest {
  private static final byte[] FOO = "foo".getBytes(US_ASCII);
  private static final BlockHash HASH = BlockHash.of(FOO);

  private final FaultScript script = new FaultScript();
  private final Volume volume = new FaultyVolume(TestVolumes.newVolume("fake:1"), script);

  @Test
  void namesEveryFaultThatWasNotUsed() throws VolumeException {
    script.on(Operation.WRITE, 2).loseAnswer();
    script.on(Operation.READ, 1).corrupt(7);
    script.on(Operation.EMPTY_TRASH, 13).unavailable();
    volume.write(HASH, ByteBuffer.wrap(FOO));
    AssertionError e = assertThrows(AssertionError.class, script::close);
    assertEquals(
        """
        scripted faults that were not used:
          2nd write on fake:1: lose the answer: was never reached; 1 write call was made
          1st read on fake:1: corrupt the byte at 7: was never reached; no read call was made
          13th empty trash on fake:1: be unavailable: was never reached; \
        no empty trash call was made""",
        e.getMessage());
  }

  @Test
  void isContentWhenEveryFaultWasUsed() {
    script.on(Operation.STAT, 1).missing();
    assertThrows(VolumeException.class, () -> volume.stat(HASH));
    assertDoesNotThrow(script::close);
  }

  @Test
  void startsAnewWhenItEnds() throws VolumeException {
    script.on(Operation.WRITE, 2).loseAnswer();
    volume.write(HASH, ByteBuffer.wrap(FOO));
    assertThrows(AssertionError.class, () -> script.afterEach(null));
    assertEquals(0, script.calls(Operation.WRITE));
    volume.write(HASH, ByteBuffer.wrap(FOO));
    volume.write(HASH, ByteBuffer.wrap(FOO));
    assertEquals(2, script.calls(Operation.WRITE));
    assertDoesNotThrow(script::close);
  }

  @Test
  void failsTheTestThatLeavesAFaultUnused() {
    Events tests =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectClass(Sample.class))
            .execute()
            .testEvents();
    List<String> failed = new ArrayList<>();
    tests.failed().stream()
        .forEach(event -> failed.add(event.getTestDescriptor().getDisplayName()));
    assertEquals(List.of("leavesAFault()"), failed);
    assertEquals(1, tests.succeeded().count());
  }

  /** Run by the test above only. */
  static final class Sample {
    @RegisterExtension final FaultScript faults = new FaultScript();
    private final Volume volume = new FaultyVolume(TestVolumes.newVolume("fake:1"), faults);

    @Test
    void leavesAFault() {
      faults.on(Operation.STAT, 2).missing();
      assertThrows(VolumeException.class, () -> volume.stat(HASH));
    }

    @Test
    void usesItsFault() {
      faults.on(Operation.STAT, 1).unavailable();
      assertThrows(VolumeUnavailableException.class, () -> volume.stat(HASH));
    }
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource
  void saysWhyAFaultWhoseCallWasMadeDidNotHappen(Consumer<FaultScript> fault, String told)
      throws Exception {
    fault.accept(script);
    assertThrows(VolumeException.class, () -> volume.touch(BlockHash.EMPTY));
    volume.write(HASH, ByteBuffer.wrap(FOO));
    assertEquals(3, volume.read(HASH, new CollectingSink()));
    volume.index(BlockPrefix.ALL, block -> false);
    AssertionError e = assertThrows(AssertionError.class, script::close);
    assertEquals("scripted faults that were not used:\n  " + told, e.getMessage());
  }

  static Stream<Arguments> saysWhyAFaultWhoseCallWasMadeDidNotHappen() {
    return Stream.of(
        because(
            script -> script.on(Operation.TOUCH, 1).loseAnswer(),
            "1st touch on fake:1: lose the answer: the call was made, but the volume below failed"
                + " by itself"),
        because(
            script -> script.on(Operation.READ, 1).breakOffAfter(4),
            "1st read on fake:1: break off after 4: the call was made, but the call ended before"
                + " it got that far"),
        because(
            script -> script.on(Operation.INDEX, 1).breakOffAfter(1),
            "1st index on fake:1: break off after 1: the call was made, but the call ended before"
                + " it got that far"),
        because(
            script -> script.on(Operation.READ, 1).corrupt(3),
            "1st read on fake:1: corrupt the byte at 3: the call was made, but the read did not"
                + " get to that byte"),
        because(
            script -> script.on(Operation.READ, 1).shortenTo(3),
            "1st read on fake:1: shorten the block to 3 bytes: the call was made, but the read"
                + " found no block that is longer"));
  }

  private static Arguments because(Consumer<FaultScript> fault, String told) {
    return Arguments.of(fault, told);
  }

  @Test
  void saysThatACallHungWithoutBeingInterruptedAndLetsItGo() throws InterruptedException {
    Hang hang = script.on(Operation.STAT, 1).hang();
    BackgroundCall call = BackgroundCall.start(() -> volume.stat(HASH));
    hang.awaitHanging();
    AssertionError e = assertThrows(AssertionError.class, script::close);
    assertTrue(
        e.getMessage()
            .endsWith(
                "1st stat on fake:1: hang: the call was made, but nobody" + " interrupted it"),
        e.getMessage());
    assertEquals(
        "stat " + HASH + " on fake:1: it hung until the fault script ended",
        call.failure().getMessage());
  }

  @Test
  void saysThatAnActionFailed() {
    Exception cause = new Exception("no");
    script
        .on(Operation.STAT, 1)
        .run(
            () -> {
              throw cause;
            });
    AssertionError failed = assertThrows(AssertionError.class, () -> volume.stat(HASH));
    assertEquals(cause, failed.getCause());
    AssertionError e = assertThrows(AssertionError.class, script::close);
    assertTrue(e.getMessage().endsWith("but its action failed"), e.getMessage());
  }

  @Test
  void saysThatNoFaultWasChosen() {
    NthCall unused = script.on(Operation.READ, 1);
    AssertionError e = assertThrows(AssertionError.class, script::close);
    assertTrue(e.getMessage().endsWith(unused + " on fake:1: no fault was chosen"));
  }

  @Test
  void saysThatNoVolumeUsesTheScript() {
    FaultScript other = new FaultScript();
    other.on(Operation.READ, 1).unavailable();
    AssertionError e = assertThrows(AssertionError.class, other::close);
    assertTrue(e.getMessage().contains("1st read on no volume: be unavailable"), e.getMessage());
  }
}
