// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.race;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.keepvolume.Capability;
import org.keepvolume.posix.Durability;
import org.keepvolume.posix.RaceVolumes;
import org.keepvolume.posix.RaceVolumes.Variant;
import org.keepvolume.testkit.files.KeepDirectoryFixture;
import org.keepvolume.testkit.history.Race;
import org.keepvolume.testkit.process.OtherProcess;

/** A race of the kit whose volumes, in all processes, are left with less than they should have. */
final class VariantRace implements AutoCloseable {
  private final KeepDirectoryFixture fixture;
  private final List<OtherProcess> others = new ArrayList<>();
  private final Race race;

  /**
   * Starts the processes.
   *
   * @param launcher the command before {@code java} of the first of the others
   * @param processes how many, with this one
   */
  VariantRace(
      Path scratch,
      Variant variant,
      Durability durability,
      List<String> launcher,
      int processes,
      long seed)
      throws Exception {
    fixture =
        new KeepDirectoryFixture(
            "race",
            EnumSet.allOf(Capability.class),
            scratch,
            (root, context) -> RaceVolumes.open(variant, durability, root, context));
    try {
      String argument = RaceOpener.argument(variant, durability, fixture.root());
      for (int i = 1; i < processes; i++) {
        List<String> before = i == 1 ? launcher : List.of();
        others.add(OtherProcess.start(before, RaceOpener.class, argument));
      }
      race = Race.open(fixture, 1, others, seed);
    } catch (Exception | Error e) {
      others.forEach(OtherProcess::close);
      fixture.close();
      throw e;
    }
  }

  Race race() {
    return race;
  }

  @Override
  public void close() throws IOException {
    try (fixture) {
      try (race) {
        // Before the processes that its volumes are in.
      }
      others.forEach(OtherProcess::close);
    }
  }
}
