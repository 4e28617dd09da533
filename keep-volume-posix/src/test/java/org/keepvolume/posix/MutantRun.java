// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedMethod;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.EventType;
import org.keepvolume.testkit.ClauseFailure;
import org.keepvolume.testkit.VolumeConformance;

/**
 * Runs the kit, or parts of it, on a mutant.
 *
 * <p>{@code -Dkeepvolume.posix.mutants=whole} runs the whole kit on each one instead.
 */
final class MutantRun {
  private static final String HOW = "keepvolume.posix.mutants";

  private MutantRun() {}

  /**
   * Requires that the mutant's clause fails, no other one, and that the message says so.
   *
   * @param parts what to run of the kit: nested classes, such as {@code Touch}, or tests in them,
   *     such as {@code Touch#touchMakesABlockYoung}
   * @return what was seen
   */
  static List<String> assertExactlyItsClauseFails(
      PosixMutant mutant, Path reports, String... parts) {
    return assertExactlyItsClauseFailsWithin(1, mutant, reports, parts);
  }

  /** The same of a mutant that has to lose a race: it gets several runs until it does. */
  static List<String> assertExactlyItsClauseFailsWithin(
      int runs, PosixMutant mutant, Path reports, String... parts) {
    List<Throwable> failures = failures(mutant, reports, parts);
    for (int run = 1; run < runs && failures.isEmpty(); run++) {
      failures = failures(mutant, reports, parts);
    }
    assertFalse(failures.isEmpty(), "the kit found nothing");
    Set<String> broken = new TreeSet<>();
    List<String> seen = new ArrayList<>();
    for (Throwable failure : failures) {
      ClauseFailure clauseFailure = assertInstanceOf(ClauseFailure.class, failure);
      broken.add(clauseFailure.clause().id());
      seen.add(clauseFailure.seen());
      assertSpeaksClearly(mutant, clauseFailure);
    }
    assertEquals(
        Set.of(mutant.clause().id()),
        broken,
        String.join("\n", failures.stream().map(Throwable::getMessage).toList()));
    return seen;
  }

  private static void assertSpeaksClearly(PosixMutant mutant, ClauseFailure failure) {
    String message = failure.getMessage();
    assertTrue(
        message.startsWith(failure.clause().id() + " is broken by " + mutant.reportName() + ": "),
        message);
    assertTrue(message.contains("seen: " + failure.seen()), message);
    assertFalse(failure.seen().isBlank(), message);
  }

  /** Returns what the failed tests and containers threw. */
  static List<Throwable> failures(PosixMutant mutant, Path reports, String... parts) {
    MutantConformance.MUTANT.set(mutant);
    List<Throwable> failures = new ArrayList<>();
    EngineTestKit.engine("junit-jupiter")
        .selectors(selectors(parts))
        .configurationParameter("keepvolume.testkit.effort", "short")
        .configurationParameter("keepvolume.testkit.walk", "0")
        .configurationParameter("keepvolume.testkit.reports", reports.toString())
        .execute()
        .allEvents()
        .stream()
        .filter(event -> event.getType() == EventType.FINISHED)
        .map(MutantRun::failure)
        .flatMap(Optional::stream)
        .forEach(failures::add);
    return failures;
  }

  private static Optional<Throwable> failure(Event event) {
    TestExecutionResult result = event.getRequiredPayload(TestExecutionResult.class);
    return result.getStatus() == TestExecutionResult.Status.FAILED
        ? result.getThrowable()
        : Optional.empty();
  }

  private static DiscoverySelector[] selectors(String... parts) {
    String how = System.getProperty(HOW, "parts");
    assertTrue(
        List.of("parts", "whole").contains(how),
        "-D" + HOW + " is " + how + "; expected parts or whole");
    List<DiscoverySelector> selectors = new ArrayList<>();
    if (how.equals("whole")) {
      selectors.add(selectClass(MutantConformance.class));
    } else {
      for (String part : parts) {
        selectors.add(selector(part));
      }
    }
    return selectors.toArray(new DiscoverySelector[0]);
  }

  private static DiscoverySelector selector(String part) {
    List<String> outer = List.of(MutantConformance.class.getName());
    String nested = VolumeConformance.class.getName() + "$";
    int hash = part.indexOf('#');
    return hash < 0
        ? selectNestedClass(outer, nested + part)
        : selectNestedMethod(outer, nested + part.substring(0, hash), part.substring(hash + 1));
  }
}
