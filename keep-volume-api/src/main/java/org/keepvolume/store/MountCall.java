// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static com.google.common.base.Verify.verifyNotNull;

import com.google.common.base.Throwables;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.annotation.Nullable;
import javax.annotation.concurrent.GuardedBy;
import org.keepvolume.BlockHash;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Operation;
import org.keepvolume.VolumeUnavailableException;

/**
 * One call on a thread of the executor, for which its owner waits, but not for ever.
 *
 * <p>A call that takes too long, or whose owner is interrupted, is interrupted, and its end awaited
 * as CX-1 says: nobody touches the owner's buffers afterwards.
 */
final class MountCall<T> implements Runnable {
  private enum State {
    WAITING,
    RUNNING,
    ENDED
  }

  private final Mount mount;
  private final Operation operation;
  private final BlockHash hash;
  private final MountCalls.OnMount<T> action;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();

  @GuardedBy("lock")
  private State state = State.WAITING;

  @GuardedBy("lock")
  private @Nullable Thread worker;

  @GuardedBy("lock")
  private boolean interruptedWorker;

  @GuardedBy("lock")
  private @Nullable T value;

  @GuardedBy("lock")
  private @Nullable Throwable failure;

  MountCall(Mount mount, Operation operation, BlockHash hash, MountCalls.OnMount<T> action) {
    this.mount = mount;
    this.operation = operation;
    this.hash = hash;
    this.action = action;
  }

  Mount mount() {
    return mount;
  }

  @Override
  public void run() {
    if (!begin()) {
      return;
    }
    T result = null;
    Throwable thrown = null;
    try {
      result = action.call(mount);
    } catch (Throwable e) { // the owner gets it, whatever it is
      thrown = e;
    } finally {
      if (end(result, thrown)) {
        // An interrupt meant for this call must not meet the next task of the thread.
        boolean unused = Thread.interrupted();
      }
    }
  }

  private boolean begin() {
    lock.lock();
    try {
      if (state != State.WAITING) {
        return false;
      }
      state = State.RUNNING;
      worker = Thread.currentThread();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Tells the owner; returns whether the owner has interrupted the worker. */
  private boolean end(@Nullable T result, @Nullable Throwable thrown) {
    lock.lock();
    try {
      state = State.ENDED;
      worker = null;
      value = result;
      failure = thrown;
      ended.signalAll();
      return interruptedWorker;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends a call that no thread runs. An executor may have passed it to a thread before it failed:
   * then the call goes on, and its end is awaited like any other, since it uses the owner's
   * buffers.
   */
  void refuse(Throwable reason) {
    lock.lock();
    try {
      if (state == State.WAITING) {
        state = State.ENDED;
        failure = reason;
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the call's end and returns its result or throws what it threw.
   *
   * @param limit how long to wait before the call is interrupted; null for ever
   * @throws CallCancelledException if this thread was interrupted, whose flag stays set
   * @throws VolumeUnavailableException if the limit was over before the call ended, or the worker
   *     was interrupted by others
   */
  T await(@Nullable Duration limit) throws IOException {
    lock.lock();
    try {
      boolean late = false;
      boolean interrupted = false;
      try {
        late = !endsWithin(limit);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      if (late || interrupted) {
        stop();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      if (!interrupted && failure instanceof CallCancelledException stopped) {
        String reason =
            late
                ? "not done within the store's limit of " + limit
                : "interrupted on the store's executor, not by the caller";
        throw new VolumeUnavailableException(
            operation,
            hash,
            mount.volume().deviceId(),
            reason + ": " + stopped.detail(),
            null,
            stopped);
      }
      return result();
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private boolean endsWithin(@Nullable Duration limit) throws InterruptedException {
    long left = limit == null ? Long.MAX_VALUE : TimeUnit.NANOSECONDS.convert(limit);
    while (state != State.ENDED && left > 0) {
      left = ended.awaitNanos(left);
    }
    return state == State.ENDED;
  }

  @GuardedBy("lock")
  private void stop() {
    if (state == State.WAITING) {
      state = State.ENDED;
      failure =
          new CallCancelledException(
              operation,
              hash,
              mount.volume().deviceId(),
              "no thread of the store's executor was free",
              null);
      return;
    }
    if (worker != null) {
      interruptedWorker = true;
      worker.interrupt();
    }
    while (state != State.ENDED) {
      ended.awaitUninterruptibly();
    }
  }

  @GuardedBy("lock")
  private T result() throws IOException {
    if (failure == null) {
      return verifyNotNull(value);
    }
    Throwables.throwIfInstanceOf(failure, IOException.class);
    Throwables.throwIfUnchecked(failure);
    throw new AssertionError("a call on a mount threw what it does not declare", failure);
  }
}
