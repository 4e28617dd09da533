// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepvolume.BlockHash;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Operation;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeUnavailableException;

/** Threads that do what may hang: waited for, left behind, and waited for again by close. */
class HelpersTest {
  private static final BlockHash HASH = SampleData.hash("abc");
  private static final TimeLimits SHORT = new TimeLimits(Duration.ofMillis(1), Duration.ofDays(1));

  /** As many tasks as may run at once. */
  private static final int MOST = 64;

  private final Helpers helpers = new Helpers(null);

  /** Lets go of the tasks that are stuck. */
  private final CountDownLatch end = new CountDownLatch(1);

  @TempDir Path root;

  private VolumeRoot opened;

  @BeforeEach
  void openRoot() throws IOException {
    opened = VolumeRoot.open(root);
  }

  @AfterEach
  void endTasks() throws IOException {
    boolean unused = Thread.interrupted();
    end.countDown();
    helpers.close(call());
  }

  @Test
  void taskRunsOnAnotherThreadAndIsWaitedFor() throws IOException {
    AtomicReference<Thread> ran = new AtomicReference<>();
    helpers.run(call(), "a task", () -> ran.set(Thread.currentThread()));
    assertNotSame(Thread.currentThread(), ran.get());
    assertTrue(ran.get().isDaemon(), "no reason for a process to stay");
  }

