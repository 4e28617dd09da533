// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.report;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.keepvolume.Capability;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.Clause.Level;
import org.keepvolume.testkit.Proof;
import org.keepvolume.testkit.Waiver;
import org.keepvolume.testkit.report.ClauseResult.Result;

/** Collects what the tests of one run find, and settles every clause at its end. */
public final class KitRun {
  private enum TestResult {
    PASSED,
    FAILED,
    NOT_APPLICABLE,
    SKIPPED
  }

  private record TestEnd(TestResult result, String note) {}

  private final Set<Capability> capabilities;
  private final Map<Clause, Waiver> waivers;
  private final Map<Clause, List<String>> tests;
  private final Function<Clause, Proof> provenBy;
  private final Map<String, TestEnd> ends = new HashMap<>();
  private final Map<Clause, String> violations = new EnumMap<>(Clause.class);
  private final List<String> withoutClause = new ArrayList<>();
  private final List<RaceResult> races = new ArrayList<>();
  private Optional<WalkResult> walk = Optional.empty();

  /**
   * Begins a run.
   *
   * @param capabilities what the fixture declares
   * @param waivers what it waives
   * @param tests the names of the kit's tests, by clause
   * @param provenBy what stands behind the volume when a clause is tested
   * @throws IllegalArgumentException if there are two waivers of one clause
   */
  public KitRun(
      Set<Capability> capabilities,
      List<Waiver> waivers,
      Map<Clause, List<String>> tests,
      Function<Clause, Proof> provenBy) {
    this.capabilities = Set.copyOf(capabilities);
    this.waivers = new LinkedHashMap<>();
    for (Waiver waiver : waivers) {
      if (this.waivers.put(waiver.clause(), waiver) != null) {
        throw new IllegalArgumentException("two waivers of " + waiver.clause());
      }
    }
    this.tests = tests;
    this.provenBy = provenBy;
  }

  /**
   * Notes that the run has a test that has no clause of its own.
   *
   * @param test its name
   */
  public void expect(String test) {
    withoutClause.add(test);
  }

  /**
   * Notes what the random walks did.
   *
   * @param result their counts
   */
  public void walked(WalkResult result) {
    walk = Optional.of(result);
  }

  /**
   * Returns what the random walks did.
   *
   * @return their counts; empty if there were none
   */
  public Optional<WalkResult> walk() {
    return walk;
  }

  /**
   * Notes what a race did.
   *
   * @param result its counts
   */
  public void raced(RaceResult result) {
    races.add(result);
  }

  /**
   * Returns what the races did.
   *
   * @return the counts of each; empty if there were none
   */
  public List<RaceResult> races() {
    return List.copyOf(races);
  }

  /**
   * Returns why the tests of a clause need not run.
   *
   * @param clause the clause
   * @return the absent capability, in words; empty if the clause applies
   */
  public Optional<String> notApplicable(Clause clause) {
    return clause
        .needs()
        .filter(needed -> !capabilities.contains(needed))
        .map(absent -> "the fixture declares no " + absent + ": CP-1 tests what that means");
  }

  /**
   * Returns the waiver of a clause.
   *
   * @param clause the clause
   * @return the waiver, if there is one
   */
  public Optional<Waiver> waiver(Clause clause) {
    return Optional.ofNullable(waivers.get(clause));
  }

  /**
   * Notes that a clause was seen to be broken, by a test of its own or of another.
   *
   * @param clause the clause
   * @param seen what was seen, and by which test
   */
  public void broken(Clause clause, String seen) {
    var unused = violations.merge(clause, seen, (first, more) -> first);
  }

  /**
   * Notes that a test found nothing against its clause.
   *
   * @param test its name
   */
  public void passed(String test) {
    ends.put(test, new TestEnd(TestResult.PASSED, ""));
  }

  /**
   * Notes that a test failed; {@link #broken} says what it found.
   *
   * @param test its name
   */
  public void failed(String test) {
    ends.put(test, new TestEnd(TestResult.FAILED, ""));
  }

