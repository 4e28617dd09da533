// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.internal;

import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.ConcurrentHashMultiset;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.annotation.concurrent.ThreadSafe;

/**
 * Counts the calls that run in an object, so that close can refuse new ones and await the rest.
 *
 * <p>A call says that it is inside before it looks whether close has begun, and close says so
 * before it looks who is inside: one of them sees the other. Calls take the lock only when close
 * has begun.
 */
@ThreadSafe
public final class RunningCalls {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition noneLeft = lock.newCondition();

  /** Which threads are inside, how often: a sink or visitor may call the volume again. */
  private final ConcurrentHashMultiset<Thread> callers = ConcurrentHashMultiset.create();

  private volatile boolean refusing;

  /** Admits the calling thread; returns false if close has begun and the thread is not inside. */
  public boolean enter() {
    boolean inside = callers.add(Thread.currentThread(), 1) > 0;
    if (refusing && !inside) {
      leave();
      return false;
    }
    return true;
  }

  /** Ends what {@link #enter} admitted. */
  public void leave() {
    callers.remove(Thread.currentThread());
    if (refusing) {
      lock.lock();
      try {
        noneLeft.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Refuses calls from now on and waits until none is left.
   *
   * @throws IllegalStateException if the calling thread is inside; nothing has changed
   * @throws InterruptedException if the wait was interrupted; calls stay refused
   */
  public void refuseAndAwaitEnd() throws InterruptedException {
    checkState(
        !callers.contains(Thread.currentThread()),
        "close was called from a sink or visitor of a running call and would wait for itself");
    lock.lock();
    try {
      refusing = true;
      // Not isEmpty: its sum of counters can miss a caller while others come and go.
      while (callers.iterator().hasNext()) {
        noneLeft.await();
      }
    } finally {
      lock.unlock();
    }
  }
}
