// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.annotation.Nullable;

/** The buffers and threads of a store, of which it closes those that it has made. */
final class StoreResources {
  private final BufferPool buffers;
  private final boolean ownBuffers;
  private final @Nullable ExecutorService ownThreads;
  private final @Nullable Executor executor;

  /**
   * Makes what a store needs beside its mounts.
   *
   * @param buffers the pool
   * @param ownBuffers whether the pool is closed with the store
   * @param given the caller's executor, which is not closed
   * @param threadsNeeded whether there must be an executor, be it one of the store's own
   */
  StoreResources(
      BufferPool buffers, boolean ownBuffers, @Nullable Executor given, boolean threadsNeeded) {
    this.buffers = buffers;
    this.ownBuffers = ownBuffers;
    ownThreads =
        given == null && threadsNeeded
            ? Executors.newCachedThreadPool(
                new ThreadFactoryBuilder()
                    .setDaemon(true)
                    .setNameFormat("keepvolume-store-%d")
                    .build())
            : null;
    executor = given == null ? ownThreads : given;
  }

  BufferPool buffers() {
    return buffers;
  }

  @Nullable
  Executor executor() {
    return executor;
  }

  void close() {
    if (ownThreads != null) {
      ownThreads.shutdown();
    }
    if (ownBuffers) {
      buffers.close();
    }
  }
}
