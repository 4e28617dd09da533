// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is moved, and may act once when a volume looks at it. */
final class AdjustableClock implements InstantSource {
  /** What a test does at the moment when a volume asks for the time. */
  @FunctionalInterface
  interface Action {
    void run() throws Exception;
  }

  private volatile Instant now;
  private Action next = () -> {};

  AdjustableClock(Instant now) {
    this.now = now;
  }

  void move(Duration by) {
    now = now.plus(by);
  }

  /**
   * Runs an action when the time is asked for next. A write asks when its temporary file is
   * complete and not yet renamed; a touch when it has seen the block and not yet stamped it.
   */
  void onNextLook(Action action) {
    next = action;
  }

  @Override
  public Instant instant() {
    Action action = next;
    next = () -> {};
    try {
      action.run();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError("the test's own action failed", e);
    }
    return now;
  }
}
