// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static com.google.common.base.Verify.verifyNotNull;

import com.google.common.base.Throwables;
import java.io.IOException;
import java.time.Duration;
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

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();

  /** Null once it has begun or never will: an executor's queue keeps this object, not buffers. */
  @GuardedBy("lock")
  private @Nullable MountCalls.OnMount<T> action;

  @GuardedBy("lock")
  private State state = State.WAITING;

  @GuardedBy("lock")
  private @Nullable Thread worker;

  @GuardedBy("lock")
  private boolean interruptedWorker;

  /** The owner's time was over before the end. */
  @GuardedBy("lock")
  private boolean late;

  /** The owner was interrupted before the end. */
  @GuardedBy("lock")
  private boolean cancelled;

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
    MountCalls.OnMount<T> begun = begin();
    if (begun == null) {
      return;
    }
    T result = null;
    Throwable thrown = null;
    try {
      result = begun.call(mount);
    } catch (Throwable e) { // the owner gets it, whatever it is
      thrown = e;
    } finally {
      if (end(result, thrown)) {
        // An interrupt meant for this call must not meet the next task of the thread.
        boolean unused = Thread.interrupted();
      }
    }
  }

  /** Returns what this thread is to do; null if nobody waits for it any more. */
  private @Nullable MountCalls.OnMount<T> begin() {
    lock.lock();
    try {
      if (state != State.WAITING) {
        return null;
      }
      state = State.RUNNING;
      worker = Thread.currentThread();
      MountCalls.OnMount<T> begun = action;
      action = null;
      return begun;
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
        endUnbegun(reason);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the call's end, and stops it if that does not come in time, or if this thread is
   * interrupted, whose flag stays set. Does not wait for the end of what it stops, so that several
   * calls can be stopped at once: {@link #result} does.
   *
   * @param nanos how long to wait at most
   * @return what is left of that time
   */
  long awaitOrStop(long nanos) {
    lock.lock();
    try {
      long left = await(nanos);
      if (late || cancelled) {
        stop();
      }
      return left;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private long await(long nanos) {
    long left = nanos;
    try {
      while (state != State.ENDED && left > 0) {
        left = ended.awaitNanos(left);
      }
      late = state != State.ENDED;
    } catch (InterruptedException e) {
      cancelled = true;
      Thread.currentThread().interrupt();
    }
    return left;
  }

  @GuardedBy("lock")
  private void stop() {
    if (state == State.WAITING) {
      String detail = "no thread of the store's executor was free";
      String device = mount.volume().deviceId();
      endUnbegun(new CallCancelledException(operation, hash, device, detail, null));
    } else if (worker != null) {
      interruptedWorker = true;
      worker.interrupt();
    }
  }

  @GuardedBy("lock")
  private void endUnbegun(Throwable reason) {
    state = State.ENDED;
    action = null;
    failure = reason;
  }

  /**
   * Returns the call's result or throws what it threw, once it has ended.
   *
   * @param limit the limit that the call was given, for people; null for none
   * @throws CallCancelledException if this thread was interrupted while it waited
   * @throws VolumeUnavailableException if the limit was over before the call ended, or the worker
   *     was interrupted by others
   */
  T result(@Nullable Duration limit) throws IOException {
    lock.lock();
    try {
      while (state != State.ENDED) {
        ended.awaitUninterruptibly();
      }
      if (!cancelled && failure instanceof CallCancelledException stopped) {
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
  private T result() throws IOException {
    if (failure == null) {
      return verifyNotNull(value);
    }
    Throwables.throwIfInstanceOf(failure, IOException.class);
    Throwables.throwIfUnchecked(failure);
    throw new AssertionError("a call on a mount threw what it does not declare", failure);
  }
}
