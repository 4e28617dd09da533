// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.testkit.process.DirectoryFixture;

/** A backend that processes share keeps every clause that applies to it. */
class DirectoryVolumeConformanceTest extends VolumeConformance {
  @TempDir static Path scratch;

  @Override
  protected VolumeFixture fixture() throws IOException {
    return new DirectoryFixture(scratch);
  }
}
