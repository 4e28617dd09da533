// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import javax.annotation.Nullable;
import org.keepvolume.testkit.Clause;

/** A call that a test makes on a thread of its own, to be interrupted, awaited and looked at. */
final class Background<T> {
  private static final Set<Thread.State> WAITING =
      EnumSet.of(Thread.State.BLOCKED, Thread.State.WAITING, Thread.State.TIMED_WAITING);

  private final String what;
  private final Duration limit;
  private final FutureTask<T> task;
  private final Thread thread;
  private volatile boolean endedInterrupted;

  /** What the call gave: a value or what it threw. */
  record Outcome<T>(@Nullable T value, @Nullable Throwable thrown) {
    /** Returns the value, or throws what the call threw. */
    T get() throws Exception {
      if (thrown instanceof Exception e) {
        throw e;
      }
      if (thrown instanceof Error e) {
        throw e;
      }
      return value;
    }

    /** Returns the exception's name, or the value. */
    @Override
    public String toString() {
      return thrown == null ? String.valueOf(value) : thrown.toString();
    }
  }

  private Background(String what, Duration limit, Callable<T> call) {
    this.what = what;
    this.limit = limit;
    task =
        new FutureTask<>(
            () -> {
              try {
                return call.call();
              } finally {
                endedInterrupted = Thread.currentThread().isInterrupted();
              }
            });
    thread = new Thread(task, Subject.THREAD_PREFIX + what);
    thread.setDaemon(true);
  }

  static <T> Background<T> start(String what, Duration limit, Callable<T> call) {
    Background<T> started = new Background<>(what, limit, call);
    started.thread.start();
    return started;
  }

  /**
   * Waits for the end of the call.
   *
   * @param clause the clause that is broken if it does not end
   */
  Outcome<T> await(Clause clause) throws InterruptedException {
    try {
      return new Outcome<>(task.get(limit.toNanos(), NANOSECONDS), null);
    } catch (ExecutionException e) {
      return new Outcome<>(null, e.getCause());
    } catch (TimeoutException e) {
      throw new Violation(
          clause, what + " did not end within " + limit + "; it hangs at" + trace(thread));
    }
  }

  /** Returns once the call has ended or waits for something; tells whether it has ended. */
  boolean awaitEndedOrWaiting() {
    while (!task.isDone() && !WAITING.contains(thread.getState())) {
      Thread.onSpinWait();
    }
    return task.isDone();
  }

  boolean ended() {
    return task.isDone();
  }

  void interrupt() {
    thread.interrupt();
  }

  /** Tells whether the thread's interrupt flag was set when the call ended. */
  boolean endedInterrupted() {
    return endedInterrupted;
  }

  static String trace(Thread thread) {
    StringBuilder trace = new StringBuilder();
    StackTraceElement[] frames = thread.getStackTrace();
    for (int i = 0; i < Math.min(12, frames.length); i++) {
      trace.append("\n      ").append(frames[i]);
    }
    return trace.toString();
  }
}
