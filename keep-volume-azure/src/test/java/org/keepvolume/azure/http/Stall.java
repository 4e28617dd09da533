// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.annotation.concurrent.ThreadSafe;

/** Tells when an exchange stands still, and lets it go on. */
@ThreadSafe
public final class Stall {
  private static final long PATIENCE_SECONDS = 10;

  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile Runnable meanwhile = () -> {};

  /** Makes one that has not been reached, for an {@link Answer} of the test's own. */
  public Stall() {}

  /**
   * Waits until the exchange stands still.
   *
   * @throws AssertionError if it does not within ten seconds
   * @throws InterruptedException if interrupted
   */
  public void awaitReached() throws InterruptedException {
    if (!reached.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("no exchange came to stand still here");
    }
  }

  /**
   * Has something done again and again while an answer stands still, such as time pass.
   *
   * @param action what is done, each millisecond, on the thread of the connection
   */
  public void meanwhile(Runnable action) {
    meanwhile = action;
  }

  /** Lets the exchange go on, now or when it comes to stand. */
  public void release() {
    released.countDown();
  }

  void reach() {
    reached.countDown();
  }

  /** Waits for the release, or until the client has gone: then false. */
  boolean awaitReleaseOrLeave(HttpConnection client) throws InterruptedException {
    reach();
    while (!released.await(1, TimeUnit.MILLISECONDS)) {
      meanwhile.run();
      if (client.isPeerGone()) {
        return false;
      }
    }
    return true;
  }

  void awaitRelease() throws InterruptedException {
    reach();
    released.await();
  }
}
