// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.BackgroundCall;
import org.keepvolume.BlockHash;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Operation;
import org.keepvolume.VolumeUnavailableException;

/** Calls on mounts by the threads of an executor: their ends, failures and interrupts. */
@Timeout(60)
class MountCallsTest {
  private static final BlockHash HASH = BlockHash.EMPTY;
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofHours(1);

  private final Mount one = new Mount(new FakeVolume("fake:1"), MountOptions.defaults());
  private final Mount two = new Mount(new FakeVolume("fake:2"), MountOptions.defaults());
  private final CountDownLatch never = new CountDownLatch(1);
  private final OneThread worker = new OneThread();

  @AfterEach
  void endWorker() {
    worker.thread.interrupt();
  }

  @Test
  void withoutALimitACallIsMadeOnTheCallersThread() throws IOException {
    MountCalls calls = new MountCalls(worker, null);
    assertTrue(calls.parallel());
    assertSame(
        Thread.currentThread(),
        calls.on(one, Operation.READ, HASH, mount -> Thread.currentThread()));
    assertFalse(new MountCalls(null, null).parallel());
  }

  @Test
  void withALimitACallIsMadeOnTheExecutor() throws IOException {
    assertSame(
        worker.thread,
        new MountCalls(worker, LONG)
            .on(one, Operation.READ, HASH, mount -> Thread.currentThread()));
  }

  @Test
  void aLimitTooLongForNanosecondsIsNone() throws IOException {
    Duration ages = Duration.ofSeconds(Long.MAX_VALUE);
    assertSame(one, new MountCalls(worker, ages).on(one, Operation.READ, HASH, mount -> mount));
  }

  @Test
  void whatACallThrowsIsTheSameInstance() {
    for (Throwable thrown : List.of(new IOException(), new StackOverflowError())) {
      assertSame(
          thrown,
          assertThrows(
              thrown.getClass(),
              () ->
                  new MountCalls(worker, LONG)
                      .on(
                          one,
                          Operation.READ,
                          HASH,
                          mount -> {
                            throw sneaky(thrown);
                          })));
    }
  }

  private static IOException sneaky(Throwable thrown) {
    if (thrown instanceof Error e) {
      throw e;
    }
    return (IOException) thrown;
  }

  @Test
  void theInterruptOfAWorkerDoesNotReachItsNextTask() throws Exception {
    assertThrows(
        VolumeUnavailableException.class,
        () -> new MountCalls(worker, SHORT).on(one, Operation.READ, HASH, this::hang));
    assertFalse(worker.interruptedAfterTask(), "the next task would be cancelled");
    BackgroundCall<Object> call =
        BackgroundCall.start(
            () ->
                new MountCalls(worker, LONG)
                    .on(one, Operation.READ, HASH, this::hangAndAnswerAnyway));
    worker.entered.await();
    call.interrupt();
    assertEquals("in the end", call.result());
    assertTrue(call.endedInterrupted(), "the flag was lost");
    assertFalse(worker.interruptedAfterTask(), "the next task would be cancelled");
  }

  @Test
  void aWorkerThatOthersInterruptIsNoCancellationOfTheCaller() throws Exception {
    BackgroundCall<Object> call =
        BackgroundCall.start(
            () -> new MountCalls(worker, LONG).on(one, Operation.READ, HASH, this::hang));
    worker.entered.await();
    worker.thread.interrupt();
    VolumeUnavailableException e =
        assertInstanceOf(VolumeUnavailableException.class, call.failure());
    assertEquals(
        "read "
            + HASH
            + " on fake:1: interrupted on the store's executor, not by the caller: interrupted",
        e.getMessage());
    assertFalse(call.endedInterrupted());
  }

  @Test
  void callsOnSeveralMountsAnswerInTheirOrder() throws IOException {
    List<Attempt<String>> attempts =
        new MountCalls(worker, null)
            .onAll(List.of(two, one), Operation.WRITE, HASH, mount -> mount.volume().deviceId());
    assertEquals(List.of(two, one), attempts.stream().map(Attempt::mount).toList());
    assertEquals("fake:2", attempts.get(0).get());
    assertEquals("fake:1", attempts.get(1).get());
  }

  @Test
  void anInterruptedCallerStartsNothing() {
    TaskList tasks = new TaskList();
    Thread.currentThread().interrupt();
    try {
      for (Attempt<Mount> attempt :
          new MountCalls(tasks, null)
              .onAll(List.of(one, two), Operation.WRITE, HASH, mount -> mount)) {
        assertThrows(CallCancelledException.class, attempt::get);
      }
    } finally {
      assertTrue(Thread.interrupted(), "the flag was lost");
    }
    assertEquals(0, tasks.size());
  }

