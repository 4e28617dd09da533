// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.layer;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import javax.annotation.Nullable;
import javax.annotation.concurrent.ThreadSafe;
import org.keepvolume.BlockHash;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Operation;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeUnavailableException;

/**
 * Gives the calls of a volume their turn, one at a time, first come first served.
 *
 * <p>One fair lock, {@code turn}, held for the length of a call. A call that is made inside a turn,
 * as by a sink, belongs to it.
 */
@ThreadSafe
final class Turns {
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private final String device;
  private final Duration limit;
  private final ReentrantLock turn = new ReentrantLock(true);

  /** The call whose turn it is; written by the one who has it, read by those who wait in vain. */
  private volatile @Nullable String running;

  Turns(String device, Duration limit) {
    this.device = device;
    this.limit = LayerOptions.checked(limit);
  }

  /**
   * Waits for a turn, which {@link #end} ends.
   *
   * @throws CallCancelledException if the thread is or was interrupted; its flag is set
   * @throws VolumeUnavailableException if the wait passed its limit
   */
  void await(Operation operation, BlockHash hash) throws VolumeException {
    try {
      if (!turn.tryLock(nanos(), NANOSECONDS)) {
        throw new VolumeUnavailableException(operation, hash, device, waitedInVain(), null, null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallCancelledException(
          operation, hash, device, "interrupted before its turn on a serialized volume", e);
    }
    if (turn.getHoldCount() == 1) {
      running = operation + " " + hash;
    }
  }

  void end() {
    if (turn.getHoldCount() == 1) {
      running = null;
    }
    turn.unlock();
  }

  private long nanos() {
    return limit.compareTo(LONGEST) >= 0 ? Long.MAX_VALUE : limit.toNanos();
  }

  private String waitedInVain() {
    String other = running;
    return "no turn within "
        + limit
        + "; the volume is serialized, one call at a time"
        + (other == null ? "" : ", and now it is " + other);
  }
}
