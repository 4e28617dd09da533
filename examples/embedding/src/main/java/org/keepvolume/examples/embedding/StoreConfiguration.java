// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.embedding;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import org.keepvolume.Access;
import org.keepvolume.VolumeException;
import org.keepvolume.posix.PosixVolume;
import org.keepvolume.store.BlockStore;
import org.keepvolume.store.BlockStoreBuilder;
import org.keepvolume.store.BufferPool;
import org.keepvolume.store.MountOptions;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Makes the store and what it stands on. Spring closes all of it in the reverse order, after the
 * web server: first the store, whose close waits for running calls.
 */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {
  @Bean
  PosixVolume newDisk(StoreSettings settings) throws VolumeException {
    return PosixVolume.open(settings.newDisk().toAbsolutePath());
  }

  @Bean
  @ConditionalOnProperty("keepvolume.old-disk")
  PosixVolume oldDisk(StoreSettings settings) throws VolumeException {
    return PosixVolume.open(settings.oldDisk().toAbsolutePath());
  }

  @Bean
  BufferPool buffers(StoreSettings settings) {
    return BufferPool.ofBytes(settings.buffers().toBytes());
  }

  @Bean
  MicrometerObserver observer(MeterRegistry registry, BufferPool buffers) {
    return new MicrometerObserver(registry, buffers);
  }

  @Bean
  BlockStore store(
      StoreSettings settings,
      @Qualifier("newDisk") PosixVolume newDisk,
      @Qualifier("oldDisk") Optional<PosixVolume> oldDisk,
      BufferPool buffers,
      MicrometerObserver observer) {
    MountOptions ours = MountOptions.defaults().keepOpen(); // Spring closes what it opened
    BlockStoreBuilder store = BlockStore.builder().mount(newDisk, ours);
    oldDisk.ifPresent(disk -> store.mount(disk, ours.withAccess(Access.READ_ONLY)));
    return store.buffers(buffers).timeLimit(settings.timeLimit()).observer(observer).build();
  }
}
