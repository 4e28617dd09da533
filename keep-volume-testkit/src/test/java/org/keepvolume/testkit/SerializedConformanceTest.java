// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import org.keepvolume.testkit.memory.LayeredFixture;

/** The reference with one call at a time keeps every clause. */
class SerializedConformanceTest extends VolumeConformance {
  @Override
  protected VolumeFixture fixture() {
    return LayeredFixture.serialized("memory-serialized");
  }
}
