// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.EventType;
import org.keepvolume.testkit.mutants.Mutant;

/** Runs the kit inside a test. */
final class KitRuns {
  private KitRuns() {}

  /** Runs the kit's tests of one clause each on a mutant, with short limits and little effort. */
  static EngineExecutionResults on(Mutant mutant, Path reports) {
    MutantConformance.MUTANT.set(mutant);
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(MutantConformance.class))
        .configurationParameter(Settings.TIMEOUT_SCALE, "0.2")
        .configurationParameter(Settings.EFFORT, "short")
        .configurationParameter(Settings.WALK, "0")
        .configurationParameter(Settings.REPORTS, reports.toString())
        .execute();
  }

  /** Runs the kit's races alone on a mutant, with little effort. */
  static EngineExecutionResults races(Mutant mutant, Path reports) {
    MutantConformance.MUTANT.set(mutant);
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectNestedClass(List.of(MutantConformance.class), group("Races")))
        .configurationParameter(Settings.EFFORT, "short")
        .configurationParameter(Settings.REPORTS, reports.toString())
        .execute();
  }

  /** Returns a group of the kit's tests. */
  static Class<?> group(String name) {
    return Arrays.stream(VolumeConformance.class.getDeclaredClasses())
        .filter(nested -> nested.getSimpleName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Returns what the failed tests and containers threw. */
  static List<Throwable> failures(EngineExecutionResults results) {
    List<Throwable> failures = new ArrayList<>();
    results.allEvents().stream()
        .filter(event -> event.getType() == EventType.FINISHED)
        .map(KitRuns::result)
        .filter(result -> result.getStatus() == TestExecutionResult.Status.FAILED)
        .forEach(result -> failures.add(result.getThrowable().orElseThrow()));
    return failures;
  }

  private static TestExecutionResult result(Event event) {
    return event.getRequiredPayload(TestExecutionResult.class);
  }
}
