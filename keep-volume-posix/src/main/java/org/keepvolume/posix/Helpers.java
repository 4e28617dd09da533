// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static com.google.common.base.Throwables.throwIfInstanceOf;
import static com.google.common.base.Throwables.throwIfUnchecked;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import javax.annotation.Nullable;
import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeUnavailableException;

/**
 * Threads on which syncs are waited for, so that a caller can leave: a sync neither ends at an
 * interrupt nor lets the interrupting thread go on.
 *
 * <p>A caller that leaves gives its helper a moment to clear up, and then leaves it behind. The one
 * lock is held while the pool is made or closed.
 */
@ThreadSafe
final class Helpers {
  /** What is left to a helper; it touches no memory of the caller's. */
  @FunctionalInterface
  interface Task {
    void run() throws VolumeException;
  }

  /** More syncs at once make a disk no faster; when as many hang, more need not join them. */
  private static final int MOST = 64;

  private static final long KEPT_SECONDS = 60;
  private static final long MOMENT_MILLIS = 200;

  private final @Nullable Executor given;
  private final Semaphore free = new Semaphore(MOST);
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private @Nullable ExecutorService own;

  @GuardedBy("lock")
  private boolean closed;

  /**
   * Uses an executor, or makes a pool of its own at first need.
   *
   * @param given the executor, which stays the caller's; null: none
   */
  Helpers(@Nullable Executor given) {
    this.given = given;
  }

  /**
   * Has a task done and waits for its end.
   *
   * @throws VolumeException what the task threw, or that the call was interrupted or came to its
   *     limits; the task may go on then, or never begin
   */
  void run(Call call, String what, Task task) throws VolumeException {
    call.progress();
    try {
      if (!free.tryAcquire(call.remaining(), NANOSECONDS)) {
        throw call.late("other calls, which wait for the disk");
      }
    } catch (InterruptedException e) {
      throw call.interrupted(e);
    }
    FutureTask<Void> future =
        new FutureTask<>(
            () -> {
              try {
                task.run();
              } finally {
                free.release();
              }
              return null;
            });
    try {
      executor().execute(future);
    } catch (RuntimeException | Error e) {
      free.release();
      throw e;
    }
    await(call, what, future);
  }

  private static void await(Call call, String what, FutureTask<Void> task) throws VolumeException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          Void unused = task.get(Math.max(0, call.remaining()), NANOSECONDS);
          return;
        } catch (InterruptedException e) {
          interrupted = true;
          if (call.leave()) {
            giveAMoment(task);
            throw call.cancelled(e);
          }
        } catch (TimeoutException e) {
          if (call.remaining() <= 0) {
            boolean unused = call.leave();
            throw late(call, what, task);
          }
        } catch (ExecutionException e) {
          throwIfInstanceOf(e.getCause(), VolumeException.class);
          throwIfUnchecked(e.getCause());
          throw new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A helper may know better what was waited for, such as a lock, and has a moment to say so. */
  private static VolumeException late(Call call, String what, FutureTask<Void> task) {
    try {
      Void unused = task.get(MOMENT_MILLIS, MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof VolumeUnavailableException known) {
        return known;
      }
    } catch (TimeoutException e) {
      // It is left behind.
    }
    return call.late(what);
  }

  private static void giveAMoment(FutureTask<Void> task) {
    try {
      Void unused = task.get(MOMENT_MILLIS, MILLISECONDS);
    } catch (InterruptedException | TimeoutException | ExecutionException e) {
      // It will end by itself, and nobody is left to be told how.
      return;
    }
  }

  /** Returns the executor, for other work than syncs. */
  Executor executor() {
    if (given != null) {
      return given;
    }
    lock.lock();
    try {
      if (own == null) {
        own =
            new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                KEPT_SECONDS,
                SECONDS,
                new SynchronousQueue<>(),
                Helpers::thread);
        if (closed) {
          own.shutdown();
        }
      }
      return own;
    } finally {
      lock.unlock();
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "keep-volume-posix");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Waits until no helper is left.
   *
   * @throws VolumeException if the thread was interrupted or a helper does not end within the
   *     limits
   */
  void close(Call call) throws VolumeException {
    ExecutorService pool = shutDown();
    try {
      // Who has them all knows that nobody is at work.
      if (!free.tryAcquire(MOST) && !free.tryAcquire(MOST, call.remaining(), NANOSECONDS)) {
        throw call.late("a sync that a call has left behind");
      }
      free.release(MOST);
      if (pool != null && !pool.awaitTermination(call.remaining(), NANOSECONDS)) {
        throw call.late("a thread that ends");
      }
    } catch (InterruptedException e) {
      throw call.interrupted(e);
    }
  }

  private @Nullable ExecutorService shutDown() {
    lock.lock();
    try {
      closed = true;
      if (own != null) {
        own.shutdown();
      }
      return own;
    } finally {
      lock.unlock();
    }
  }
}
