// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.process;

import java.nio.file.Path;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;

/** Opens a {@link DirectoryVolume} on the directory that the argument names. */
public final class DirectoryVolumeOpener implements VolumeOpener {
  @Override
  public Volume open(String argument, VolumeContext context) throws VolumeException {
    return DirectoryVolume.open(Path.of(argument), context);
  }
}
