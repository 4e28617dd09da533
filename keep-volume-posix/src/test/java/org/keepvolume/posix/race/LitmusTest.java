// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.race;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.posix.Durability;
import org.keepvolume.posix.RaceVolumes.Variant;
import org.keepvolume.posix.process.Seeds;
import org.keepvolume.testkit.history.Litmus;
import org.keepvolume.testkit.history.Litmus.Round;
import org.keepvolume.testkit.history.LitmusPair;

/** Two calls at once on one block: without locks between processes a touch may be in vain. */
class LitmusTest {
  private static final System.Logger LOG = System.getLogger(LitmusTest.class.getName());

  /** How often what broken volumes do together is tried, which few rounds show. */
  private static final int MANY = 50_000;

  @TempDir Path scratch;

  /** The second net alone would put the block back: only who reads all the time sees it blink. */
  @Test
  void withoutLocksBetweenProcessesATouchIsInVain() throws Exception {
    Variant variant = Variant.NO_FILE_LOCKS_NO_SECOND_LOOK;
    try (VariantRace race =
        new VariantRace(scratch, variant, Durability.NONE, List.of(), 2, Seeds.next())) {
      Litmus litmus = new Litmus(race.race(), Litmus.Setting.TWO_PROCESSES);
      for (int i = 0; i < MANY; i++) {
        Round round = litmus.round(LitmusPair.TOUCH_TRASH);
        if (round.broken().isPresent()) {
          LOG.log(System.Logger.Level.INFO, "{0}: {1} rounds, {2}", variant, i, round.what());
          return;
        }
      }
    }
    throw new AssertionError("nothing went wrong");
  }
}
