// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.keepvolume.testkit.store.CopyOnDevice.BLOCK;
import static org.keepvolume.testkit.store.CopyOnDevice.HASH;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Operation;
import org.keepvolume.WriteResult;
import org.keepvolume.testkit.BackgroundCall;
import org.keepvolume.testkit.fault.Hang;
import org.keepvolume.testkit.fault.NthCall;

/** A block found present on write is touched, and written again if that fails (ST-3). */
@Timeout(60)
class PresentBlockIsTouchedTest {
  @RegisterExtension final ScriptedMounts mounts = new ScriptedMounts(2);

  private WriteResult write() throws IOException {
    return mounts.store().write(ByteBuffer.wrap(BLOCK));
  }

  @Test
  @DisplayName("ST-3: a block that is there is touched, not written")
  void presentBlockIsTouched() throws IOException {
    mounts.put(BLOCK, 0);
    CopyOnDevice before = mounts.copy(0);
    assertEquals(1, write().replicas());
    assertEquals("touched", before.changeTo(mounts.copy(0)));
    assertEquals(List.of(0, 0), mounts.calls(Operation.WRITE));
    assertEquals(List.of(1, 0), mounts.calls(Operation.TOUCH));
  }

  @Test
  @DisplayName("ST-3: a block on the last mount is found before one is written on the first")
  void presentBlockIsFoundOnAnyMount() throws IOException {
    mounts.put(BLOCK, 1);
    assertEquals(1, write().replicas());
    assertEquals(List.of(0, 0), mounts.calls(Operation.WRITE));
    assertEquals(List.of(0, 1), mounts.calls(Operation.TOUCH));
  }

  @Test
  @DisplayName("ST-3: a block that is trashed before it is touched is written again")
  void blockTrashedBeforeTheTouchIsWrittenAgain() throws IOException {
    mounts.put(BLOCK, 0);
    mounts
        .faults(0)
        .on(Operation.TOUCH, 1)
        .run(() -> assertEquals("TRASHED", mounts.device(0).trash(HASH, null).toString()));
    assertEquals(1, write().replicas());
    assertEquals(CopyOnDevice.Content.GOOD, mounts.copy(0).live());
    assertEquals(List.of(1, 0), mounts.calls(Operation.WRITE));
  }

  static Stream<Consumer<NthCall>> failures() {
    return Stream.of(NthCall::unavailable, NthCall::failure, NthCall::missing, NthCall::loseAnswer);
  }

  @ParameterizedTest
  @MethodSource("failures")
  @DisplayName("ST-3: a touch that fails is not success: the block is written again")
  void failedTouchIsFollowedByAWrite(Consumer<NthCall> failure) throws IOException {
    mounts.put(BLOCK, 0);
    CopyOnDevice before = mounts.copy(0);
    failure.accept(mounts.faults(0).on(Operation.TOUCH, 1));
    assertEquals(1, write().replicas());
    assertEquals("touched", before.changeTo(mounts.copy(0)), "rewritten, with a new mtime");
    assertEquals(List.of(1, 0), mounts.calls(Operation.WRITE));
  }

  @ParameterizedTest
  @MethodSource("failures")
  @DisplayName("ST-3: if the block can neither be touched nor written it goes to another mount")
  void failedTouchAndWriteLeadToTheNextMount(Consumer<NthCall> failure) throws IOException {
    mounts.put(BLOCK, 0);
    CopyOnDevice before = mounts.copy(1);
    failure.accept(mounts.faults(0).on(Operation.TOUCH, 1));
    mounts.faults(0).on(Operation.WRITE, 1).unavailable();
    assertEquals(1, write().replicas());
    assertEquals("written", before.changeTo(mounts.copy(1)));
  }

  @Test
  @DisplayName("ST-3: an interrupt while the block is touched ends the write")
  void interruptedTouchIsNotMadeUpFor() throws Exception {
    mounts.put(BLOCK, 0);
    Hang hang = mounts.faults(0).on(Operation.TOUCH, 1).hang();
    BackgroundCall call = BackgroundCall.start(this::write);
    hang.awaitHanging();
    call.interrupt();
    assertInstanceOf(CallCancelledException.class, call.failure());
    assertTrue(call.endedInterrupted());
    assertEquals(List.of(0, 0), mounts.calls(Operation.WRITE));
  }
}