  /**
   * Notes that the device has nothing that a test's clause speaks of.
   *
   * @param test its name
   * @param reason why
   */
  public void notApplicable(String test, String reason) {
    ends.put(test, new TestEnd(TestResult.NOT_APPLICABLE, reason));
  }

  /**
   * Notes that something kept a test from running.
   *
   * @param test its name
   * @param reason why
   */
  public void skipped(String test, String reason) {
    ends.put(test, new TestEnd(TestResult.SKIPPED, reason));
  }

  /**
   * Returns the tests that should have run and did not.
   *
   * @return a name and a reason each; empty after a complete run
   */
  public List<String> notRun() {
    List<String> notRun = new ArrayList<>();
    for (Clause clause : Clause.values()) {
      if (notApplicable(clause).isEmpty()) {
        notRun.addAll(notRun(testsOf(clause)));
      }
    }
    notRun.addAll(notRun(withoutClause));
    return notRun;
  }

  private List<String> notRun(List<String> tests) {
    List<String> notRun = new ArrayList<>();
    for (String test : tests) {
      TestEnd end = ends.get(test);
      if (end == null) {
        notRun.add(test + " did not run");
      } else if (end.result() == TestResult.SKIPPED) {
        notRun.add(test + " was skipped: " + end.note());
      }
    }
    return notRun;
  }

  /**
   * Settles every clause.
   *
   * @return one result for each clause, in their order
   */
  public List<ClauseResult> results() {
    List<ClauseResult> results = new ArrayList<>();
    for (Clause clause : Clause.values()) {
      results.add(result(clause));
    }
    return results;
  }

  private ClauseResult result(Clause clause) {
    if (clause.level() == Level.UNTESTED) {
      return settled(clause, Result.UNTESTED, clause.untested().orElseThrow());
    }
    Optional<String> seen = Optional.ofNullable(violations.get(clause));
    if (waivers.containsKey(clause)) {
      Waiver waiver = waivers.get(clause);
      boolean ran = notApplicable(clause).isEmpty() && notRun(testsOf(clause)).isEmpty();
      String nothing = ran ? "; its tests found no violation" : "; not all of its tests ran";
      String found = seen.map(what -> "; seen: " + what).orElse(nothing);
      return settled(clause, Result.WAIVED, waiver.reason() + " (" + waiver.link() + ")" + found);
    }
    if (seen.isPresent()) {
      return settled(clause, Result.FAILED, seen.get());
    }
    Optional<String> absent = notApplicable(clause);
    if (absent.isPresent()) {
      return settled(clause, Result.NOT_APPLICABLE, absent.get());
    }
    List<String> notRun = notRun(testsOf(clause));
    if (!notRun.isEmpty() || testsOf(clause).isEmpty()) {
      return settled(clause, Result.FAILED, "not shown: " + String.join("; ", notRun));
    }
    Map<TestResult, List<TestEnd>> byResult =
        testsOf(clause).stream().map(ends::get).collect(Collectors.groupingBy(TestEnd::result));
    if (byResult.containsKey(TestResult.FAILED)) {
      return settled(clause, Result.FAILED, "its test failed before it came to the clause");
    }
    String missing =
        byResult.getOrDefault(TestResult.NOT_APPLICABLE, List.of()).stream()
            .map(TestEnd::note)
            .distinct()
            .collect(joining("; "));
    return settled(
        clause,
        byResult.containsKey(TestResult.PASSED) ? Result.PASSED : Result.NOT_APPLICABLE,
        missing);
  }

  private ClauseResult settled(Clause clause, Result result, String note) {
    String proof = result == Result.PASSED ? provenBy.apply(clause).toString() : "";
    return new ClauseResult(clause, result, testsOf(clause), proof, note);
  }

  private List<String> testsOf(Clause clause) {
    return tests.getOrDefault(clause, List.of());
  }
}