  static Stream<Throwable> failures() {
    return Stream.of(
        new VolumeFailureException(Operation.WRITE, HASH, "volume", "failed", null),
        new IllegalStateException("failed"),
        new AssertionError("failed"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whatATaskThrowsIsThrownToTheCaller(Throwable failure) {
    for (int i = 0; i <= MOST; i++) {
      assertSame(
          failure,
          assertThrows(
              Throwable.class,
              () ->
                  helpers.run(
                      call(),
                      "a task",
                      () -> {
                        if (failure instanceof VolumeException e) {
                          throw e;
                        }
                        if (failure instanceof Error e) {
                          throw e;
                        }
                        throw (RuntimeException) failure;
                      })));
    }
  }

  @Test
  void interruptLeavesAStuckTaskBehindAndCloseWaitsForIt() throws Exception {
    Thread caller = Thread.currentThread();
    AtomicReference<Thread> helper = new AtomicReference<>();
    Call call = call();
    CallCancelledException e =
        assertThrows(
            CallCancelledException.class,
            () ->
                helpers.run(
                    call,
                    "a task",
                    () -> {
                      helper.set(Thread.currentThread());
                      caller.interrupt();
                      awaitUninterruptibly(end);
                    }));
    assertTrue(e.getMessage().endsWith(": interrupted"), e.getMessage());
    assertTrue(Thread.interrupted(), "the flag stays set");
    assertTrue(call.isLeft());
    assertTrue(helper.get().isAlive(), "still stuck");
    VolumeUnavailableException late =
        assertThrows(VolumeUnavailableException.class, () -> helpers.close(call(SHORT)));
    assertTrue(
        late.getMessage().contains("waited for a sync that a call has left behind longer than"),
        late.getMessage());
    FutureTask<Void> close = closing();
    Thread closer = new Thread(close, "closer");
    closer.start();
    while (closer.getState() != Thread.State.TIMED_WAITING) {
      assertFalse(close.isDone());
      Thread.onSpinWait();
    }
    end.countDown();
    Void unused = close.get();
    helper.get().join();
  }

  @Test
  void closeEndsByAnInterrupt() throws Exception {
    VolumeUnavailableException unused =
        assertThrows(
            VolumeUnavailableException.class,
            () -> helpers.run(call(SHORT), "a task", () -> awaitUninterruptibly(end)));
    FutureTask<Void> close = closing();
    Thread closer = new Thread(close, "closer");
    closer.start();
    closer.interrupt();
    ExecutionException e = assertThrows(ExecutionException.class, close::get);
    assertEquals(CallCancelledException.class, e.getCause().getClass());
  }

  @Test
  void interruptAfterTheDecisionLetsTheTaskEndFirst() throws IOException {
    Thread caller = Thread.currentThread();
    AtomicInteger ended = new AtomicInteger();
    Call call = call();
    helpers.run(
        call,
        "a task",
        () -> {
          call.decide();
          caller.interrupt();
          // Until the caller has taken notice, and waits again.
          while (caller.isInterrupted() || caller.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
          }
          int unused = ended.incrementAndGet();
        });
    assertEquals(1, ended.get());
    assertTrue(Thread.interrupted(), "the flag stays set");
    assertFalse(call.isLeft());
  }

  @Test
  void taskOfACallerThatHasLeftDecidesNothing() throws Exception {
    Thread caller = Thread.currentThread();
    FutureTask<VolumeException> decision = new FutureTask<>(() -> null);
    AtomicReference<VolumeException> refused = new AtomicReference<>();
    Call call = call();
    assertThrows(
        CallCancelledException.class,
        () ->
            helpers.run(
                call,
                "a task",
                () -> {
                  caller.interrupt();
                  awaitUninterruptibly(end);
                  refused.set(assertThrows(VolumeException.class, call::decide));
                  decision.run();
                }));
    assertTrue(Thread.interrupted(), "the flag stays set");
    end.countDown();
    VolumeException none = decision.get();
    assertEquals(null, none);
    assertEquals(CallCancelledException.class, refused.get().getClass());
  }

  @Test
  void stuckTaskEndsTheCallAtItsLimits() {
    Call call = call(SHORT);
    VolumeUnavailableException e =
        assertThrows(
            VolumeUnavailableException.class,
            () -> helpers.run(call, "the sync of a test", () -> awaitUninterruptibly(end)));
    assertTrue(
        e.getMessage()
            .endsWith(
                "waited for the sync of a test longer than the limits allow, PT0.001S without"
                    + " progress and PT24H in all"),
        e.getMessage());
    assertTrue(call.isLeft());
  }

  @Test
  void taskThatKnowsWhatItWaitedForSaysSo() {
    Call call = call(SHORT);
    VolumeUnavailableException e =
        assertThrows(
            VolumeUnavailableException.class,
            () ->
                helpers.run(
                    call,
                    "the sync of a test",
                    () -> {
                      while (!call.isLeft()) {
                        Thread.onSpinWait();
                      }
                      throw call.late("a lock");
                    }));
    assertTrue(e.getMessage().contains("waited for a lock longer"), e.getMessage());
  }

  @Test
  void whenAllHelpersHangACallWaitsNoLongerThanItsLimits() throws IOException {
    CountDownLatch hanging = new CountDownLatch(MOST);
    ExecutorService callers = Executors.newFixedThreadPool(MOST);
    try {
      for (int i = 0; i < MOST; i++) {
        var unused = callers.submit(() -> hang(hanging));
      }
      awaitUninterruptibly(hanging);
      VolumeUnavailableException e =
          assertThrows(
              VolumeUnavailableException.class, () -> helpers.run(call(SHORT), "a task", () -> {}));
      assertTrue(
          e.getMessage().contains("waited for other calls, which wait for the disk longer than"),
          e.getMessage());
      end.countDown();
      helpers.run(call(), "a task", () -> {});
    } finally {
      callers.shutdownNow();
    }
  }

  private Void hang(CountDownLatch hanging) throws VolumeException {
    helpers.run(
        call(),
        "a task",
        () -> {
          hanging.countDown();
          awaitUninterruptibly(end);
        });
    return null;
  }

  @Test
  void executorGivenIsUsedAndStaysOpen() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "given"));
    try {
      Helpers given = new Helpers(executor);
      AtomicReference<String> name = new AtomicReference<>();
      given.run(call(), "a task", () -> name.set(Thread.currentThread().getName()));
      assertEquals("given", name.get());
      assertSame(executor, given.executor());
      given.close(call());
      given.close(call());
      assertFalse(executor.isShutdown());
      assertEquals(7, executor.submit(() -> 7).get());
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void threadsEndWithTheVolume() throws Exception {
    AtomicReference<Thread> helper = new AtomicReference<>();
    helpers.run(call(), "a task", () -> helper.set(Thread.currentThread()));
    helpers.close(call());
    helper.get().join();
    assertThrows(VolumeUnavailableException.class, () -> helpers.run(call(), "a task", () -> {}));
    helpers.close(call());
  }

  @Test
  void rejectedExecutionLeavesNoResidueAndNoHelperTaken() throws Exception {
    ExecutorService executor = Executors.newCachedThreadPool();
    AtomicInteger left = new AtomicInteger(1); // for the block's directory
    VolumeFiles files = new VolumeFiles(root);
    try (PosixVolume volume =
        PosixVolume.open(
            root,
            PosixOptions.defaults(),
            VolumeContext.defaults()
                .withExecutor(
                    task -> {
                      if (left.getAndDecrement() <= 0) {
                        throw new RejectedExecutionException("full");
                      }
                      executor.execute(task);
                    }))) {
      for (int i = 0; i <= MOST; i++) {
        VolumeUnavailableException e =
            assertThrows(
                VolumeUnavailableException.class, () -> volume.write(HASH, ByteBuffer.allocate(3)));
        assertEquals("the executor takes no task: full", e.detail());
      }
      assertEquals(List.of("abc"), files.names());
      left.set(Integer.MAX_VALUE);
      volume.write(HASH, ByteBuffer.allocate(3));
      assertEquals(List.of("abc", "abc/" + HASH), files.names());
    } finally {
      executor.shutdownNow();
    }
  }

  private FutureTask<Void> closing() {
    return new FutureTask<>(
        () -> {
          helpers.close(call());
          return null;
        });
  }

  /** As a sync is: deaf to interrupts. */
  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Call call() {
    return call(TimeLimits.defaults());
  }

  private Call call(TimeLimits limits) {
    return new Call(opened, new FileErrors(opened), limits, Operation.WRITE, HASH);
  }
}
