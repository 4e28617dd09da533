// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import org.keepvolume.Capability;
import org.keepvolume.posix.process.FullDisk;
import org.keepvolume.posix.process.PowerLoss;
import org.keepvolume.posix.process.ShortLimits;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.Evidence;
import org.keepvolume.testkit.files.KeepDirectoryFixture;
import org.keepvolume.testkit.process.OtherProcess;

/** The POSIX volume in a directory, as it is or as a mutant, with evidence from processes. */
final class PosixFixture extends KeepDirectoryFixture {
  private final Optional<PosixMutant> mutant;

  private PosixFixture(String name, Path parent, Opener opener, Optional<PosixMutant> mutant)
      throws IOException {
    super(name, EnumSet.allOf(Capability.class), parent, opener);
    this.mutant = mutant;
  }

  static PosixFixture whole(Path parent) throws IOException {
    return new PosixFixture("posix", parent, PosixOpener::open, Optional.empty());
  }

  /** The volume that breaks one clause; its other processes and evidence are of it, too. */
  static PosixFixture of(PosixMutant mutant, Path parent) throws IOException {
    return new PosixFixture(
        mutant.reportName(),
        parent,
        (root, context) -> MutantOpener.open(mutant, root, context),
        Optional.of(mutant));
  }

  @Override
  public Optional<OtherProcess> otherProcess() {
    return Optional.of(
        mutant
            .map(
                broken ->
                    OtherProcess.start(
                        broken.launcher(),
                        MutantOpener.class,
                        MutantOpener.argument(broken, root())))
            .orElseGet(() -> OtherProcess.start(PosixOpener.class, root().toString())));
  }

  /** A disk cannot be filled in this process, which must not need to be root. */
  @Override
  public Optional<Evidence> evidence(Clause clause) throws Exception {
    return switch (clause) {
      case WR_10 -> Optional.of(PowerLoss.ofWrites(root().getParent(), mutant));
      case TM_5 -> Optional.of(PowerLoss.ofTouchAndUntrash(root().getParent(), mutant));
      case CX_2 -> Optional.of(ShortLimits.whenTheyPass(root()));
      case WR_9 -> Optional.of(FullDisk.whatWritesLeave(root()));
      case WR_11 -> Optional.of(FullDisk.whatElseFails(root()));
      default -> Optional.empty();
    };
  }
}
