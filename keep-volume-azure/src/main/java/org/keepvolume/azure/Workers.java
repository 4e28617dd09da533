// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import com.google.common.base.Throwables;
import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import javax.annotation.Nullable;
import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;
import org.keepvolume.CallCancelledException;
import org.keepvolume.VolumeException;

/** Threads that help a call, and have all left it before it returns. */
@ThreadSafe
final class Workers {
  private static final long KEPT_SECONDS = 60;

  /** One of several parts of a call's work. */
  @FunctionalInterface
  interface Part {
    /**
     * Does it.
     *
     * @param call the call, as it is on the thread that does this part
     */
    void run(int number, Call call) throws IOException;
  }

  private final @Nullable Executor given;
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
  Workers(@Nullable Executor given) {
    this.given = given;
  }

  /**
   * Does all parts of a work, on the calling thread and on as many others as may help it; the
   * calling thread does not wait for others to begin.
   *
   * @throws IOException what the first part threw that failed; the others were ended
   */
  void each(Call call, int parts, int parallel, Part part) throws IOException {
    if (parallel == 1 || parts == 1) {
      for (int i = 0; i < parts; i++) {
        part.run(i, call);
      }
      return;
    }
    AtomicInteger next = new AtomicInteger();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Task work =
        own -> {
          int number = next.getAndIncrement();
          while (number < parts && failure.get() == null) {
            part.run(number, own);
            number = next.getAndIncrement();
          }
        };
    try (Team team = new Team(call, failure)) {
      for (int i = 1; i < Math.min(parallel, parts); i++) {
        team.help(work);
      }
      try {
        work.run(call.until(() -> failure.get() != null));
      } catch (IOException | RuntimeException e) {
        team.throwFailure(); // it was first
        throw e;
      }
      team.join();
    }
  }

  /** What a helping thread does. */
  @FunctionalInterface
  interface Task {
    void run(Call call) throws IOException;
  }

  Team team(Call call) {
    return new Team(call, new AtomicReference<>());
  }

  /** The threads that help one call. Used by the calling thread. */
  final class Team implements AutoCloseable {
    private final Call call;
    private final AtomicReference<Throwable> failure;
    private final List<Helper> helpers = new ArrayList<>();

    private Team(Call call, AtomicReference<Throwable> failure) {
      this.call = call;
      this.failure = failure;
    }

    /** Has a task done beside the calling thread. */
    void help(Task task) throws VolumeException {
      Helper helper = new Helper(task, call, failure);
      try {
        executor().execute(helper);
        helpers.add(helper);
      } catch (RejectedExecutionException e) {
        throw call.unavailable("the executor takes no task", e);
      }
    }

    /** Throws what a helper threw. */
    void throwFailure() throws IOException {
      throwIfFailed(failure.get());
    }

    /** Throws what a helper threw, if it did; its interrupt is none of the call. */
    void throwIfFailed(@Nullable Throwable thrown) throws IOException {
      if (thrown instanceof CallCancelledException && !Thread.currentThread().isInterrupted()) {
        throw call.unavailable("the executor interrupted its thread", null);
      }
      if (thrown != null) {
        Throwables.throwIfInstanceOf(thrown, IOException.class);
        Throwables.throwIfUnchecked(thrown);
        throw new IllegalStateException(thrown);
      }
    }

    /** Tells whether any helper is at work, or was. */
    boolean hasBegun() {
      return helpers.stream().anyMatch(helper -> helper.hasBegun);
    }

    /** Waits for the helpers that have begun, and throws what one of them threw. */
    void join() throws IOException {
      for (Helper helper : helpers) {
        if (helper.neverBegins()) {
          continue;
        }
        try {
          helper.ended.await();
        } catch (InterruptedException e) {
          throw call.interrupted(e);
        }
        throwFailure();
      }
      throwFailure();
    }

    /** Ends the helpers that are still at work, and waits until they have. */
    @Override
    public void close() {
      helpers.forEach(Helper::stop);
      for (Helper helper : helpers) {
        Uninterruptibles.awaitUninterruptibly(helper.ended);
      }
    }
  }

  /** One task on another thread, which is interrupted to end it, but not in the caller's code. */
  private static final class Helper implements Runnable, Shield {
    private final Task task;
    private final Call call;
    private final AtomicReference<Throwable> failure;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ReentrantLock state = new ReentrantLock();
    private volatile boolean hasBegun;

    @GuardedBy("state")
    private @Nullable Thread thread;

    @GuardedBy("state")
    private boolean over;

    @GuardedBy("state")
    private boolean shielded;

    /** Whether the thread is to be interrupted once it is not shielded any more. */
    @GuardedBy("state")
    private boolean stopped;

    Helper(Task task, Call call, AtomicReference<Throwable> failure) {
      this.task = task;
      this.call = call;
      this.failure = failure;
    }

    @Override
    public void run() {
      if (!begin()) {
        return;
      }
      try {
        task.run(call.onHelper(this));
      } catch (Throwable e) { // whatever it is, it is the caller's
        boolean unused = failure.compareAndSet(null, e);
      } finally {
        end();
        ended.countDown();
      }
    }

    private boolean begin() {
      state.lock();
      try {
        if (over) {
          return false;
        }
        thread = Thread.currentThread();
        hasBegun = true;
        return true;
      } finally {
        state.unlock();
      }
    }

    private void end() {
      state.lock();
      try {
        over = true;
        thread = null;
        boolean unused = Thread.interrupted(); // it was ours, and the thread is the executor's
      } finally {
        state.unlock();
      }
    }

    @Override
    public void raise() {
      state.lock();
      try {
        shielded = true;
      } finally {
        state.unlock();
      }
    }

    @Override
    public void lower() {
      state.lock();
      try {
        shielded = false;
        if (stopped && thread != null) {
          thread.interrupt();
        }
      } finally {
        state.unlock();
      }
    }

    /** Takes back a task that has not begun; false if it has. */
    boolean neverBegins() {
      state.lock();
      try {
        if (thread == null && !over) {
          over = true;
          ended.countDown();
        }
        return thread == null;
      } finally {
        state.unlock();
      }
    }

    void stop() {
      if (neverBegins()) {
        return;
      }
      state.lock();
      try {
        stopped = true;
        if (thread != null && !shielded) {
          thread.interrupt();
        }
      } finally {
        state.unlock();
      }
    }
  }

  private Executor executor() {
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
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Workers::thread);
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
    Thread thread = new Thread(task, "keep-volume-azure");
    thread.setDaemon(true);
    return thread;
  }

  /** Ends the pool, in which no call is at work any more. */
  void close() {
    ExecutorService pool;
    lock.lock();
    try {
      closed = true;
      pool = own;
    } finally {
      lock.unlock();
    }
    if (pool != null) {
      pool.shutdown();
      boolean unused =
          Uninterruptibles.awaitTerminationUninterruptibly(pool, Duration.ofSeconds(1));
    }
  }
}
