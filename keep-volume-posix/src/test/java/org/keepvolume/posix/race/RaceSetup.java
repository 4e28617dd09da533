// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.race;

import java.nio.file.Path;
import org.keepvolume.posix.Durability;
import org.keepvolume.posix.RaceVolumes;

/**
 * What all processes of a race agree on.
 *
 * @param root the volume's directory
 * @param clock the file of the {@link SharedClock}, elsewhere
 * @param variant what the volumes are left with
 * @param durability what they sync
 * @param processes how many processes
 * @param changers how many threads of each change blocks
 * @param lookers how many threads of each look at blocks all the time; each read opens and closes
 *     the file, and so would drop the locks of a volume that locks blocks' files
 * @param seed of contents and calls
 */
record RaceSetup(
    Path root,
    Path clock,
    RaceVolumes.Variant variant,
    Durability durability,
    int processes,
    int changers,
    int lookers,
    long seed) {
  String line() {
    return String.join(
        "\t",
        root.toString(),
        clock.toString(),
        variant.name(),
        durability.name(),
        Integer.toString(processes),
        Integer.toString(changers),
        Integer.toString(lookers),
        Long.toString(seed));
  }

  static RaceSetup parse(String line) {
    String[] words = line.split("\t", -1);
    return new RaceSetup(
        Path.of(words[0]),
        Path.of(words[1]),
        RaceVolumes.Variant.valueOf(words[2]),
        Durability.valueOf(words[3]),
        Integer.parseInt(words[4]),
        Integer.parseInt(words[5]),
        Integer.parseInt(words[6]),
        Long.parseLong(words[7]));
  }
}
