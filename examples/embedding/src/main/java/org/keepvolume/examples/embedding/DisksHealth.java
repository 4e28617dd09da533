// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.embedding;

import org.keepvolume.VolumeException;
import org.keepvolume.store.BlockStore;
import org.keepvolume.store.Mount;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;
import org.springframework.stereotype.Component;

/**
 * Down if any disk does not answer. Not part of Spring's readiness: a lost disk must not take the
 * blocks of the others away.
 */
@Component
class DisksHealth extends AbstractHealthIndicator {
  private final BlockStore store;

  DisksHealth(BlockStore store) {
    super("the block store could not be asked");
    this.store = store;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    health.up();
    for (Mount mount : store.mounts()) {
      try {
        health.withDetail(mount.toString(), mount.volume().status());
      } catch (VolumeException e) {
        health.down().withDetail(mount.toString(), e.getMessage());
      }
    }
  }
}
