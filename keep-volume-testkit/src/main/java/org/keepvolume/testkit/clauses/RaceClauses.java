// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.annotation.Nullable;
import org.junit.jupiter.api.Test;
import org.keepvolume.Capability;
import org.keepvolume.testkit.NamesClauses;
import org.keepvolume.testkit.history.Breach;
import org.keepvolume.testkit.history.History;
import org.keepvolume.testkit.history.Litmus;
import org.keepvolume.testkit.history.Litmus.Round;
import org.keepvolume.testkit.history.Litmus.Setting;
import org.keepvolume.testkit.history.LitmusPair;
import org.keepvolume.testkit.history.Race;
import org.keepvolume.testkit.process.OtherProcess;
import org.keepvolume.testkit.report.RaceResult;

/**
 * Calls on one block at once, of which each must do as if it had come before or after the others:
 * pairs that begin together, and histories of several threads.
 */
public abstract class RaceClauses extends ClauseGroup {
  private static final int ROUNDS = 500;
  private static final int HEATS = 500;

  /** So many heats are checked at once. */
  private static final int HISTORY = 20;

  /** A slow device gets fewer rounds and heats: so long does each test take at normal effort. */
  private static final int LITMUS_MILLIS = 2000;

  private static final int HISTORY_MILLIS = 3000;

  @Test
  @NamesClauses
  void pairsOfCallsOnOneVolumeObject(RacePlan plan) throws Exception {
    litmus(plan, Setting.ONE_OBJECT, List.of());
  }

  @Test
  @NamesClauses
  void pairsOfCallsOnTwoVolumeObjects(RacePlan plan) throws Exception {
    litmus(plan, Setting.TWO_OBJECTS, List.of());
  }

  @Test
  @NamesClauses
  void pairsOfCallsInTwoProcesses(RacePlan plan) throws Exception {
    litmus(plan, Setting.TWO_PROCESSES, List.of(requireOtherProcess(plan)));
  }

  @Test
  @NamesClauses
  void historiesOfThreads(RacePlan plan) throws Exception {
    histories(plan, List.of());
  }

  @Test
  @NamesClauses
  void historiesOfTwoProcesses(RacePlan plan) throws Exception {
    histories(plan, List.of(requireOtherProcess(plan)));
  }

  private static void requireWanted(RacePlan plan) {
    // Left out on purpose by a setting; the report counts the run as incomplete, `require` fails
    // it.
    assumeTrue(plan.wanted(), "no races are asked for");
  }

  private OtherProcess requireOtherProcess(RacePlan plan) throws Exception {
    requireWanted(plan);
    requireWrite();
    if (!has(Capability.SHARED)) {
      throw new NotApplicable("the device is no other process's at the same time");
    }
    return otherProcess()
        .orElseThrow(() -> new NotApplicable("there is no other process, which breaks LC-4"));
  }

  private void requireWrite() {
    if (!has(Capability.WRITE)) {
      throw new NotApplicable("the volume takes no writes, so nothing races");
    }
  }

  private void litmus(RacePlan plan, Setting setting, List<OtherProcess> others) throws Exception {
    requireWanted(plan);
    requireWrite();
    Findings findings = new Findings(plan);
    Map<String, Long> counts = new TreeMap<>();
    int planned = subject().rounds(ROUNDS);
    int done = 0;
    long calls = 0;
    Deadline deadline = new Deadline(plan, LITMUS_MILLIS);
    try (Race race = Race.open(subject().fixture(), 2, others, plan.seed())) {
      Litmus litmus = new Litmus(race, setting);
      while (done < planned && (done == 0 || !deadline.isOver())) {
        done++;
        for (LitmusPair pair : litmus.pairs()) {
          Round round = litmus.round(pair);
          calls += 2;
          var unused = counts.merge(round.outcomes(), 1L, Long::sum);
          if (round.broken().isPresent()) {
            findings.found(
                new Violation(
                    round.broken().get(),
                    "of " + setting + ", round " + done + ": " + round.what()));
          }
        }
      }
    } finally {
      String name = "pairs of calls, " + setting;
      plan.report().accept(new RaceResult(name, others.size() + 1, planned, done, calls, counts));
    }
    findings.end();
  }

  private void histories(RacePlan plan, List<OtherProcess> others) throws Exception {
    requireWanted(plan);
    requireWrite();
    Findings findings = new Findings(plan);
    Map<String, Long> counts = new TreeMap<>();
    int planned = subject().rounds(HEATS);
    int done = 0;
    long calls = 0;
    Deadline deadline = new Deadline(plan, HISTORY_MILLIS);
    try (Race race = Race.open(subject().fixture(), 1, others, plan.seed())) {
      while (done < planned && (done == 0 || !deadline.isOver())) {
        int heats = Math.min(HISTORY, planned - done);
        History history = race.heats(heats);
        done += heats;
        calls += history.size();
        history.counts().forEach((what, count) -> counts.merge(what, count, Long::sum));
        for (Breach breach : history.check()) {
          findings.found(
              new Violation(
                  breach.clause(), breach + "\n  in heats " + (done - heats) + " to " + done));
        }
      }
    } finally {
      plan.report()
          .accept(new RaceResult("histories", others.size() + 1, planned, done, calls, counts));
    }
    findings.end();
  }

  /** When a test has to end. */
  private final class Deadline {
    private final long start = System.nanoTime();
    private final long nanos;

    Deadline(RacePlan plan, int millis) {
      long wanted = Duration.ofMillis(subject().rounds(millis)).toNanos();
      nanos = Math.min(wanted, plan.time().toNanos() / 3);
    }

    boolean isOver() {
      return System.nanoTime() - start > nanos;
    }
  }

  /** Ends a test at the first violation of a clause that is not waived. */
  private static final class Findings {
    private final RacePlan plan;
    private @Nullable Violation waived;

    Findings(RacePlan plan) {
      this.plan = plan;
    }

    void found(Violation violation) {
      if (!plan.waived().test(violation.clause())) {
        throw violation;
      }
      waived = waived == null ? violation : waived;
    }

    void end() {
      Optional.ofNullable(waived)
          .ifPresent(
              violation -> {
                throw violation;
              });
    }
  }
}
