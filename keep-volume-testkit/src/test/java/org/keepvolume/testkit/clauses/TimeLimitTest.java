// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.keepvolume.testkit.Clause;

class TimeLimitTest {
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void hangingTestIsInterruptedAndItsPlaceTold() {
    Violation violation =
        assertThrows(
            Violation.class,
            () ->
                TimeLimit.run(
                    () -> {
                      new CountDownLatch(1).await();
                      return null;
                    },
                    SHORT,
                    Clause.CX_2));
    assertEquals(Clause.CX_2, violation.clause());
    assertTrue(violation.getMessage().startsWith("the test did not end within PT0.02S"));
    assertTrue(violation.getMessage().contains("CountDownLatch.await"), violation.getMessage());
    assertEquals(InterruptedException.class, violation.getSuppressed()[0].getClass());
  }

  @Test
  void testThatEndsInTimeIsLeftAlone() throws Throwable {
    TimeLimit.run(() -> null, LONG, Clause.CX_2);
    assertFalse(Thread.currentThread().isInterrupted());
    IOException thrown = new IOException("of the test");
    assertSame(
        thrown,
        assertThrows(
            IOException.class,
            () ->
                TimeLimit.run(
                    () -> {
                      throw thrown;
                    },
                    LONG,
                    Clause.CX_2)));
  }
}
