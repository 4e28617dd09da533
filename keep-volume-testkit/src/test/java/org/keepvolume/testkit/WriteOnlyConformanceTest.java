// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import java.util.Set;
import org.keepvolume.Capability;
import org.keepvolume.testkit.memory.LesserFixture;

/** A backend without trash keeps every clause that applies to it. */
class WriteOnlyConformanceTest extends VolumeConformance {
  @Override
  protected VolumeFixture fixture() {
    return new LesserFixture("memory-write-only", Set.of(Capability.WRITE));
  }
}
