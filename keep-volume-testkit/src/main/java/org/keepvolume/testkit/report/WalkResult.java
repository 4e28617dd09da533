// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.report;

import static java.util.stream.Collectors.joining;

import java.util.EnumMap;
import java.util.Map;
import org.keepvolume.testkit.Clause;

/**
 * What the random walks of a run put to the test.
 *
 * @param planned how many sequences were to run
 * @param sequences how many did, before the time was up or a violation found
 * @param operations how many steps they had
 * @param clauses how many answers each clause judged; those never in question are absent
 */
public record WalkResult(int planned, int sequences, long operations, Map<Clause, Long> clauses) {
  String json() {
    String counts =
        sorted().entrySet().stream()
            .map(entry -> "\"" + entry.getKey().id() + "\": " + entry.getValue())
            .collect(joining(", "));
    return "{\"planned\": %d, \"sequences\": %d, \"operations\": %d, \"clauses\": {%s}}"
        .formatted(planned, sequences, operations, counts);
  }

  String markdown() {
    String counts =
        sorted().entrySet().stream()
            .map(entry -> entry.getKey().id() + " " + entry.getValue())
            .collect(joining(", "));
    return "Random walks: %d of %d sequences, %d steps. Answers judged, by clause: %s."
        .formatted(sequences, planned, operations, counts.isEmpty() ? "none" : counts);
  }

  private Map<Clause, Long> sorted() {
    Map<Clause, Long> sorted = new EnumMap<>(Clause.class);
    sorted.putAll(clauses);
    return sorted;
  }
}
