// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import javax.annotation.Nullable;

/**
 * The fixture's clock, which can act once when a volume asks for the time: in many backends that is
 * in the middle of a write, a touch or a trash.
 */
final class KitClock implements InstantSource {
  /** What a test does at that moment. */
  @FunctionalInterface
  interface Action {
    void run() throws Exception;
  }

  private final InstantSource clock;
  private final AtomicReference<Action> next = new AtomicReference<>();

  KitClock(InstantSource clock) {
    this.clock = clock;
  }

  /** Acts when the time is asked for next, on the thread that asks. */
  void onNextLook(Action action) {
    next.set(action);
  }

  /** Forgets an action that was not reached; tells whether there was one. */
  boolean cancelAction() {
    return next.getAndSet(null) != null;
  }

  @Override
  public Instant instant() {
    @Nullable Action action = next.getAndSet(null);
    if (action != null) {
      try {
        action.run();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("the test's own action failed", e);
      }
    }
    return clock.instant();
  }
}
