// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Makes a call on a volume, and acts once when the call has looked at everything and decides to
 * make its change: as a program does that knows nothing of the volume's locks.
 */
final class ActingThread extends Thread {
  private AdjustableClock.Action next;

  private ActingThread(Runnable call, AdjustableClock.Action action) {
    super(call, "acting");
    next = action;
  }

  /** Returns what the call returns, or throws what it throws; the action must have been taken. */
  static <T> T call(Callable<T> call, AdjustableClock.Action atTheDecision) throws Exception {
    FutureTask<T> task = new FutureTask<>(call);
    ActingThread thread = new ActingThread(task, atTheDecision);
    thread.start();
    try {
      T result = task.get();
      if (thread.next != null) {
        throw new AssertionError("the call never decided");
      }
      return result;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw (Error) e.getCause();
    }
  }

  /** A volume asks this at the decision, among other moments. */
  @Override
  public boolean isInterrupted() {
    AdjustableClock.Action action = next;
    if (action != null && isDeciding()) {
      next = null;
      try {
        action.run();
      } catch (Exception e) {
        throw new AssertionError("the test's own action failed", e);
      }
    }
    return super.isInterrupted();
  }

  private static boolean isDeciding() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames.anyMatch(
                    frame ->
                        frame.getClassName().equals(Call.class.getName())
                            && frame.getMethodName().equals("decide")));
  }
}
