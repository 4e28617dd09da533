// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.race;

import java.io.IOException;
import java.nio.file.Path;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.posix.Durability;
import org.keepvolume.posix.RaceVolumes;
import org.keepvolume.posix.RaceVolumes.Variant;
import org.keepvolume.testkit.process.VolumeOpener;

/** Opens a volume of a race in another process. */
public final class RaceOpener implements VolumeOpener {
  static String argument(Variant variant, Durability durability, Path root) {
    return variant + "\t" + durability + "\t" + root;
  }

  @Override
  public Volume open(String argument, VolumeContext context) throws IOException {
    String[] words = argument.split("\t", 3);
    Variant variant = Variant.valueOf(words[0]);
    return RaceVolumes.open(variant, Durability.valueOf(words[1]), Path.of(words[2]), context);
  }
}
