// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.keepvolume.testkit.store.CopyOnDevice.BLOCK;
import static org.keepvolume.testkit.store.CopyOnDevice.HASH;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Operation;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.testkit.BackgroundCall;
import org.keepvolume.testkit.CollectingSink;
import org.keepvolume.testkit.fault.Hang;

/** Not found is told only if every volume said so (ST-1). */
@Timeout(60)
class UnavailableIsNotMissingTest {
  @RegisterExtension final ScriptedMounts mounts = new ScriptedMounts(3);

  private enum Question {
    READ(Operation.READ),
    READ_INTO_SINK(Operation.READ),
    STAT(Operation.STAT),
    TOUCH(Operation.TOUCH),
    TRASH(Operation.TRASH),
    UNTRASH(Operation.UNTRASH);

    private final Operation operation;

    Question(Operation operation) {
      this.operation = operation;
    }

    Object ask(ScriptedMounts mounts) throws IOException {
      return switch (this) {
        case READ -> mounts.store().read(HASH);
        case READ_INTO_SINK -> mounts.store().read(HASH, new CollectingSink());
        case STAT -> mounts.store().stat(HASH);
        case TOUCH -> mounts.store().touch(HASH);
        case TRASH -> mounts.store().trash(HASH, null);
        case UNTRASH -> mounts.store().untrash(HASH);
      };
    }
  }

  static Stream<Arguments> questionsAndSilentMounts() {
    return Stream.of(0, 1, 2)
        .flatMap(silent -> Arrays.stream(Question.values()).map(q -> Arguments.of(q, silent)));
  }

  @ParameterizedTest
  @MethodSource("questionsAndSilentMounts")
  @DisplayName("ST-1: one mount that could not be asked makes the answer unavailable")
  void oneUnavailableMountIsEnough(Question question, int silent) {
    mounts.faults(silent).on(question.operation, 1).unavailable();
    VolumeException e = assertThrows(VolumeUnavailableException.class, () -> question.ask(mounts));
    assertEquals(Optional.of("fake:" + (silent + 1)), e.volume());
    assertTrue(e.retryable());
    assertEquals(2, e.getSuppressed().length);
  }

  @ParameterizedTest
  @MethodSource("questionsAndSilentMounts")
  @DisplayName("ST-1: one mount that failed for good makes the answer a failure")
  void oneFailedMountIsEnough(Question question, int silent) {
    mounts.faults(silent).on(question.operation, 1).failure();
    assertThrows(VolumeFailureException.class, () -> question.ask(mounts));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("ST-1: if all say that the block is missing it is, and each says so")
  void missingOnAll(Question question) {
    VolumeException e = assertThrows(BlockNotFoundException.class, () -> question.ask(mounts));
    assertEquals(question.operation, e.operation());
    assertEquals(2, e.getSuppressed().length);
    for (Throwable other : e.getSuppressed()) {
      assertInstanceOf(BlockNotFoundException.class, other);
    }
  }

  @Test
  @DisplayName("ST-1: a copy that breaks off is not missing, although all others are")
  void brokenOffIsNotMissing() throws IOException {
    mounts.put(BLOCK, 1);
    mounts.faults(1).on(Operation.READ, 1).breakOffAfter(3);
    assertThrows(VolumeUnavailableException.class, () -> mounts.store().read(HASH));
  }

  @Test
  @DisplayName("ST-1: an interrupt on the last mount is no answer of the others")
  void interruptIsNotMissing() throws Exception {
    Hang hang = mounts.faults(2).on(Operation.READ, 1).hang();
    BackgroundCall call = BackgroundCall.start(() -> mounts.store().read(HASH));
    hang.awaitHanging();
    call.interrupt();
    assertInstanceOf(CallCancelledException.class, call.failure());
    assertTrue(call.endedInterrupted());
  }
}
