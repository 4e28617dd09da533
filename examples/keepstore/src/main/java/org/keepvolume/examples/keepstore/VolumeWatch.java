// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import java.time.Duration;
import org.keepvolume.BlockHash;
import org.keepvolume.FinishedCall;
import org.keepvolume.Operation;
import org.keepvolume.VolumeException;
import org.keepvolume.observe.CountingObserver;
import org.keepvolume.observe.StoreObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what volumes do, and logs what a person should know: slow calls, and failures that no
 * client is told of, since another volume served.
 */
final class VolumeWatch implements StoreObserver {
  private static final Logger LOG = LoggerFactory.getLogger("volume");

  private final CountingObserver counts;
  private final long slowNanos;

  VolumeWatch(CountingObserver counts, Duration slow) {
    this.counts = counts;
    slowNanos = slow.toNanos();
  }

  @Override
  public void started(String volume, Operation operation) {
    counts.started(volume, operation);
  }

  @Override
  public void finished(FinishedCall call) {
    counts.finished(call);
    boolean isLong =
        call.operation() == Operation.INDEX || call.operation() == Operation.EMPTY_TRASH;
    if (call.nanos() > slowNanos && !isLong) {
      LOG.atWarn()
          .addKeyValue("device", call.volume())
          .addKeyValue("operation", call.operation())
          .addKeyValue("outcome", call.outcome())
          .addKeyValue("seconds", call.nanos() / 1e9)
          .log("slow call of a volume");
    }
  }

  @Override
  public void backendCall(String volume, String call, boolean succeeded, long nanos) {
    counts.backendCall(volume, call, succeeded, nanos);
  }

  @Override
  public void fellBack(Operation operation, BlockHash hash, String volume, VolumeException reason) {
    counts.fellBack(operation, hash, volume, reason);
    LOG.atWarn()
        .addKeyValue("device", volume)
        .addKeyValue("operation", operation)
        .addKeyValue("error", reason.getMessage())
        .log("a volume failed, another is tried");
  }

  @Override
  public void damagedCopySeen(BlockHash hash, String volume) {
    counts.damagedCopySeen(hash, volume);
    LOG.atWarn()
        .addKeyValue("device", volume)
        .addKeyValue("block", hash)
        .log("a damaged copy was found");
  }

  @Override
  public void repaired(BlockHash hash, String volume) {
    counts.repaired(hash, volume);
    LOG.atInfo()
        .addKeyValue("device", volume)
        .addKeyValue("block", hash)
        .log("a damaged copy was overwritten with the right bytes");
  }
}
