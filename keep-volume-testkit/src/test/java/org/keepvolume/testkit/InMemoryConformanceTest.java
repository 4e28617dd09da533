// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import org.keepvolume.testkit.memory.MemoryFixture;

/** The reference keeps every clause. */
class InMemoryConformanceTest extends VolumeConformance {
  @Override
  protected VolumeFixture fixture() {
    return new MemoryFixture();
  }
}
