// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import com.google.common.base.Ticker;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.keepvolume.Volume;

/**
 * Makes stores over fake volumes, which are asked in the order given, with one pool of buffers, and
 * fails a test that has lost a buffer.
 */
final class TestStores implements AfterEachCallback {
  /** The size of the pool. A block of more than half of it leaves no room for another. */
  static final int POOL_BYTES = 4 << 20;

  private final BufferPool pool =
      new BufferPool(
          POOL_BYTES,
          POOL_BYTES,
          Duration.ofMinutes(1),
          true,
          ByteBuffer::allocateDirect,
          Ticker.systemTicker());

  BlockStore of(Volume... volumes) {
    return of(BlockStore.builder(), volumes);
  }

  BlockStore of(BlockStoreBuilder builder, Volume... volumes) {
    for (int i = 0; i < volumes.length; i++) {
      builder.mount(volumes[i], inPlace(i));
    }
    return builder.buffers(pool).build();
  }

  /** Returns options for the mount in a place of the order, 0 for the first. */
  static MountOptions inPlace(int place) {
    return MountOptions.defaults().withPriority(-place);
  }

  BufferPool pool() {
    return pool;
  }

  /** Fails if a buffer was not given back. */
  @Override
  public void afterEach(ExtensionContext context) {
    pool.close();
  }
}
