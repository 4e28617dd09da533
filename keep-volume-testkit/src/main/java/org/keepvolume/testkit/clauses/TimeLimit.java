// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import javax.annotation.Nullable;
import org.junit.jupiter.api.extension.InvocationInterceptor.Invocation;
import org.keepvolume.testkit.Clause;

/** Interrupts a test that takes too long, and says where it hung. */
public final class TimeLimit {
  private TimeLimit() {}

  /**
   * Runs a test.
   *
   * @param invocation the test
   * @param limit how long it may take
   * @param clause the clause that is broken if it takes longer
   * @throws Violation if it took longer
   * @throws Throwable what the test throws
   */
  public static void run(Invocation<Void> invocation, Duration limit, Clause clause)
      throws Throwable {
    Thread test = Thread.currentThread();
    CountDownLatch ended = new CountDownLatch(1);
    AtomicReference<String> hung = new AtomicReference<>();
    Thread watch =
        new Thread(
            () -> {
              if (!awaits(ended, limit)) {
                hung.set(Background.trace(test));
                test.interrupt();
              }
            },
            Subject.THREAD_PREFIX + "time limit");
    watch.setDaemon(true);
    watch.start();
    @Nullable Throwable thrown = null;
    try {
      var unused = invocation.proceed();
    } catch (Throwable e) {
      thrown = e;
    } finally {
      ended.countDown();
    }
    if (hung.get() != null) {
      Violation violation =
          new Violation(
              clause, "the test did not end within " + limit + "; it was at" + hung.get());
      if (thrown != null) {
        violation.addSuppressed(thrown);
      }
      throw violation;
    }
    if (thrown != null) {
      throw thrown;
    }
  }

  private static boolean awaits(CountDownLatch ended, Duration limit) {
    try {
      return ended.await(limit.toNanos(), NANOSECONDS);
    } catch (InterruptedException e) {
      return true; // nobody interrupts it
    }
  }
}
