// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A call that a test runs on a thread of its own, to be interrupted and looked at. */
public final class BackgroundCall {
  private volatile boolean endedInterrupted;
  private final FutureTask<?> task;
  private final Thread thread;

  private BackgroundCall(Callable<?> call) {
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
  public static BackgroundCall start(Callable<?> call) {
    BackgroundCall started = new BackgroundCall(call);
    started.thread.start();
    return started;
  }

  /** Interrupts the call's thread. */
  public void interrupt() {
    thread.interrupt();
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
