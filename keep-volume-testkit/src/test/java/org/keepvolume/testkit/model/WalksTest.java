// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.mutants.Mutant;
import org.keepvolume.testkit.mutants.Mutants;
import org.keepvolume.testkit.mutants.WalkMutants;

/** What walks alone find, and that they find nothing where nothing is broken. */
class WalksTest {
  private static final long SEED = 1;
  private static final int SEQUENCES = 2000;

  /** Broken volumes that the tests of one clause find too. */
  private static final Set<String> SAMPLE =
      Set.of(
          "stamps the block on each read",
          "verifies blocks that do not fit into its buffer of 16 KiB",
          "keeps the first half of a colliding block in place",
          "touch sets the present time without comparing",
          "ignores that mtime changed since the list of blocks to trash was made",
          "restores the copy that was trashed first",
          "drops the other copies",
          "removes every copy of a block of which one is past its deadline",
          "counts what it looked at, not what it removed",
          "undoes a write whose answer was lost",
          "looks at no more digits than its directories have",
          "begins before it looks at the trash mark");

  static List<Mutant> sample() {
    return Stream.concat(
            Mutants.all().stream().filter(mutant -> SAMPLE.contains(mutant.bug())),
            WalkMutants.all().stream())
        .toList();
  }

  private static Walks walks(Walks.Devices devices) {
    return new Walks(devices, SEED, Duration.ofMinutes(10), clause -> false);
  }

  @ParameterizedTest
  @MethodSource("sample")
  void findsTheBrokenVolumeAndMakesItSmall(Mutant mutant) {
    Walks walks = walks(mutant.fixture()::make);
    WalkFailure failure = assertThrows(WalkFailure.class, () -> walks.run(SEQUENCES));
    assertTrue(failure.getMessage().contains("Walk.replay("), failure.getMessage());
    if (SAMPLE.contains(mutant.bug())) {
      assertEquals(mutant.clause(), failure.clause(), failure.getMessage());
    }
    List<String> lines = failure.getMessage().lines().toList();
    String last = lines.get(lines.size() - 1);
    assertTrue(last.endsWith(");"), failure.getMessage());
  }

  @Test
  void sampleIsThere() {
    assertEquals(
        SAMPLE,
        Mutants.all().stream()
            .map(Mutant::bug)
            .filter(SAMPLE::contains)
            .collect(Collectors.toSet()));
  }

  /** As a service is, whose own clock may be wrong. */
  @ParameterizedTest
  @ValueSource(ints = {0, -3600, 300})
  void deviceWithItsOwnClockAgreesWithTheModel(int skew) throws Exception {
    Walks walks = walks(() -> new ArrivalFixture(Duration.ofSeconds(skew)));
    assertTrue(walks.run(200).isEmpty());
    for (Clause clause : List.of(Clause.TR_1, Clause.TR_3, Clause.TR_6, Clause.WR_8, Clause.TM_1)) {
      assertTrue(walks.tally().clauses().containsKey(clause), clause + " was never in question");
    }
  }
}
