// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.testkit.VolumeConformance;
import org.keepvolume.testkit.VolumeFixture;

/** What the kit says of the POSIX volume where nothing may be changed. */
@Tag("long")
class ReadOnlyPosixConformanceTest extends VolumeConformance {
  @TempDir static Path scratch;

  @Override
  protected VolumeFixture fixture() throws IOException {
    return PosixFixture.readOnly(scratch);
  }
}
