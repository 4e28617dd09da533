// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import org.keepvolume.testkit.memory.SecretFixture;

/** A backend that is given a secret keeps it, and every clause. */
class SecretConformanceTest extends VolumeConformance {
  @Override
  protected VolumeFixture fixture() {
    return new SecretFixture();
  }
}
