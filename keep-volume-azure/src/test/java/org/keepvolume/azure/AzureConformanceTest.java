// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import org.junit.jupiter.api.Tag;
import org.keepvolume.testkit.VolumeConformance;
import org.keepvolume.testkit.VolumeFixture;

/** What the kit says of the Azure volume with the original's names. */
@Tag("slow")
class AzureConformanceTest extends VolumeConformance {
  @Override
  protected VolumeFixture fixture() {
    return AzureFixture.plain();
  }
}
