// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.keepvolume.testkit.Clause.Level;
import org.keepvolume.testkit.mutants.Mutant;
import org.keepvolume.testkit.mutants.Mutants;

/** Every clause has tests, and broken backends that fail them, or says why not. */
class ClauseCoverageTest {
  private static final Map<Clause, List<String>> TESTS = ClauseTests.all();

  @Test
  void everyClauseHasTestsOrSaysWhyNot() {
    List<Clause> wrong = new ArrayList<>();
    for (Clause clause : Clause.values()) {
      boolean tested = TESTS.containsKey(clause);
      boolean excused = clause.untested().isPresent();
      if (tested == excused || excused != (clause.level() == Level.UNTESTED)) {
        wrong.add(clause);
      }
    }
    assertEquals(List.of(), wrong, "neither tested nor excused, or both");
  }

  @Test
  void everyTestedClauseHasAMutant() {
    Set<Clause> broken = Mutants.all().stream().map(Mutant::clause).collect(Collectors.toSet());
    assertEquals(TESTS.keySet(), broken);
  }

  @Test
  void noTwoMutantsHaveOneName() {
    Set<String> names = new HashSet<>();
    for (Mutant mutant : Mutants.all()) {
      assertTrue(names.add(mutant.toString()), mutant.toString());
    }
  }

  @Test
  void everyClauseIsDescribed() {
    assertEquals(Arrays.stream(Clause.values()).map(Clause::id).toList(), ClauseText.ids());
    for (Clause clause : Clause.values()) {
      assertTrue(clause.text().endsWith("."), clause + ": " + clause.text());
      assertEquals(clause.level() == Level.UNTESTED, clause.hints().isEmpty(), clause.id());
    }
  }

  @Test
  void everyTestOfTheKitVerifiesAClause() throws Exception {
    List<String> without = new ArrayList<>();
    for (Class<?> group : VolumeConformance.class.getDeclaredClasses()) {
      for (var method : group.getSuperclass().getDeclaredMethods()) {
        if (method.isAnnotationPresent(Test.class)
            && !method.isAnnotationPresent(Verifies.class)
            && !method.isAnnotationPresent(NamesClauses.class)) {
          without.add(ClauseTests.name(method));
        }
      }
    }
    assertEquals(List.of(), without);
    assertFalse(TESTS.isEmpty());
    assertEquals(
        List.of(
            "RaceClauses.historiesOfThreads",
            "RaceClauses.historiesOfTwoProcesses",
            "RaceClauses.pairsOfCallsInTwoProcesses",
            "RaceClauses.pairsOfCallsOnOneVolumeObject",
            "RaceClauses.pairsOfCallsOnTwoVolumeObjects",
            "WalkClauses.randomWalksAgreeWithTheModel"),
        ClauseTests.withoutClause());
  }
}
