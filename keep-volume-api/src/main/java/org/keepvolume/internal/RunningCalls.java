// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.internal;

import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;

/** Counts the calls that run in an object, so that close can refuse new ones and await the rest. */
@ThreadSafe
public final class RunningCalls {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition noneLeft = lock.newCondition();

  /** Which threads are inside, how often: a sink or visitor may call the volume again. */
  @GuardedBy("lock")
  private final Multiset<Thread> callers = HashMultiset.create();

  @GuardedBy("lock")
  private boolean refusing;

  /** Admits the calling thread; returns false if close has begun and the thread is not inside. */
  public boolean enter() {
    Thread caller = Thread.currentThread();
    lock.lock();
    try {
      return (!refusing || callers.contains(caller)) && callers.add(caller);
    } finally {
      lock.unlock();
    }
  }

  /** Ends what {@link #enter} admitted. */
  public void leave() {
    lock.lock();
    try {
      callers.remove(Thread.currentThread());
      if (callers.isEmpty()) {
        noneLeft.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Refuses calls from now on and waits until none is left.
   *
   * @throws IllegalStateException if the calling thread is inside; nothing has changed
   * @throws InterruptedException if the wait was interrupted; calls stay refused
   */
  public void refuseAndAwaitEnd() throws InterruptedException {
    lock.lock();
    try {
      checkState(
          !callers.contains(Thread.currentThread()),
          "close was called from a sink or visitor of a running call and would wait for itself");
      refusing = true;
      while (!callers.isEmpty()) {
        noneLeft.await();
      }
    } finally {
      lock.unlock();
    }
  }
}
