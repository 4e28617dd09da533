// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.keepvolume.TrashPolicy;
import org.keepvolume.posix.Durability;
import org.keepvolume.posix.PosixMutant;

/**
 * Runs {@link MarkedTraffic} on a volume, or on a mutant's, in a process under strace.
 *
 * @param scratch an existing directory, in which the volume gets a new one
 */
record TracedTraffic(Path scratch, Durability durability, Optional<PosixMutant> mutant) {
  /** Blocks can be trashed at once, and copies are swept soon. */
  private static final TrashPolicy QUICK = new TrashPolicy(Duration.ZERO, Duration.ofSeconds(1));

  Path root() {
    return scratch.resolve("traced");
  }

  /** Runs it once and returns the trace; the options are more of strace's. */
  List<SystemCall> run(MarkedTraffic.Style style, String... options)
      throws IOException, InterruptedException {
    Files.createDirectory(root());
    Strace strace = new Strace(scratch.resolve("trace"), root());
    try (VolumeProcess volume = VolumeProcess.start(strace.launcher(options))) {
      if (mutant.isPresent()) {
        volume.openMutant(mutant.get(), root(), QUICK).succeeded();
      } else {
        volume.open(root(), durability, QUICK).succeeded();
      }
      volume.traffic(style, Seeds.next()).succeeded();
      volume.finish();
    }
    return strace.calls();
  }
}
