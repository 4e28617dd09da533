// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.race;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepvolume.posix.Durability;
import org.keepvolume.posix.RaceVolumes.Variant;
import org.keepvolume.posix.process.Seeds;
import org.keepvolume.posix.process.SlowProcess;
import org.keepvolume.testkit.history.Breach;
import org.keepvolume.testkit.history.History;

/**
 * Processes that touch, write, trash, restore, sweep and read the same few blocks lose none of them
 * (TR-7, TR-9, TM-3, WR-2, IX-1); without locks between processes they do.
 *
 * <p>A run of 20 seconds and more: {@code mvn -o test -pl keep-volume-posix -am -Dtest=RaceTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dkeepvolume.posix.race.epochs=2000}. What was done is
 * logged. With three processes: {@code -Dkeepvolume.posix.race.processes=3}. With other delays of
 * the slow process, in microseconds: {@code -Dkeepvolume.posix.race.delay=50000}.
 */
@Tag("long")
class RaceTest {
  private static final System.Logger LOG = System.getLogger(RaceTest.class.getName());

  private static final int EPOCHS = Integer.getInteger("keepvolume.posix.race.epochs", 80);

  /** Where each takes longer: so many that every kind of call has succeeded. */
  private static final int FEWER_EPOCHS = Math.max(40, EPOCHS / 5);

  private static final int PROCESSES = Integer.getInteger("keepvolume.posix.race.processes", 2);

  /** Jumps of the clock after which the history is checked, and a new one begun. */
  private static final int HEAT = 200;

  private static final int SLOW_HEAT = 30;

  /** Jumps after which it is seen whether a broken volume has lost anything, and how often. */
  private static final int SHORT_HEAT = 25;

  private static final int SHORT_SLOW_HEAT = 5;
  private static final int SHORT_HEATS = 80;

  private final long seed = Seeds.next();

  @TempDir Path scratch;

  @ParameterizedTest
  @EnumSource(names = {"WHOLE", "NO_SECOND_LOOK"})
  void nothingIsLostBetweenProcesses(Variant variant) throws Exception {
    requireNothingLost(variant, Durability.NONE, List.of(), EPOCHS, HEAT);
  }

  @Test
  void nothingIsLostWithSyncs() throws Exception {
    requireNothingLost(Variant.WHOLE, Durability.FULL, List.of(), FEWER_EPOCHS, HEAT);
  }

  /** In one process each of a trash's steps is late: the gaps between them become that wide. */
  @Test
  void nothingIsLostBesideASlowProcess() throws Exception {
    requireNothingLost(
        Variant.WHOLE, Durability.NONE, SlowProcess.launcher(), FEWER_EPOCHS, SLOW_HEAT);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"WHOLE", "NO_SECOND_LOOK"},
      mode = EnumSource.Mode.EXCLUDE)
  void withoutLocksBetweenProcessesBlocksAreLost(Variant variant) throws Exception {
    requireLoss(variant, List.of(), SHORT_HEAT);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"WHOLE", "NO_SECOND_LOOK"},
      mode = EnumSource.Mode.EXCLUDE)
  void withoutLocksBetweenProcessesBlocksAreLostBesideASlowProcess(Variant variant)
      throws Exception {
    requireLoss(variant, SlowProcess.launcher(), SHORT_SLOW_HEAT);
  }

  private void requireNothingLost(
      Variant variant, Durability durability, List<String> launcher, int epochs, int heat)
      throws Exception {
    try (VariantRace race =
        new VariantRace(scratch, variant, durability, launcher, PROCESSES, seed)) {
      Map<String, Long> counts = new TreeMap<>();
      for (int left = epochs; left > 0; left -= heat) {
        long start = System.nanoTime();
        History history = race.race().heats(Math.min(left, heat));
        List<Breach> breaches = history.check();
        log(variant, durability, start, history, breaches);
        assertEquals(List.of(), breaches.stream().limit(10).toList());
        history.counts().forEach((what, count) -> counts.merge(what, count, Long::sum));
      }
      assertWorthIt(counts);
    }
  }

  /** A race in which nobody trashes anything, or everything is gone, proves nothing. */
  private static void assertWorthIt(Map<String, Long> counts) {
    for (String deed :
        List.of(
            "TOUCH OK",
            "TOUCH MISSING",
            "WRITE OK",
            "TRASH TRASHED",
            "TRASH DELETED",
            "TRASH TOO_RECENT",
            "UNTRASH RESTORED",
            "SWEEP OK",
            "READ OK",
            "STAT OK",
            "INDEX OK")) {
      assertTrue(counts.containsKey(deed), () -> "no " + deed + " in " + counts);
    }
  }

  private void requireLoss(Variant variant, List<String> launcher, int heat) throws Exception {
    long start = System.nanoTime();
    try (VariantRace race =
        new VariantRace(scratch, variant, Durability.NONE, launcher, PROCESSES, seed)) {
      for (int i = 0; i < SHORT_HEATS; i++) {
        History history = race.race().heats(heat);
        List<Breach> breaches = history.check();
        if (breaches.stream().anyMatch(Breach::isLoss)) {
          log(variant, Durability.NONE, start, history, breaches);
          return;
        }
      }
    }
    throw new AssertionError(
        variant + " lost nothing in " + SHORT_HEATS * heat + " jumps of the clock");
  }

  private static void log(
      Variant variant, Durability durability, long start, History history, List<Breach> breaches) {
    LOG.log(
        System.Logger.Level.INFO,
        "{0} {1}: {2} s, {3}, {4}, {5} breaches {6}",
        variant,
        durability,
        (System.nanoTime() - start) / 1e9,
        history.counts(),
        history.fates(breaches),
        breaches.size(),
        breaches.stream().filter(Breach::isLoss).limit(1).toList());
  }
}
