// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static com.google.common.base.Throwables.throwIfInstanceOf;
import static com.google.common.base.Throwables.throwIfUnchecked;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import com.google.common.util.concurrent.Uninterruptibles;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import javax.annotation.Nullable;
import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;
import org.keepvolume.CallCancelledException;
import org.keepvolume.VolumeException;

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
  private static final long MOMENT = Duration.ofMillis(200).toNanos();

  /**
   * More listings' threads than anybody wants at once; counted, so that close can wait for them.
   */
  private static final int MOST_LISTING = 1024;

  private final @Nullable Executor given;
  private final Semaphore free = new Semaphore(MOST);
  private final Semaphore listing = new Semaphore(MOST_LISTING);
  private final ReentrantLock lock = new ReentrantLock();

  /** Changed with {@link #lock} held, once. */
  private volatile @Nullable ExecutorService own;

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
              task.run();
              return null;
            });
    execute(call, free, future);
    await(call, what, future);
  }

  /** Has other work than syncs done, which {@link #close} waits for, too. */
  void execute(Call call, Runnable task) throws VolumeException {
    if (!listing.tryAcquire()) {
      throw call.unavailable("too many listings at once");
    }
    execute(call, listing, task);
  }

  private void execute(Call call, Semaphore permits, Runnable task) throws VolumeException {
    try {
      executor()
          .execute(
              () -> {
                try {
                  task.run();
                } finally {
                  permits.release();
                }
              });
    } catch (RejectedExecutionException e) {
      permits.release();
      throw call.unavailable("the executor takes no task: " + e.getMessage());
    } catch (RuntimeException | Error e) {
      permits.release();
      throw e;
    }
  }

  private static void await(Call call, String what, FutureTask<Void> task) throws VolumeException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          if (ended(task, call.remaining())) {
            return;
          }
          if (call.remaining() <= 0) {
            awaitAMoment(call, what, task);
            return;
          }
        } catch (InterruptedException e) {
          interrupted = true;
          if (call.leave()) {
            giveAMoment(task);
            throw call.cancelled(e);
          }
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Returns false if the task has not ended by then; throws what it threw. */
  private static boolean ended(FutureTask<Void> task, long nanos)
      throws VolumeException, InterruptedException {
    try {
      Void unused = task.get(Math.max(0, nanos), NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throwIfInstanceOf(e.getCause(), VolumeException.class);
      throwIfUnchecked(e.getCause());
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Leaves a task at the limit, unless it ends in this moment, well or not. */
  private static void awaitAMoment(Call call, String what, FutureTask<Void> task)
      throws VolumeException, InterruptedException {
    boolean left = call.leave();
    try {
      if (!ended(task, MOMENT)) {
        throw call.late(what);
      }
    } catch (CallCancelledException e) {
      throw left ? call.late(what) : e;
    }
  }

  private static void giveAMoment(FutureTask<Void> task) {
    try {
      Void unused = task.get(MOMENT, NANOSECONDS);
    } catch (InterruptedException | TimeoutException | ExecutionException e) {
      // It will end by itself, and nobody is left to be told how.
      return;
    }
  }

  /** Returns the executor that was given, or the pool. */
  Executor executor() {
    if (given != null) {
      return given;
    }
    ExecutorService known = own;
    return known != null ? known : pool();
  }

  private ExecutorService pool() {
    lock.lock();
    try {
      ExecutorService pool = own;
      if (pool == null) {
        pool =
            new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                KEPT_SECONDS,
                SECONDS,
                new SynchronousQueue<>(),
                Helpers::thread);
        if (closed) {
          pool.shutdown();
        }
        own = pool;
      }
      return pool;
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
    awaitAll(call, free, MOST, "a sync that a call has left behind");
    awaitAll(call, listing, MOST_LISTING, "a thread that lists files");
    if (pool != null) {
      // Its threads have nothing to do any more.
      boolean unused = Uninterruptibles.awaitTerminationUninterruptibly(pool, MOMENT, NANOSECONDS);
    }
  }

  /** Who has them all knows that nobody is at work. */
  private static void awaitAll(Call call, Semaphore permits, int all, String what)
      throws VolumeException {
    try {
      if (!permits.tryAcquire(all) && !permits.tryAcquire(all, call.remaining(), NANOSECONDS)) {
        throw call.late(what);
      }
      permits.release(all);
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
