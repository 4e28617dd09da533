// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.annotation.CheckReturnValue;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Operation;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeUnavailableException;

/** A buffer pool whose waits end as calls of a store do: cancellable and limited (ST-7). */
@CheckReturnValue
final class StoreBuffers {
  private final BufferPool pool;

  StoreBuffers(BufferPool pool) {
    this.pool = pool;
  }

  /** Lends a buffer, waiting for one if none is free. */
  PooledBuffer take(int size, Operation operation, @Nullable BlockHash hash)
      throws VolumeException {
    try {
      return pool.take(size);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallCancelledException(
          operation, hash, null, "interrupted while waiting for a buffer", e);
    } catch (TimeoutException e) {
      String detail = "no buffer of " + size + " bytes: " + e.getMessage();
      throw new VolumeUnavailableException(operation, hash, null, detail, null, e);
    }
  }

  /** Lends a buffer if one is free. */
  Optional<PooledBuffer> tryTake(int size) {
    return pool.tryTake(size);
  }
}
