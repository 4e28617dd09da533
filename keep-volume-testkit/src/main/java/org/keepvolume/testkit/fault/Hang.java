// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.fault;

import java.util.concurrent.CountDownLatch;
import javax.annotation.concurrent.ThreadSafe;

/** A call that was told to hang, for a test to wait for. Thread-safe. */
@ThreadSafe
public final class Hang {
  private final CountDownLatch hanging;

  Hang(CountDownLatch hanging) {
    this.hanging = hanging;
  }

  /**
   * Returns once the call hangs; at once if it has begun to already. Waits for ever for a call that
   * is not made: give the test a time limit.
   *
   * @throws InterruptedException if the calling thread is interrupted while it waits
   */
  public void awaitHanging() throws InterruptedException {
    hanging.await();
  }
}
