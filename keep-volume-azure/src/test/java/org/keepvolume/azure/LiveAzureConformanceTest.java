// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import org.junit.jupiter.api.condition.EnabledIf;
import org.keepvolume.testkit.VolumeConformance;
import org.keepvolume.testkit.VolumeFixture;

/** What the kit says of the Azure volume in Azure itself, in a container kept for it. */
@EnabledIf(
    value = "org.keepvolume.azure.KitService#isLive",
    disabledReason =
        "not run: KEEPVOLUME_LIVE_AZURE_ACCOUNT, _KEY and _CONTAINER name no account of Azure")
class LiveAzureConformanceTest extends VolumeConformance {
  @Override
  protected VolumeFixture fixture() {
    return AzureFixture.live();
  }
}
