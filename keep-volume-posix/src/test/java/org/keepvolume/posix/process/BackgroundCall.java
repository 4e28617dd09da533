// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A call on a thread of its own, which is interrupted where it waits. */
final class BackgroundCall {
  private final FutureTask<String> task;
  private final Thread thread;
  private volatile boolean flag;
  private volatile long interrupted;
  private volatile long ended;

  private BackgroundCall(Callable<String> call) {
    task =
        new FutureTask<>(
            () -> {
              try {
                return call.call();
              } finally {
                ended = System.nanoTime();
                flag = Thread.currentThread().isInterrupted();
              }
            });
    thread = new Thread(task, "caller");
    thread.setDaemon(true);
  }

  static BackgroundCall start(Callable<String> call) {
    BackgroundCall started = new BackgroundCall(call);
    started.interrupted = System.nanoTime();
    started.thread.start();
    return started;
  }

  /** Starts a call on a thread that is interrupted already. */
  static BackgroundCall startInterrupted(Callable<String> call) {
    return start(
        () -> {
          Thread.currentThread().interrupt();
          return call.call();
        });
  }

  /** Returns once a thread of this process is in all these methods, {@code Class.method}. */
  void awaitIn(String... methods) {
    while (!isIn(methods)) {
      if (task.isDone()) {
        throw new AssertionError("the call ended before it came to " + List.of(methods));
      }
      Thread.onSpinWait();
    }
  }

  static boolean isIn(String... methods) {
    return Thread.getAllStackTraces().values().stream()
        .map(
            frames ->
                Stream.of(frames)
                    .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                    .toList())
        .anyMatch(
            frames ->
                Stream.of(methods)
                    .allMatch(method -> frames.stream().anyMatch(frame -> frame.endsWith(method))));
  }

  boolean isDone() {
    return task.isDone();
  }

  void interrupt() {
    interrupted = System.nanoTime();
    thread.interrupt();
  }

  /** Counts the time to the end from now, not from the interrupt. */
  void restartTheClock() {
    interrupted = System.nanoTime();
  }

  /**
   * What an interrupted call came to.
   *
   * @param type "done" or the simple name of what was thrown
   * @param millis from the interrupt to the end of the call
   */
  record End(String type, String text, long millis, boolean flag) {
    /** Reads what {@link #toString} has written. */
    static End parse(String words) {
      String[] parts = words.split(" ", 4);
      return new End(parts[0], parts[3], Long.parseLong(parts[1]), Boolean.parseBoolean(parts[2]));
    }

    @Override
    public String toString() {
      return String.join(" ", type, Long.toString(millis), Boolean.toString(flag), text);
    }
  }

  End join() throws InterruptedException, IOException {
    String type = "done";
    String text;
    try {
      text = task.get();
    } catch (ExecutionException e) {
      type = e.getCause().getClass().getSimpleName();
      text = String.valueOf(e.getCause().getMessage());
    }
    return new End(type, text, TimeUnit.NANOSECONDS.toMillis(ended - interrupted), flag);
  }
}
