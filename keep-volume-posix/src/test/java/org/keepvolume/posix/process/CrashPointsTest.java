// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.Lists;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepvolume.posix.CrashVariant;

/**
 * Every change of a block is broken off at its system calls, by a kill of the process and by an
 * error, and leaves what it may.
 *
 * <p>With {@code -Dkeepvolume.posix.crash-points=all} at each call, otherwise at a sample.
 */
@Tag("slow")
class CrashPointsTest {
  private static final String WHICH = "keepvolume.posix.crash-points";
  private static final System.Logger LOG = System.getLogger(CrashPointsTest.class.getName());

  /** Of which a killed process may leave most; the sample has all their changing calls. */
  private static final Set<CrashScript> WHOLE = Set.of(CrashScript.WRITE, CrashScript.UNTRASH);

  private static final int KILLS_STEP = 6;
  private static final int ERRORS_STEP = 24;

  /** So few that a process ends long before it is taken for stuck. */
  private static final int PER_PROCESS = 20;

  @TempDir Path scratch;

  private static boolean all() {
    String which = System.getProperty(WHICH, "sample");
    assertTrue(
        List.of("sample", "all").contains(which),
        "-D" + WHICH + " is " + which + "; expected all or sample");
    return which.equals("all");
  }

  @ParameterizedTest
  @EnumSource
  void aKilledCallLeavesTheBlockAsItWasOrAsItShallBe(CrashScript script) throws Exception {
    CrashRun run = new CrashRun(script, CrashVariant.REAL, scratch.toRealPath());
    List<CrashPoint> points =
        run.record().stream().filter(point -> all() || point.changes()).toList();
    assertNone(kills(run, all() || WHOLE.contains(script) ? points : sample(points, KILLS_STEP)));
  }

  @ParameterizedTest
  @EnumSource
  void aCallThatFailsSaysSoAndLeavesTheBlockAsItWasOrAsItShallBe(CrashScript script)
      throws Exception {
    CrashRun run = new CrashRun(script, CrashVariant.REAL, scratch.toRealPath());
    List<CrashFailure> failures = failures(run.record());
    assertNone(fails(run, all() ? failures : sample(failures, ERRORS_STEP)));
  }

  /** A check that never failed would be no evidence. */
  @ParameterizedTest
  @CsvSource({
    "TRASH_COPIES, TRASH",
    "TRASH_UNLINKS_FIRST, TRASH",
    "UNTRASH_RENAMES_FIRST, UNTRASH",
    "WRITES_IN_PLACE, REPAIR",
    "WRITES_BESIDE, WRITE",
  })
  void aKillGivesABrokenVolumeAway(CrashVariant variant, CrashScript script) throws Exception {
    CrashRun run = new CrashRun(script, variant, scratch.toRealPath());
    List<String> violations =
        kills(run, run.record().stream().filter(CrashPoint::changes).toList());
    assertFalse(violations.isEmpty());
    LOG.log(Level.INFO, "{0}: {1}", variant, violations);
  }

  @ParameterizedTest
  @EnumSource(names = {"SYNCS_AGAIN", "IGNORES_SYNCS"})
  void anErrorGivesABrokenVolumeAway(CrashVariant variant) throws Exception {
    CrashRun run = new CrashRun(CrashScript.REWRITE, variant, scratch.toRealPath());
    List<CrashFailure> syncs =
        failures(run.record()).stream()
            .filter(failure -> failure.point().isSync() && failure.error().equals("EIO"))
            .toList();
    List<String> violations = fails(run, syncs);
    assertEquals(1, violations.size(), violations::toString);
    LOG.log(Level.INFO, "{0}: {1}", variant, violations);
  }

  /** A point, and the error that the call there gives. */
  private record CrashFailure(CrashPoint point, String error) {}

  private static List<CrashFailure> failures(List<CrashPoint> points) {
    return points.stream()
        .flatMap(point -> point.errors().stream().map(error -> new CrashFailure(point, error)))
        .toList();
  }

  private static List<String> kills(CrashRun run, List<CrashPoint> points) throws Exception {
    log(run + ", killed", points.stream().map(CrashPoint::name).toList());
    try (TwoAtOnce workers = new TwoAtOnce()) {
      return workers.each(points, run::kill);
    }
  }

  private static List<String> fails(CrashRun run, List<CrashFailure> failures) throws Exception {
    log(
        run + ", failing",
        failures.stream().map(each -> each.point().name() + " " + each.error()).toList());
    try (TwoAtOnce workers = new TwoAtOnce()) {
      return workers.each(Lists.partition(failures, PER_PROCESS), some -> fail(run, some));
    }
  }

  private static List<String> fail(CrashRun run, List<CrashFailure> failures) throws IOException {
    List<String> found = new ArrayList<>();
    try (CrashProcess process = run.start()) {
      for (CrashFailure each : failures) {
        found.addAll(run.fail(process, each.point(), each.error()));
      }
    }
    return found;
  }

  private static <T> List<T> sample(List<T> all, int step) {
    int offset = (int) Long.remainderUnsigned(Seeds.next(), step);
    List<T> chosen = new ArrayList<>();
    for (int i = offset; i < all.size(); i += step) {
      chosen.add(all.get(i));
    }
    return chosen;
  }

  private static void log(String what, List<String> calls) {
    Map<String, Long> counts =
        calls.stream()
            .collect(Collectors.groupingBy(call -> call, TreeMap::new, Collectors.counting()));
    LOG.log(Level.INFO, "{0} at {1} points: {2}", what, calls.size(), counts);
  }

  private static void assertNone(List<String> violations) {
    assertTrue(violations.isEmpty(), () -> String.join("\n", violations));
  }
}
