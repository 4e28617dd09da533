// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;

/** A thread that makes one call, and notes how it ended. */
final class CallThread {
  /** What it calls. */
  @FunctionalInterface
  interface Body {
    void run() throws Exception;
  }

  private static final int FIRST_JDK_WITH_VIRTUAL = 21;

  private final Thread thread;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile long endedAt;
  private volatile boolean interrupted;
  private volatile @Nullable Throwable thrown;

  private CallThread(boolean isVirtual, Body body) throws ReflectiveOperationException {
    Runnable run = () -> run(body);
    thread = isVirtual ? virtual(run) : new Thread(run, "call");
  }

  static boolean hasVirtual() {
    return Runtime.version().feature() >= FIRST_JDK_WITH_VIRTUAL;
  }

  /** The API is not in JDK 17. */
  private static Thread virtual(Runnable run) throws ReflectiveOperationException {
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    Class<?> type = Class.forName("java.lang.Thread$Builder");
    return (Thread) type.getMethod("unstarted", Runnable.class).invoke(builder, run);
  }

  static CallThread start(boolean isVirtual, Body body) throws ReflectiveOperationException {
    CallThread call = new CallThread(isVirtual, body);
    call.thread.start();
    return call;
  }

  private void run(Body body) {
    try {
      body.run();
    } catch (Throwable e) {
      thrown = e;
    } finally {
      endedAt = System.nanoTime();
      interrupted = Thread.currentThread().isInterrupted();
      ended.countDown();
    }
  }

  Thread thread() {
    return thread;
  }

  /** Waits for the end, and returns what was thrown; null if nothing was. */
  @Nullable
  Throwable await() throws InterruptedException {
    assertTrue(ended.await(30, TimeUnit.SECONDS), "the call did not end");
    return thrown;
  }

  boolean hasEnded() {
    return ended.getCount() == 0;
  }

  /** Returns when it ended. */
  long endedAt() {
    return endedAt;
  }

  boolean endedInterrupted() {
    return interrupted;
  }
}
