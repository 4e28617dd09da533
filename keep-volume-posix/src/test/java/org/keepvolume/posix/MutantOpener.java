// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import java.io.IOException;
import java.nio.file.Path;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.testkit.process.VolumeOpener;

/** Opens the volume of a {@link PosixMutant} in another process. */
public final class MutantOpener implements VolumeOpener {
  /** Returns the argument that leads to a mutant's volume. */
  static String argument(PosixMutant mutant, Path root) {
    return mutant.name() + " " + root;
  }

  @Override
  public Volume open(String argument, VolumeContext context) throws IOException {
    int end = argument.indexOf(' ');
    return open(
        PosixMutant.valueOf(argument.substring(0, end)),
        Path.of(argument.substring(end + 1)),
        context);
  }

  static Volume open(PosixMutant mutant, Path root, VolumeContext context) throws IOException {
    return mutant.open(root, PosixOptions.defaults().withMinFree(0), context);
  }
}
