// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.testkit.VolumeFixture;
import org.keepvolume.testkit.memory.MemoryFixture;
import org.keepvolume.testkit.model.ArrivalFixture;

/** Races on good volumes: nothing is wrong, and enough happens. */
class RaceTest {
  private static final long SEED = 7;

  @ParameterizedTest
  @ValueSource(ints = {-90, 0, 90})
  void deviceThatStampsByArrivalBreaksNothing(int skew) throws Exception {
    try (VolumeFixture fixture = new ArrivalFixture(Duration.ofSeconds(skew));
        Race race = Race.open(fixture, 2, List.of(), SEED)) {
      Litmus litmus = new Litmus(race, Litmus.Setting.TWO_OBJECTS);
      assertFalse(litmus.pairs().contains(LitmusPair.TOUCH_TRASH));
      for (LitmusPair pair : litmus.pairs()) {
        for (int i = 0; i < 20; i++) {
          Litmus.Round round = litmus.round(pair);
          assertEquals(Optional.empty(), round.broken(), round::what);
        }
      }
      assertEquals(List.of(), race.heats(40).check());
    }
  }

  @Test
  void everyCallOfARaceIsMadeAndHasSeveralEnds() throws Exception {
    try (VolumeFixture fixture = new MemoryFixture();
        Race race = Race.open(fixture, 1, List.of(), SEED)) {
      var counts = race.heats(150).counts();
      for (String expected :
          List.of(
              "TOUCH OK",
              "TOUCH MISSING",
              "WRITE OK",
              "TRASH TRASHED",
              "TRASH DELETED",
              "TRASH TOO_RECENT",
              "TRASH_SEEN TRASHED",
              "UNTRASH RESTORED",
              "UNTRASH ALREADY_LIVE",
              "SWEEP OK",
              "READ OK",
              "STAT OK",
              "INDEX OK")) {
        assertTrue(counts.containsKey(expected), () -> "no " + expected + " in " + counts);
      }
    }
  }

  @Test
  void oneSeedMakesOneScript() {
    var capabilities = new MemoryFixture().capabilities();
    var one = new Scripts(SEED, capabilities, 6, 2).heat(3, 1000);
    assertEquals(one, new Scripts(SEED, capabilities, 6, 2).heat(3, 1000));
    assertNotEquals(one, new Scripts(SEED + 1, capabilities, 6, 2).heat(3, 1000));
    assertEquals(one, one.stream().map(script -> Script.parse(script.text())).toList());
  }

  @Test
  void processesWithoutACommonClockAreRefused() throws Exception {
    assertTrue(OneClock.require(new Elsewhere(0)) >= 0);
    for (long ahead : List.of(-1_000_000_000L, 1_000_000_000L)) {
      var refused =
          assertThrows(IllegalStateException.class, () -> OneClock.require(new Elsewhere(ahead)));
      assertTrue(refused.getMessage().contains("no common clock"), refused.getMessage());
    }
  }

  /** A process whose time is ahead of ours. */
  private record Elsewhere(long ahead) implements Side {
    @Override
    public long nanoTime() {
      return System.nanoTime() + ahead;
    }

    @Override
    public List<Event> run(long start, List<Script> scripts) {
      return List.of();
    }

    @Override
    public void close() {}
  }
}
