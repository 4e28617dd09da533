// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.report;

import static java.util.stream.Collectors.joining;

import java.util.Map;
import java.util.TreeMap;

/**
 * What one race of a run put to the test.
 *
 * @param name what it was, such as {@code histories}
 * @param processes how many processes took part
 * @param planned how many rounds of each pair, or heats, were to run
 * @param done how many did, before the time was up or a violation found
 * @param events how many calls there were, without those that only prepared others
 * @param counts how often what was seen, such as an outcome of a pair or of a call
 */
public record RaceResult(
    String name, int processes, int planned, int done, long events, Map<String, Long> counts) {
  String json() {
    String seen =
        new TreeMap<>(counts)
            .entrySet().stream()
                .map(entry -> ConformanceReport.quoted(entry.getKey()) + ": " + entry.getValue())
                .collect(joining(", "));
    return ("{\"name\": %s, \"processes\": %d, \"planned\": %d, \"done\": %d, \"events\": %d,"
            + " \"counts\": {%s}}")
        .formatted(ConformanceReport.quoted(name), processes, planned, done, events, seen);
  }

  String markdown() {
    String seen =
        new TreeMap<>(counts)
            .entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(joining(", "));
    return "Races, %s, processes: %d: %d of %d, %d calls. Seen: %s."
        .formatted(name, processes, done, planned, events, seen.isEmpty() ? "nothing" : seen);
  }
}
