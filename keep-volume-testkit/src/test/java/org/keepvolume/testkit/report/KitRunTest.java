// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.keepvolume.Capability;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.Proof;
import org.keepvolume.testkit.Waiver;
import org.keepvolume.testkit.report.ClauseResult.Result;

class KitRunTest {
  private static final Map<Clause, List<String>> TESTS =
      Map.of(Clause.RD_1, List.of("a", "b"), Clause.TR_1, List.of("c"));

  private final KitRun run = run(List.of());

  private static KitRun run(List<Waiver> waivers) {
    return new KitRun(Set.of(Capability.WRITE), waivers, TESTS, clause -> Proof.REFERENCE);
  }

  private static ClauseResult result(KitRun run, Clause clause) {
    return run.results().stream().filter(r -> r.clause() == clause).findFirst().orElseThrow();
  }

  @Test
  void clausePassesWhenAllItsTestsDo() {
    run.passed("a");
    assertEquals(Result.FAILED, result(run, Clause.RD_1).result());
    assertEquals("not shown: b did not run", result(run, Clause.RD_1).note());
    run.passed("b");
    ClauseResult result = result(run, Clause.RD_1);
    assertEquals(Result.PASSED, result.result());
    assertEquals("reference", result.provenBy());
    assertEquals(List.of("a", "b"), result.tests());
  }

  @Test
  void violationSeenByAnotherTestFailsTheClause() {
    run.passed("a");
    run.passed("b");
    run.broken(Clause.RD_1, "seen elsewhere");
    assertEquals(Result.FAILED, result(run, Clause.RD_1).result());
    assertEquals("seen elsewhere", result(run, Clause.RD_1).note());
  }

  @Test
  void violationOfAClauseThatDoesNotApplyIsStillOne() {
    run.broken(Clause.TR_1, "seen all the same");
    assertEquals(Result.FAILED, result(run, Clause.TR_1).result());
  }

  @Test
  void absentCapabilityMakesAClauseNotApplicable() {
    assertEquals(Result.NOT_APPLICABLE, result(run, Clause.TR_1).result());
    assertTrue(result(run, Clause.TR_1).note().contains("declares no TRASH"));
    run.passed("a");
    run.passed("b");
    assertEquals(List.of(), run.notRun());
  }

  @Test
  void clauseIsNotApplicableOnlyIfNoneOfItsTestsFoundSomethingToDo() {
    run.notApplicable("a", "no links here");
    run.notApplicable("b", "no links here");
    assertEquals(Result.NOT_APPLICABLE, result(run, Clause.RD_1).result());
    run.passed("b");
    assertEquals(Result.PASSED, result(run, Clause.RD_1).result());
    assertEquals("no links here", result(run, Clause.RD_1).note());
  }

  @Test
  void skippedTestIsNotAResult() {
    run.passed("a");
    run.skipped("b", "not today");
    assertEquals(List.of("b was skipped: not today"), run.notRun());
    assertEquals(Result.FAILED, result(run, Clause.RD_1).result());
  }

  @Test
  void testWithoutAClauseOfItsOwnMustRunToo() {
    run.passed("a");
    run.passed("b");
    run.expect("walks");
    assertEquals(List.of("walks did not run"), run.notRun());
    run.skipped("walks", "no sequences are asked for");
    assertEquals(List.of("walks was skipped: no sequences are asked for"), run.notRun());
    run.passed("walks");
    assertEquals(List.of(), run.notRun());
  }

  @Test
  void waivedClauseIsWaivedWhateverWasFound() {
    KitRun waiving = run(List.of(new Waiver(Clause.RD_1, "known", "page")));
    assertEquals("known (page); not all of its tests ran", result(waiving, Clause.RD_1).note());
    waiving.passed("a");
    waiving.passed("b");
    assertEquals("known (page); its tests found no violation", result(waiving, Clause.RD_1).note());
    waiving.broken(Clause.RD_1, "it is");
    assertEquals(Result.WAIVED, result(waiving, Clause.RD_1).result());
    assertEquals("known (page); seen: it is", result(waiving, Clause.RD_1).note());
  }

  @Test
  void everyClauseIsAccountedFor() {
    List<ClauseResult> results = run.results();
    assertEquals(List.of(Clause.values()), results.stream().map(ClauseResult::clause).toList());
  }
}
