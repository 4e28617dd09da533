// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static com.google.common.base.Verify.verifyNotNull;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Operation;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeUnavailableException;

/**
 * Runs what a store does on its mounts: on the caller's thread, or, where there is a time limit or
 * several mounts are asked at once, on the store's executor.
 *
 * <p>Whatever runs on the executor has ended when a method here returns or throws.
 */
final class MountCalls {
  /** What is done on one mount. */
  @FunctionalInterface
  interface OnMount<T> {
    T call(Mount mount) throws IOException;
  }

  private final @Nullable Executor executor;
  private final @Nullable Duration limit;

  /**
   * Makes calls.
   *
   * @param executor runs calls that the caller's thread does not; null: there are none
   * @param limit how long one mount is waited for; null for no limit; not without an executor
   */
  MountCalls(@Nullable Executor executor, @Nullable Duration limit) {
    this.executor = executor;
    this.limit = limit;
  }

  /** Tells whether several mounts can be asked at once. */
  boolean parallel() {
    return executor != null;
  }

  /** Does something on one mount, which is waited for no longer than the limit. */
  <T> T on(Mount mount, Operation operation, BlockHash hash, OnMount<T> action) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      String device = mount.volume().deviceId();
      throw new CallCancelledException(
          operation, hash, device, "interrupted before it began", null);
    }
    if (limit == null) {
      return contained(operation, hash, action).call(mount);
    }
    MountCall<T> call = start(mount, operation, hash, action);
    long unused = call.awaitOrStop(nanos());
    return call.result(limit);
  }

  /**
   * Does something on several mounts at once, and waits for all: together no longer than the limit,
   * and an interrupt stops all at once.
   *
   * @return what came of it, in the order of the mounts
   */
  <T> List<Attempt<T>> onAll(
      List<Mount> mounts, Operation operation, BlockHash hash, OnMount<T> action) {
    List<Attempt<T>> attempts = new ArrayList<>(mounts.size());
    // An interrupted caller starts nothing: each single call sees to that.
    if (executor == null || mounts.size() == 1 || Thread.currentThread().isInterrupted()) {
      for (Mount mount : mounts) {
        attempts.add(Attempt.of(mount, () -> on(mount, operation, hash, action)));
      }
      return attempts;
    }
    List<MountCall<T>> started = new ArrayList<>(mounts.size());
    for (Mount mount : mounts) {
      started.add(start(mount, operation, hash, action));
    }
    long left = nanos();
    for (MountCall<T> call : started) {
      left = call.awaitOrStop(left);
    }
    for (MountCall<T> call : started) {
      attempts.add(Attempt.of(call.mount(), () -> call.result(limit)));
    }
    return attempts;
  }

  /** Lets a volume that throws what it must not be one that failed, and others serve. */
  private static <T> OnMount<T> contained(Operation operation, BlockHash hash, OnMount<T> action) {
    return mount -> {
      try {
        return action.call(mount);
      } catch (RuntimeException e) {
        String device = mount.volume().deviceId();
        throw new VolumeFailureException(operation, hash, device, "the volume threw " + e, e);
      }
    };
  }

  private long nanos() {
    return limit == null ? Long.MAX_VALUE : TimeUnit.NANOSECONDS.convert(limit);
  }

  private <T> MountCall<T> start(
      Mount mount, Operation operation, BlockHash hash, OnMount<T> action) {
    MountCall<T> call = new MountCall<>(mount, operation, hash, contained(operation, hash, action));
    try {
      verifyNotNull(executor).execute(call);
    } catch (RejectedExecutionException e) {
      call.refuse(
          new VolumeUnavailableException(
              operation,
              hash,
              mount.volume().deviceId(),
              "the store's executor took no task",
              null,
              e));
    } catch (RuntimeException | Error e) { // such as no memory for a thread; others may be running
      call.refuse(e);
    }
    return call;
  }
}
