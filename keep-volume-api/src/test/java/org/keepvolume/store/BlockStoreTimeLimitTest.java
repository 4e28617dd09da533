// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.keepvolume.BackgroundCall;
import org.keepvolume.BlockHash;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Operation;
import org.keepvolume.RecordingSink;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.WriteResult;

/** A block store with a time limit, over volumes that hang until they are interrupted. */
@Timeout(60)
class BlockStoreTimeLimitTest {
  private static final byte[] FOO = "foo".getBytes(US_ASCII);
  private static final BlockHash HASH = BlockHash.of(FOO);
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofHours(1);

  @RegisterExtension final TestStores stores = new TestStores();

  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private final FakeVolume first = new FakeVolume("fake:1").with(FOO);
  private final FakeVolume second = new FakeVolume("fake:2");

  @Test
  void aHangingMountIsLeftAtTheLimit() throws IOException {
    first.waiting(Operation.READ, entered, release);
    try (BlockStore store = limited(SHORT, first)) {
      VolumeUnavailableException e =
          assertThrows(VolumeUnavailableException.class, () -> store.read(HASH));
      assertEquals(
          "read " + HASH + " on fake:1: not done within the store's limit of PT0.02S: interrupted",
          e.getMessage());
      assertFalse(Thread.currentThread().isInterrupted(), "the caller was interrupted");
    }
  }

  @Test
  void theNextMountAnswersForAHangingOne() throws IOException {
    for (Operation operation : Operation.values()) {
      first.waiting(operation, entered, release);
    }
    first.on(Operation.CLOSE, () -> {});
    second.with(FOO);
    try (BlockStore store = limited(SHORT, first, second)) {
      RecordingSink sink = new RecordingSink();
      assertEquals(3, store.read(HASH, sink));
      assertArrayEquals(FOO, sink.content());
      assertArrayEquals(FOO, store.read(HASH));
      assertEquals(3, store.stat(HASH).size());
      MountResult<TouchOutcome> hung = store.touch(HASH).get(0);
      assertInstanceOf(VolumeUnavailableException.class, hung.failure().orElseThrow());
      assertFalse(Thread.currentThread().isInterrupted(), "the caller was interrupted");
    }
  }

  @Test
  void aWriteGoesOnToTheNextMount() throws IOException {
    first.waiting(Operation.READ, entered, release).waiting(Operation.WRITE, entered, release);
    try (BlockStore store = limited(SHORT, first, second, new FakeVolume("fake:3"))) {
      WriteOptions two = WriteOptions.defaults().withReplicas(2);
      assertEquals(2, store.write(ByteBuffer.wrap(FOO), two).replicas());
      assertArrayEquals(FOO, second.stored(HASH));
      assertFalse(first.calls().contains(Operation.WRITE), "asked again without need");
    }
  }

  @Test
  void whatIsDoneInTimeIsNotDisturbed() throws IOException {
    try (BlockStore store = limited(LONG, first)) {
      assertArrayEquals(FOO, store.read(HASH));
      assertEquals(1, store.write(ByteBuffer.wrap(FOO)).replicas());
      assertThrows(IOException.class, () -> store.read(HASH, ByteBuffer.allocate(2)));
      IOException inSink = new IOException("sink");
      RecordingSink failing =
          new RecordingSink()
              .onBegin(
                  () -> {
                    throw inSink;
                  });
      assertSame(inSink, assertThrows(IOException.class, () -> store.read(HASH, failing)));
    }
  }

  @Test
  void aSinkIsCalledOnTheCallersThread() throws IOException {
    Thread caller = Thread.currentThread();
    try (BlockStore store = limited(LONG, first)) {
      RecordingSink sink = new RecordingSink();
      sink.onBegin(() -> assertSame(caller, Thread.currentThread()));
      sink.onWrite(() -> assertSame(caller, Thread.currentThread()));
      assertEquals(3, store.read(HASH, sink));
    }
  }

