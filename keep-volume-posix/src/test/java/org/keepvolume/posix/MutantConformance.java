// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.testkit.VolumeConformance;
import org.keepvolume.testkit.VolumeFixture;

/** The kit on the mutant of the moment; run by {@link MutantRun} alone. */
class MutantConformance extends VolumeConformance {
  static final AtomicReference<PosixMutant> MUTANT = new AtomicReference<>();

  @TempDir static Path scratch;

  @Override
  protected VolumeFixture fixture() throws IOException {
    return PosixFixture.of(MUTANT.get(), scratch);
  }
}
