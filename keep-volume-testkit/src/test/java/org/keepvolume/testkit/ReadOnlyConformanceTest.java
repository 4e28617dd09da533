// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import java.util.Set;
import org.keepvolume.testkit.memory.LesserFixture;

/** A backend without writes and trash keeps every clause that applies to it. */
class ReadOnlyConformanceTest extends VolumeConformance {
  @Override
  protected VolumeFixture fixture() {
    return new LesserFixture("memory-read-only", Set.of());
  }
}
