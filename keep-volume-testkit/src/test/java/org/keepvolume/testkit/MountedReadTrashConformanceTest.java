// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import org.keepvolume.Access;
import org.keepvolume.Capability;
import org.keepvolume.testkit.memory.LayeredFixture;

/** The reference, mounted to be emptied, keeps every clause of a volume with trash alone. */
class MountedReadTrashConformanceTest extends VolumeConformance {
  @Override
  protected VolumeFixture fixture() {
    return LayeredFixture.restricted(
        "memory-mounted-read-trash", Access.READ_TRASH, Capability.TRASH);
  }
}
