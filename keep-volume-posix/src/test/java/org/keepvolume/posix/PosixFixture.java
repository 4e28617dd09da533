// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import com.google.common.collect.Sets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keepvolume.Access;
import org.keepvolume.Capability;
import org.keepvolume.layer.Layers;
import org.keepvolume.posix.process.FullDisk;
import org.keepvolume.posix.process.PowerLoss;
import org.keepvolume.posix.process.ShortLimits;
import org.keepvolume.spi.VolumeProviders;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.Evidence;
import org.keepvolume.testkit.files.KeepDirectoryFixture;
import org.keepvolume.testkit.process.OtherProcess;

/** The POSIX volume in a directory, as it is or as a mutant, with evidence from processes. */
final class PosixFixture extends KeepDirectoryFixture {
  private static final Set<Capability> ALL = Sets.immutableEnumSet(EnumSet.allOf(Capability.class));

  private final Optional<PosixMutant> mutant;

  private PosixFixture(
      String name,
      Set<Capability> capabilities,
      Path parent,
      Opener opener,
      Optional<PosixMutant> mutant)
      throws IOException {
    super(name, capabilities, parent, opener);
    this.mutant = mutant;
  }

  static PosixFixture whole(Path parent) throws IOException {
    return new PosixFixture("posix", ALL, parent, PosixOpener::open, Optional.empty());
  }

  /** The volume with one call at a time in this process. */
  static PosixFixture serialized(Path parent) throws IOException {
    Opener opener =
        (root, context) ->
            Layers.serialized(PosixOpener.open(root, context), Duration.ofMinutes(5));
    return new PosixFixture("posix-serialized", ALL, parent, opener, Optional.empty());
  }

  /** The volume where nothing may be changed; other processes may. */
  static PosixFixture readOnly(Path parent) throws IOException {
    Set<Capability> left = EnumSet.of(Capability.SHARED, Capability.DURABLE);
    Opener opener =
        (root, context) -> Layers.restricted(PosixOpener.open(root, context), Access.READ_ONLY);
    return new PosixFixture("posix-read-only", left, parent, opener, Optional.empty());
  }

  /** The volume that breaks one clause; its other processes and evidence are of it, too. */
  static PosixFixture of(PosixMutant mutant, Path parent) throws IOException {
    return new PosixFixture(
        mutant.reportName(),
        ALL,
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

  /** Of a mutant there is no provider. */
  @Override
  public Optional<Map<String, String>> configuration(VolumeProviders providers) {
    return mutant.isPresent()
        ? Optional.empty()
        : Optional.of(Map.of("type", "posix", "root", root().toString()));
  }

  @Override
  public boolean readsTakeTurns() {
    return name().equals("posix-serialized");
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
