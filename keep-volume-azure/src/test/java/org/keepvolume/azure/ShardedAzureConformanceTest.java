// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import org.junit.jupiter.api.Tag;
import org.keepvolume.testkit.VolumeConformance;
import org.keepvolume.testkit.VolumeFixture;

/** What the kit says of the Azure volume with a prefix and shards, read in ranges. */
@Tag("long")
class ShardedAzureConformanceTest extends VolumeConformance {
  @Override
  protected VolumeFixture fixture() {
    return AzureFixture.sharded();
  }
}
