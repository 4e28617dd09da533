// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockTooLargeException;
import org.keepvolume.CallOutcome;
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

  /** What takes as long as there are blocks. */
  private static final ImmutableSet<Operation> LONG =
      ImmutableSet.of(Operation.INDEX, Operation.EMPTY_TRASH);

  /** What each volume is asked, so that the failure of one is not that of the request. */
  private static final ImmutableSet<Operation> FOR_EACH_VOLUME =
      ImmutableSet.of(Operation.TRASH, Operation.UNTRASH, Operation.STATUS);

  private final CountingObserver counts;
  private final long slowNanos;

  /** Makes a watch for which calls are slow that take longer; 0: none is. */
  VolumeWatch(CountingObserver counts, Duration slow) {
    this.counts = counts;
    slowNanos = slow.isZero() ? Long.MAX_VALUE : slow.toNanos();
  }

  @Override
  public void started(String volume, Operation operation) {
    counts.started(volume, operation);
  }

  @Override
  public void finished(FinishedCall call) {
    counts.finished(call);
    if (isBad(call.outcome())) {
      if (FOR_EACH_VOLUME.contains(call.operation())) {
        LOG.atWarn()
            .addKeyValue("device", call.volume())
            .addKeyValue("operation", call.operation())
            .addKeyValue("outcome", call.outcome())
            .log("a volume failed");
      }
    } else if (call.nanos() > slowNanos && !LONG.contains(call.operation())) {
      LOG.atWarn()
          .addKeyValue("device", call.volume())
          .addKeyValue("operation", call.operation())
          .addKeyValue("outcome", call.outcome())
          .addKeyValue("seconds", call.nanos() / 1e9)
          .log("a call of a volume was slow");
    }
  }

  /** Tells whether the failure is told of by {@link #fellBack}, or with the request. */
  private static boolean isBad(CallOutcome outcome) {
    return switch (outcome) {
      case CORRUPT, FULL, UNAVAILABLE, FAILED -> true;
      case SUCCESS, NOT_FOUND, REFUSED, CANCELLED, CALLER -> false;
    };
  }

  @Override
  public void backendCall(String volume, String call, boolean succeeded, long nanos) {
    counts.backendCall(volume, call, succeeded, nanos);
    if (!succeeded) { // by a retry, or a second look, what it was for may well have succeeded
      LOG.atWarn()
          .addKeyValue("device", volume)
          .addKeyValue("operation", call)
          .log("a call of a backend failed");
    }
  }

  @Override
  public void fellBack(Operation operation, BlockHash hash, String volume, VolumeException reason) {
    counts.fellBack(operation, hash, volume, reason);
    if (operation == Operation.READ
        && (reason instanceof BlockCorruptException || reason instanceof BlockTooLargeException)) {
      return; // a damaged copy, of which the next method tells
    }
    LOG.atWarn()
        .addKeyValue("device", volume)
        .addKeyValue("operation", operation)
        .addKeyValue("error", reason.getMessage())
        .log("a volume failed, the request goes on");
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
