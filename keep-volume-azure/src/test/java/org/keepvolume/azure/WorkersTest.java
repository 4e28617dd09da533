// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.keepvolume.Operation;

/** What becomes of the threads that help a call when it fails. */
class WorkersTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final Workers workers = new Workers(null);
  private final Thread caller = Thread.currentThread();
  private final AtomicBoolean entered = new AtomicBoolean();
  private final AtomicBoolean failed = new AtomicBoolean();
  private final AtomicBoolean interruptedInside = new AtomicBoolean();
  private final AtomicBoolean interruptedAfter = new AtomicBoolean();

  @AfterEach
  void close() {
    workers.close();
  }

  @Test
  void helperIsInterruptedBehindTheSinkAndNotInIt() {
    Call call = new Call("volume", Operation.READ, null, LIMIT, LIMIT, new Timing());
    IOException thrown =
        assertThrows(
            IOException.class,
            () ->
                workers.each(
                    call,
                    2,
                    2,
                    (number, own) -> {
                      if (Thread.currentThread() == caller) {
                        failWhenTheHelperIsInTheSink();
                      } else {
                        stayInTheSinkUntilTheCallEnds(own);
                      }
                    }));
    assertEquals("the calling thread's part failed", thrown.getMessage());
    assertFalse(interruptedInside.get());
    assertTrue(interruptedAfter.get());
  }

  private void failWhenTheHelperIsInTheSink() throws IOException {
    while (!entered.get()) {
      Thread.onSpinWait();
    }
    failed.set(true);
    throw new IOException("the calling thread's part failed");
  }

  private void stayInTheSinkUntilTheCallEnds(Call own) {
    long since = own.leaveForOutside();
    entered.set(true);
    // The caller waits for its helpers once it has told them to end.
    while (!failed.get() || caller.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    interruptedInside.set(Thread.currentThread().isInterrupted());
    own.backFromOutside(since);
    interruptedAfter.set(Thread.currentThread().isInterrupted());
  }

  @Test
  void failureOfAHelperEndsTheWaitsOfTheCallingThread() {
    Call call = new Call("volume", Operation.READ, null, LIMIT, LIMIT, new Timing());
    IOException thrown =
        assertThrows(
            IOException.class,
            () ->
                workers.each(
                    call,
                    2,
                    2,
                    (number, own) -> {
                      if (Thread.currentThread() != caller) {
                        throw new IOException("the helper failed");
                      }
                      long since = own.timing().nanoTime();
                      while (own.remaining(since) > 0) {
                        Thread.onSpinWait();
                      }
                      throw new NoAnswer("no answer came");
                    }));
    assertEquals("the helper failed", thrown.getMessage());
  }
}
