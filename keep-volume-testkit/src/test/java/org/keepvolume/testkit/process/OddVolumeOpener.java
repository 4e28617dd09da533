// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.process;

import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;

/** Opens an {@link OddVolume}, or fails where that is its argument. */
public final class OddVolumeOpener implements VolumeOpener {
  /** The argument with which nothing opens. */
  static final String FAILING = "failing";

  @Override
  public Volume open(String argument, VolumeContext context) throws Exception {
    if (argument.equals(FAILING)) {
      throw new ClassNotFoundException("no such device");
    }
    return new OddVolume(new DirectoryVolumeOpener().open(argument, context), context);
  }
}
