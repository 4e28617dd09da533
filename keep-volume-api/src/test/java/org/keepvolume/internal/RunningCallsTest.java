// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What close relies on while calls come and go; its waits are tested with the layers. */
@Timeout(60)
class RunningCallsTest {
  private static final int ROUNDS = 300;
  private static final int CALLERS = 4;

  @Test
  void nobodyIsInsideOnceCloseHasWaitedWhoeverCameMeanwhile() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    try {
      for (int i = 0; i < ROUNDS; i++) {
        closesAmongCallers(threads);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void closesAmongCallers(ExecutorService threads) throws Exception {
    RunningCalls calls = new RunningCalls();
    AtomicInteger inside = new AtomicInteger();
    CyclicBarrier start = new CyclicBarrier(CALLERS + 1);
    Callable<Void> caller =
        () -> {
          start.await();
          while (calls.enter()) {
            int unused = inside.incrementAndGet();
            boolean nested = calls.enter(); // also while close waits
            inside.decrementAndGet();
            if (nested) {
              calls.leave();
            }
            calls.leave();
            assertTrue(nested);
          }
          return null;
        };
    List<Future<Void>> running = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      running.add(threads.submit(caller));
    }
    start.await();
    calls.refuseAndAwaitEnd();
    assertEquals(0, inside.get());
    assertFalse(calls.enter());
    for (Future<Void> each : running) {
      each.get();
    }
  }
}
