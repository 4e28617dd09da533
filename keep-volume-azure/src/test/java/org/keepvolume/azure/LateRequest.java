// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.keepvolume.azure.http.FaultProxy;
import org.keepvolume.azure.http.RequestName;

/**
 * A request that is on its way when its caller is interrupted, and reaches the service when the
 * test says.
 */
final class LateRequest implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 10;

  private final CountDownLatch answered = new CountDownLatch(1);
  private final Gate gate = new Gate(Thread.currentThread());

  /** The proxy waits here when it has the whole request, which is when the caller must give up. */
  private static final class Gate extends CountDownLatch {
    private final Thread caller;
    private boolean interrupted;

    Gate(Thread caller) {
      super(1);
      this.caller = caller;
    }

    @Override
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
      if (!interrupted) {
        interrupted = true; // called by one thread
        caller.interrupt();
      }
      return super.await(time, unit);
    }
  }

  private LateRequest() {}

  static LateRequest script(FaultProxy proxy, RequestName request, int nth) {
    LateRequest late = new LateRequest();
    proxy.on(request, nth).hold(late.gate).onAnswer(late.answered::countDown);
    return late;
  }

  /** Has the service execute it, and waits until it has. */
  void execute() throws InterruptedException {
    gate.countDown();
    if (!answered.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the service has not answered");
    }
  }

  @Override
  public void close() {
    gate.countDown();
  }
}