  @Test
  void aCallReturnsWhenItsWorkerHasEnded() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    first.on(Operation.WRITE, () -> awaitInSpiteOfInterrupts(interrupted, release));
    first.with(HASH, new byte[3]);
    try (BlockStore store = limited(SHORT, first)) {
      BackgroundCall<WriteResult> call =
          BackgroundCall.start(() -> store.write(ByteBuffer.wrap(FOO)));
      interrupted.await();
      call.awaitWaiting();
      assertFalse(call.ended(), "returned while a worker reads the caller's buffer");
      release.countDown();
      assertEquals(1, call.result().replicas(), "what was done in the end was done");
    }
  }

  @Test
  void anInterruptOfTheCallerEndsTheWorkerAndTheCall() throws Exception {
    first.waiting(Operation.READ, entered, release);
    second.with(FOO);
    try (BlockStore store = limited(LONG, first, second)) {
      BackgroundCall<byte[]> call = BackgroundCall.start(() -> store.read(HASH));
      entered.await();
      call.interrupt();
      CallCancelledException e = assertInstanceOf(CallCancelledException.class, call.failure());
      assertEquals("read on fake:1: interrupted", e.getMessage());
      assertTrue(call.endedInterrupted(), "the flag was lost");
      assertEquals(List.of(), second.calls());
    }
  }

  @Test
  void anInterruptOfTheCallerEndsAllWorkers() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    first.with(HASH, new byte[3]).waiting(Operation.WRITE, both, release);
    second.with(HASH, new byte[3]).waiting(Operation.WRITE, both, release);
    try (BlockStore store = limited(LONG, first, second)) {
      WriteOptions two = WriteOptions.defaults().withReplicas(2);
      BackgroundCall<WriteResult> call =
          BackgroundCall.start(() -> store.write(ByteBuffer.wrap(FOO), two));
      both.await();
      call.interrupt();
      assertInstanceOf(CallCancelledException.class, call.failure());
      assertTrue(call.endedInterrupted(), "the flag was lost");
      assertArrayEquals(new byte[3], first.stored(HASH));
      assertArrayEquals(new byte[3], second.stored(HASH));
    }
  }

  @Test
  void anInterruptedCallerAsksNoMount() throws IOException {
    try (BlockStore store = limited(LONG, first)) {
      Thread.currentThread().interrupt();
      try {
        assertThrows(CallCancelledException.class, () -> store.read(HASH));
        assertThrows(CallCancelledException.class, () -> store.stat(HASH));
        assertThrows(CallCancelledException.class, () -> store.write(ByteBuffer.wrap(FOO)));
      } finally {
        assertTrue(Thread.interrupted(), "the flag was lost");
      }
      assertEquals(List.of(), first.calls());
    }
  }

  @Test
  void anExecutorThatTakesNoTaskMakesMountsUnavailable() {
    Executor full =
        task -> {
          throw new RejectedExecutionException("full");
        };
    BlockStore store = stores.of(BlockStore.builder().timeLimit(LONG).executor(full), first);
    VolumeUnavailableException e =
        assertThrows(VolumeUnavailableException.class, () -> store.read(HASH));
    assertEquals("read " + HASH + " on fake:1: the store's executor took no task", e.getMessage());
    assertThrows(VolumeUnavailableException.class, () -> store.write(ByteBuffer.wrap(FOO)));
    assertEquals(List.of(), first.calls());
  }

  @Test
  void anExecutorThatNeverRunsATaskMakesMountsUnavailable() {
    BlockStore store = stores.of(BlockStore.builder().timeLimit(SHORT).executor(task -> {}), first);
    VolumeUnavailableException e =
        assertThrows(VolumeUnavailableException.class, () -> store.read(HASH));
    assertEquals(
        "read "
            + HASH
            + " on fake:1: not done within the store's limit of PT0.02S:"
            + " no thread of the store's executor was free",
        e.getMessage());
    assertEquals(List.of(), first.calls());
  }

  @Test
  void aTaskThatIsRunTooLateDoesNothing() {
    TaskList tasks = new TaskList();
    BlockStore store = stores.of(BlockStore.builder().timeLimit(SHORT).executor(tasks), second);
    assertThrows(VolumeUnavailableException.class, () -> store.write(ByteBuffer.wrap(FOO)));
    tasks.runAll();
    assertEquals(List.of(), second.calls());
    assertNull(second.stored(HASH));
  }

  private BlockStore limited(Duration limit, FakeVolume... volumes) {
    return stores.of(BlockStore.builder().timeLimit(limit), volumes);
  }

  private static void awaitInSpiteOfInterrupts(CountDownLatch interrupted, CountDownLatch until) {
    boolean was = false;
    while (true) {
      try {
        until.await();
        break;
      } catch (InterruptedException e) {
        was = true;
        interrupted.countDown();
      }
    }
    if (was) {
      Thread.currentThread().interrupt();
    }
  }
}
