// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import org.keepvolume.Access;
import org.keepvolume.testkit.memory.LayeredFixture;

/** The reference, mounted read-only, keeps every clause of a volume that only reads. */
class MountedReadOnlyConformanceTest extends VolumeConformance {
  @Override
  protected VolumeFixture fixture() {
    return LayeredFixture.restricted("memory-mounted-read-only", Access.READ_ONLY);
  }
}
