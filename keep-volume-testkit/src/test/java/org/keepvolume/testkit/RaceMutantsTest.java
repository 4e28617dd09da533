// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepvolume.testkit.mutants.Mutant;
import org.keepvolume.testkit.mutants.RaceMutants;

/** What the races are there for: mistakes that only two threads at once can show. */
class RaceMutantsTest {
  /** Chance finds them: in a tenth of these runs, or else something is wrong. */
  private static final int MOST_RUNS = 40;

  @TempDir Path reports;

  static List<Mutant> mutants() {
    return RaceMutants.all();
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void racesFindTheBrokenClause(Mutant mutant) throws Exception {
    Set<Clause> broken = new HashSet<>();
    for (int i = 0; i < MOST_RUNS && !broken.contains(mutant.clause()); i++) {
      for (Throwable failure : KitRuns.failures(KitRuns.races(mutant, reports))) {
        broken.add(assertInstanceOf(ClauseFailure.class, failure).clause());
      }
    }
    assertTrue(broken.contains(mutant.clause()), () -> mutant + " was not found; but " + broken);
  }
}
