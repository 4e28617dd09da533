// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import java.io.IOException;
import java.nio.file.Path;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.testkit.process.VolumeOpener;

/** Opens a volume of the kit, here or in another process, that does not mind a nearly full disk. */
public final class PosixOpener implements VolumeOpener {
  @Override
  public Volume open(String argument, VolumeContext context) throws IOException {
    return open(Path.of(argument), context);
  }

  static PosixVolume open(Path root, VolumeContext context) throws IOException {
    return PosixVolume.open(root, PosixOptions.defaults().withMinFree(0), context);
  }
}
