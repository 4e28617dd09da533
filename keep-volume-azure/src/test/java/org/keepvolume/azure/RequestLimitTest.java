// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.keepvolume.BlockHash;
import org.keepvolume.Operation;
import org.keepvolume.VolumeUnavailableException;

/** The wait for a permit is a wait like others: the limits end it, and it is part of the call. */
@Timeout(20)
class RequestLimitTest {
  private static final Duration STEP = Duration.ofSeconds(10);

  /** Gets on by a step each time it is asked. */
  private final Timing time =
      new Timing() {
        private long now;

        @Override
        long nanoTime() {
          return now += STEP.toNanos();
        }
      };

  private final RequestLimit limit = new RequestLimit(1);

  private Call call(Duration progress, Duration total) {
    return new Call("azure://a/b", Operation.STAT, BlockHash.EMPTY, progress, total, time);
  }

  @SuppressWarnings("try") // held until the end
  private NoAnswer refused(Call call) throws Exception {
    try (RequestLimit.Permit held = limit.acquire(call(STEP.multipliedBy(99), STEP))) {
      return assertThrows(NoAnswer.class, () -> limit.acquire(call));
    }
  }

  @Test
  void limitWithoutProgressEndsTheWait() throws Exception {
    NoAnswer e = refused(call(STEP, STEP.multipliedBy(99)));
    assertEquals("other requests of this volume left no room for another", e.getMessage());
    assertFalse(e.wasAsked());
  }

  @Test
  void limitOfTheWholeEndsTheWait() throws Exception {
    Call call = call(STEP.multipliedBy(99), STEP.multipliedBy(2));
    NoAnswer e = refused(call);
    assertThrows(
        VolumeUnavailableException.class,
        () -> {
          throw call.translate(e, 1);
        });
  }

  @Test
  void waitIsPartOfTheCall() throws Exception {
    Call call = call(STEP.multipliedBy(50), STEP.multipliedBy(99));
    long before = call.remaining();
    limit.acquire(call).close();
    // The wait asked for the time three times, and this does once.
    assertEquals(before - STEP.multipliedBy(4).toNanos(), call.remaining());
  }
}