  @Test
  void anExecutorThatBreaksLeavesNoCallRunning() throws Exception {
    AtomicInteger tasks = new AtomicInteger();
    OutOfMemoryError broken = new OutOfMemoryError("no thread");
    CountDownLatch ended = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Executor breaking =
        task -> {
          if (tasks.incrementAndGet() == 2) {
            throw broken;
          }
          worker.execute(task);
        };
    BackgroundCall<List<Attempt<Object>>> call =
        BackgroundCall.start(
            () ->
                new MountCalls(breaking, null)
                    .onAll(
                        List.of(one, two),
                        Operation.WRITE,
                        HASH,
                        mount -> {
                          worker.entered.countDown();
                          try {
                            release.await();
                          } catch (InterruptedException e) {
                            throw new IOException(e);
                          }
                          ended.countDown();
                          return "done";
                        }));
    worker.entered.await();
    call.awaitWaiting();
    release.countDown();
    List<Attempt<Object>> attempts = call.result();
    assertEquals(0, ended.getCount(), "a call still runs");
    assertEquals("done", attempts.get(0).get());
    assertSame(broken, assertThrows(OutOfMemoryError.class, () -> attempts.get(1).get()));
  }

  @Test
  void aCallThatRunsThoughItsExecutorBrokeIsAwaited() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Executor breaking =
        task -> {
          worker.execute(task);
          try {
            worker.entered.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          throw new OutOfMemoryError("no second thread");
        };
    BackgroundCall<String> call =
        BackgroundCall.start(
            () ->
                new MountCalls(breaking, LONG)
                    .on(
                        one,
                        Operation.WRITE,
                        HASH,
                        mount -> {
                          worker.entered.countDown();
                          try {
                            release.await();
                          } catch (InterruptedException e) {
                            throw new IOException(e);
                          }
                          ended.countDown();
                          return "done";
                        }));
    call.awaitWaiting();
    release.countDown();
    assertEquals("done", call.result());
    assertEquals(0, ended.getCount(), "a call still runs");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void callsThatTakeTooLongAreStoppedAtOnce(boolean byInterrupt) throws Exception {
    CountDownLatch running = new CountDownLatch(2);
    CountDownLatch stopped = new CountDownLatch(2);
    MountCalls calls =
        new MountCalls(task -> new Thread(task, "worker").start(), byInterrupt ? LONG : SHORT);
    BackgroundCall<List<Attempt<String>>> call =
        BackgroundCall.start(
            () ->
                calls.onAll(
                    List.of(one, two),
                    Operation.WRITE,
                    HASH,
                    mount -> {
                      running.countDown();
                      awaitInterrupt();
                      stopped.countDown();
                      Uninterruptibles.awaitUninterruptibly(stopped);
                      return mount.id();
                    }));
    running.await();
    if (byInterrupt) {
      call.interrupt();
    }
    List<Attempt<String>> attempts = call.result();
    assertEquals(one.id(), attempts.get(0).get());
    assertEquals(two.id(), attempts.get(1).get());
    assertEquals(byInterrupt, call.endedInterrupted());
  }

  private static void awaitInterrupt() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aCallThatIsStoppedInTheQueueLetsGoOfItsBuffers() {
    TaskList tasks = new TaskList();
    WeakReference<ByteBuffer> buffer = stoppedInTheQueueOf(tasks);
    while (buffer.get() != null) {
      assertFalse(Thread.interrupted(), "the queue keeps the buffer"); // by the time limit
      System.gc();
    }
    assertEquals(1, tasks.size());
  }

  private WeakReference<ByteBuffer> stoppedInTheQueueOf(TaskList tasks) {
    ByteBuffer buffer = ByteBuffer.allocate(1);
    assertThrows(
        VolumeUnavailableException.class,
        () -> new MountCalls(tasks, SHORT).on(one, Operation.WRITE, HASH, mount -> buffer.get(0)));
    return new WeakReference<>(buffer);
  }

  private Object hang(Mount mount) throws IOException {
    worker.entered.countDown();
    try {
      never.await();
      return "never";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallCancelledException(Operation.READ, HASH, "fake:1", "interrupted", e);
    }
  }

  private Object hangAndAnswerAnyway(Mount mount) {
    worker.entered.countDown();
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "in the end";
  }

  /** One thread that, unlike those of the JDK's executors, does not clear its interrupt flag. */
  private static final class OneThread implements Executor {
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final BlockingQueue<Boolean> flags = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "worker");
    private volatile CountDownLatch entered = new CountDownLatch(1);

    OneThread() {
      thread.setDaemon(true);
      thread.start();
    }

    @Override
    public void execute(Runnable task) {
      tasks.add(task);
    }

    /** Tells whether the flag was set when the task ended that had begun longest ago. */
    boolean interruptedAfterTask() throws InterruptedException {
      boolean interrupted = flags.take();
      entered = new CountDownLatch(1);
      return interrupted;
    }

    private void run() {
      try {
        while (true) {
          tasks.take().run();
          flags.add(Thread.currentThread().isInterrupted());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
