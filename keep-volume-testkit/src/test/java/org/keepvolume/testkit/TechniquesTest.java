// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepvolume.testkit.model.WalkFailure;
import org.keepvolume.testkit.model.Walks;
import org.keepvolume.testkit.mutants.Mutant;

/** Walks alone find what docs/contract.md says, in as many sequences, and nothing else. */
class TechniquesTest {
  /** For a walk that hangs; the slowest takes some 6 seconds. */
  private static final Duration LIMIT = Duration.ofMinutes(1);

  static List<Mutant> mutants() {
    return MutantChoice.of(Techniques.mutants());
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void walksFindWhatTheTableSays(Mutant mutant) {
    String found = assertTimeoutPreemptively(LIMIT, () -> found(mutant));
    assertEquals(Techniques.of(mutant).walks(), found);
  }

  private static String found(Mutant mutant) throws Exception {
    // No time ends these walks before the limit does, so that their number is the seed's alone.
    Duration time = LIMIT.multipliedBy(10);
    Walks walks = new Walks(mutant.fixture()::make, Techniques.SEED, time, clause -> false);
    try {
      var unused = walks.run(Techniques.SEQUENCES);
      return "";
    } catch (WalkFailure e) {
      return e.clause().id() + " " + walks.tally().sequences();
    }
  }
}
