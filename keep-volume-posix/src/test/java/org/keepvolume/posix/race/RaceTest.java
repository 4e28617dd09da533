// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.race;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepvolume.posix.Durability;
import org.keepvolume.posix.RaceVolumes.Variant;
import org.keepvolume.posix.process.Seeds;
import org.keepvolume.posix.process.SlowProcess;

/**
 * Processes that touch, write, trash, restore, sweep and read the same few blocks lose none of them
 * (TR-7, TR-9, TM-3, WR-2, IX-1); without locks between processes they do.
 *
 * <p>A run of 20 seconds and more: {@code mvn -o test -pl keep-volume-posix -am -Dtest=RaceTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dkeepvolume.posix.race.epochs=2000}. What was done is
 * logged. With three processes: {@code -Dkeepvolume.posix.race.processes=3}. With other delays of
 * the slow process, in microseconds: {@code -Dkeepvolume.posix.race.delay=50000}.
 */
@Tag("slow")
class RaceTest {
  private static final System.Logger LOG = System.getLogger(RaceTest.class.getName());

  private static final int EPOCHS = Integer.getInteger("keepvolume.posix.race.epochs", 80);
  private static final int PROCESSES = Integer.getInteger("keepvolume.posix.race.processes", 2);

  /** Jumps of the clock after which processes are replaced: they keep their history in memory. */
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
    requireNothingLost(variant, Durability.NONE, i -> List.of(), EPOCHS, HEAT);
  }

  @Test
  void nothingIsLostWithSyncs() throws Exception {
    requireNothingLost(Variant.WHOLE, Durability.FULL, i -> List.of(), EPOCHS / 5, HEAT);
  }

  /** In one process each of a trash's steps is late: the gaps between them become that wide. */
  @Test
  void nothingIsLostBesideASlowProcess() throws Exception {
    requireNothingLost(Variant.WHOLE, Durability.NONE, RaceTest::slow, EPOCHS / 5, SLOW_HEAT);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"WHOLE", "NO_SECOND_LOOK"},
      mode = EnumSource.Mode.EXCLUDE)
  void withoutLocksBetweenProcessesBlocksAreLost(Variant variant) throws Exception {
    requireLoss(variant, i -> List.of(), SHORT_HEAT);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"WHOLE", "NO_SECOND_LOOK"},
      mode = EnumSource.Mode.EXCLUDE)
  void withoutLocksBetweenProcessesBlocksAreLostBesideASlowProcess(Variant variant)
      throws Exception {
    requireLoss(variant, RaceTest::slow, SHORT_SLOW_HEAT);
  }

  private static List<String> slow(int process) {
    return process == 0 ? SlowProcess.launcher() : List.of();
  }

  private RaceSetup setup(Variant variant, Durability durability, int number) {
    Path heat = scratch.resolve(Integer.toString(number));
    return new RaceSetup(
        heat.resolve("volume"),
        heat.resolve("clock"),
        variant,
        durability,
        PROCESSES,
        3,
        1,
        seed + number);
  }

  private void requireNothingLost(
      Variant variant,
      Durability durability,
      IntFunction<List<String>> launcher,
      int epochs,
      int heat)
      throws IOException {
    for (int left = epochs, i = 0; left > 0; left -= heat, i++) {
      RaceSetup setup = setup(variant, durability, i);
      try (Race race = new Race(scratch.resolve(Integer.toString(i)), setup, launcher)) {
        long start = System.nanoTime();
        History history = race.run(Math.min(left, heat));
        List<Violation> violations = history.check(race.blocks().all());
        log(setup, start, history, violations);
        assertEquals(List.of(), violations.stream().limit(10).toList());
        assertWorthIt(history.counts());
      }
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

  private void requireLoss(Variant variant, IntFunction<List<String>> launcher, int heat)
      throws IOException {
    RaceSetup setup = setup(variant, Durability.NONE, 0);
    long start = System.nanoTime();
    try (Race race = new Race(scratch.resolve("0"), setup, launcher)) {
      for (int i = 0; i < SHORT_HEATS; i++) {
        History history = race.run(heat);
        List<Violation> violations = history.check(race.blocks().all());
        if (violations.stream().anyMatch(Violation::isLoss)) {
          log(setup, start, history, violations);
          return;
        }
      }
    }
    throw new AssertionError(
        variant + " lost nothing in " + SHORT_HEATS * heat + " jumps of the clock");
  }

  private static void log(
      RaceSetup setup, long start, History history, List<Violation> violations) {
    LOG.log(
        System.Logger.Level.INFO,
        "{0} {1}: {2} s, {3}, {4}, {5} violations {6}",
        setup.variant(),
        setup.durability(),
        (System.nanoTime() - start) / 1e9,
        history.counts(),
        history.fates(violations),
        violations.size(),
        violations.stream().filter(Violation::isLoss).limit(1).toList());
  }
}
