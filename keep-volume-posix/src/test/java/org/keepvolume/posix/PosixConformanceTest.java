// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.Capability;
import org.keepvolume.VolumeContext;
import org.keepvolume.posix.process.FullDisk;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.Evidence;
import org.keepvolume.testkit.VolumeConformance;
import org.keepvolume.testkit.VolumeFixture;
import org.keepvolume.testkit.Waiver;
import org.keepvolume.testkit.files.KeepDirectoryFixture;

/** What the kit says of the POSIX volume. */
class PosixConformanceTest extends VolumeConformance {
  private static final String LIMITS = "docs/posix.md#limits-of-this-version";

  @TempDir static Path scratch;

  @Override
  protected VolumeFixture fixture() throws IOException {
    return new PosixFixture(scratch);
  }

  private static final class PosixFixture extends KeepDirectoryFixture {
    PosixFixture(Path parent) throws IOException {
      super("posix", Set.of(Capability.WRITE), parent, PosixFixture::openVolume);
    }

    private static PosixVolume openVolume(Path root, VolumeContext context) throws IOException {
      return PosixVolume.open(root, PosixOptions.defaults(), context);
    }

    @Override
    public List<Waiver> waivers() {
      return List.of(
          new Waiver(Clause.CX_1, "A sync that the disk does not answer is waited for.", LIMITS),
          new Waiver(
              Clause.CX_2, "It has no limits yet: a disk that hangs is waited for.", LIMITS));
    }

    /** A disk cannot be filled in this process, which must not need to be root. */
    @Override
    public Optional<Evidence> evidence(Clause clause) throws IOException {
      return switch (clause) {
        case WR_9 -> Optional.of(FullDisk.whatWritesLeave(root()));
        case WR_11 -> Optional.of(FullDisk.whatElseFails(root()));
        default -> Optional.empty();
      };
    }
  }
}
