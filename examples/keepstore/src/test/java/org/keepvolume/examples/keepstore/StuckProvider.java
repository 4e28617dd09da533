// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import java.util.concurrent.CountDownLatch;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.config.ConfigKey;
import org.keepvolume.config.ConfigSchema;
import org.keepvolume.config.VolumeConfig;
import org.keepvolume.spi.VolumeProvider;

/** Never opens a volume: says that it begins to, and waits until it is interrupted. */
public final class StuckProvider implements VolumeProvider {
  /** What it says. */
  static final String LINE = "a volume is stuck";

  private static final ConfigSchema SCHEMA =
      ConfigSchema.ofVolume("stuck", "Never opens")
          .volumeKey(ConfigKey.string("place", "Anything"))
          .build();

  @Override
  public String type() {
    return SCHEMA.type();
  }

  @Override
  public ConfigSchema schema() {
    return SCHEMA;
  }

  @Override
  public Volume open(VolumeConfig config, VolumeContext context) {
    System.err.println(LINE);
    try {
      new CountDownLatch(1).await();
      throw new AssertionError("nobody lets go");
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while it opened", e);
    }
  }
}
