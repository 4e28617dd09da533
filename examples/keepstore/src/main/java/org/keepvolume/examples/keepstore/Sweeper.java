// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import com.google.common.util.concurrent.Uninterruptibles;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.keepvolume.CallCancelledException;
import org.keepvolume.TrashSweep;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeReadOnlyException;
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
    long began = System.nanoTime();
    try {
      tell(store.emptyTrash(), (System.nanoTime() - began) / 1e9);
    } catch (CallCancelledException e) {
      LOG.info("emptying the trash was broken off by the shutdown");
    } catch (VolumeReadOnlyException e) {
      LOG.info("no volume lets its trash be emptied");
    } catch (VolumeException e) {
      LOG.atWarn().addKeyValue("error", e.getMessage()).log("emptying the trash failed");
    } catch (RuntimeException | Error e) {
      // The next sweep comes all the same.
      LOG.atError().setCause(e).log("emptying the trash failed");
    }
  }

  /** Logs one line for the sweep, and one for each mount that failed. */
  private static void tell(List<MountResult<TrashSweep>> results, double seconds) {
    for (MountResult<TrashSweep> result : results) {
      result
          .failure()
          .ifPresent(
              e ->
                  LOG.atWarn()
                      .addKeyValue("device", result.mount().volume().deviceId())
                      .addKeyValue("error", e.getMessage())
                      .log("emptying the trash of a volume failed"));
    }
    LOG.atInfo()
        .addKeyValue("volumes", results.size())
        .addKeyValue("failed", results.stream().filter(r -> r.failure().isPresent()).count())
        .addKeyValue("deletedBlocks", sum(results, TrashSweep::deletedBlocks))
        .addKeyValue("deletedBytes", sum(results, TrashSweep::deletedBytes))
        .addKeyValue("remainingBlocks", sum(results, TrashSweep::remainingBlocks))
        .addKeyValue("remainingBytes", sum(results, TrashSweep::remainingBytes))
        .addKeyValue("deletedResidue", sum(results, TrashSweep::deletedResidue))
        .addKeyValue("timeTotal", seconds)
        .log("emptied the trash");
  }

  private static long sum(List<MountResult<TrashSweep>> results, ToLongFunction<TrashSweep> count) {
    return results.stream().flatMap(r -> r.value().stream()).mapToLong(count).sum();
  }

  /**
   * Breaks a sweep off, and waits for its last line; what was not removed is removed the next time.
   *
   * <p>An interrupt ends each call of a volume at once, but for one that its disk does not answer:
   * that is waited for without limit.
   */
  @Override
  public void close() {
    var unused = thread.shutdownNow();
    Uninterruptibles.awaitTerminationUninterruptibly(thread);
  }
}
