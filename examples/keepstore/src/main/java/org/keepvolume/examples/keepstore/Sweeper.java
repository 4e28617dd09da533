// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.keepvolume.CallCancelledException;
import org.keepvolume.TrashSweep;
import org.keepvolume.VolumeException;
import org.keepvolume.store.BlockStore;
import org.keepvolume.store.MountResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Empties the trash of all mounts at an interval, the first time one interval after the start. */
final class Sweeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

  private final BlockStore store;
  private final ScheduledThreadPoolExecutor thread;

  Sweeper(BlockStore store, Duration interval) {
    this.store = store;
    thread = new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "sweeper"));
    long nanos = interval.toNanos();
    var unused = thread.scheduleWithFixedDelay(this::sweep, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  private void sweep() {
    try {
      store.emptyTrash().forEach(Sweeper::tell);
    } catch (CallCancelledException e) {
      LOG.atInfo().log("emptying the trash was broken off by the shutdown");
    } catch (VolumeException | RuntimeException e) {
      LOG.atWarn().setCause(e).log("emptying the trash failed: {}", e.getMessage());
    }
  }

  private static void tell(MountResult<TrashSweep> result) {
    result.value().ifPresent(sweep -> LOG.info("emptied trash of {}: {}", result.mount(), sweep));
    result
        .failure()
        .ifPresent(
            e -> LOG.warn("emptying the trash of {} failed: {}", result.mount(), e.getMessage()));
  }

  /** Breaks a sweep off; what was not removed is removed the next time. */
  @Override
  public void close() {
    var unused = thread.shutdownNow();
  }
}
