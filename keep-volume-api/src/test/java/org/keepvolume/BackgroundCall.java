// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A call that a test runs on a thread of its own, to be interrupted, awaited and looked at. */
public final class BackgroundCall<T> {
  private static final Set<Thread.State> WAITS =
      EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

  private volatile boolean endedInterrupted;
  private final FutureTask<T> task;
  private final Thread thread;

  private BackgroundCall(Callable<T> call) {
    task =
        new FutureTask<>(
            () -> {
              try {
                return call.call();
              } finally {
                endedInterrupted = Thread.currentThread().isInterrupted();
              }
            });
    thread = new Thread(task, "background call");
    thread.setDaemon(true);
  }

  /** Starts a call. */
  public static <T> BackgroundCall<T> start(Callable<T> call) {
    BackgroundCall<T> started = new BackgroundCall<>(call);
    started.thread.start();
    return started;
  }

  /** Returns once the call waits for another thread; fails if it ends without. */
  public void awaitWaiting() throws InterruptedException {
    await(WAITS);
  }

  /** Returns once the call waits without a limit, as for a lock; fails if it ends without. */
  public void awaitLock() throws InterruptedException {
    await(EnumSet.of(Thread.State.WAITING));
  }

  private void await(Set<Thread.State> states) throws InterruptedException {
    while (!states.contains(thread.getState())) {
      if (task.isDone()) {
        throw new AssertionError("the call ended without waiting");
      }
      if (Thread.interrupted()) {
        throw new InterruptedException("the call does not wait");
      }
      Thread.onSpinWait();
    }
  }

  /** Interrupts the call's thread. */
  public void interrupt() {
    thread.interrupt();
  }

  /** Tells whether the call has returned or thrown. */
  public boolean ended() {
    return task.isDone();
  }

  /** Returns the call's result, waiting for it. */
  public T result() throws InterruptedException, ExecutionException {
    return task.get();
  }

  /** Returns what the call threw, waiting for it. */
  public Throwable failure() throws InterruptedException {
    try {
      throw new AssertionError("returned " + task.get());
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  /** Tells whether the thread's interrupt flag was set when the call ended. */
  public boolean endedInterrupted() {
    return endedInterrupted;
  }
}
