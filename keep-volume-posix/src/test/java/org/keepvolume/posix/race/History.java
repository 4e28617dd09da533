// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.keepvolume.posix.process.TestBlock;

/** All calls of a race, of all processes. */
final class History {
  private final List<Event> events = new ArrayList<>();

  /** Adds the events that a process has written to a file. */
  void addAll(Path file) throws IOException {
    try (var lines = Files.lines(file)) {
      lines.map(Event::parse).forEach(events::add);
    }
  }

  void add(Event event) {
    events.add(event);
  }

  /** Returns all that is wrong. */
  List<Violation> check(List<TestBlock> blocks) {
    List<Violation> found = new ArrayList<>(Content.failures(events));
    Map<Integer, List<Event>> byBlock =
        events.stream().collect(Collectors.groupingBy(Event::block));
    for (int i = 0; i < blocks.size(); i++) {
      List<Event> ofBlock = byBlock.getOrDefault(i, List.of());
      found.addAll(Protection.check(ofBlock));
      found.addAll(Content.check(ofBlock, blocks.get(i)));
      found.addAll(Mtime.check(ofBlock));
      found.addAll(Losses.check(ofBlock));
    }
    return found;
  }

  /** Returns how often each deed ended in each way. */
  Map<String, Long> counts() {
    return events.stream()
        .collect(
            Collectors.groupingBy(
                event -> event.deed() + " " + event.outcome(),
                TreeMap::new,
                Collectors.counting()));
  }

  /**
   * Counts renewals that came to nothing: of those whose block was missed in their protection, how
   * many blocks were found again without being stored or restored.
   */
  Fates fates(List<Violation> violations) {
    Set<Violation.Property> missing =
        EnumSet.of(Violation.Property.P1_STAYS, Violation.Property.P5_IS_NOT_LOST);
    Map<String, Event> missed = new TreeMap<>();
    for (Violation violation : violations) {
      if (missing.contains(violation.property())) {
        // The last miss for the same reason: a block that blinks is found after it.
        missed.merge(
            violation.because(),
            violation.event(),
            (one, other) -> one.invoked() > other.invoked() ? one : other);
      }
    }
    long blinked = missed.values().stream().filter(this::cameBack).count();
    return new Fates(missed.size() - blinked, blinked);
  }

  /** What became of renewed blocks that were missed. */
  record Fates(long lost, long blinked) {}

  private boolean cameBack(Event miss) {
    List<Event> after =
        events.stream()
            .filter(event -> event.block() == miss.block() && event.returned() > miss.invoked())
            .toList();
    long found =
        after.stream()
            .filter(event -> event.finds() && event.invoked() > miss.returned())
            .mapToLong(Event::returned)
            .min()
            .orElse(Long.MAX_VALUE);
    boolean stored =
        after.stream()
            .anyMatch(
                event ->
                    event.invoked() < found
                        && (event.outcome() == Outcome.RESTORED
                            || (event.deed() == Deed.WRITE && event.outcome() == Outcome.OK)));
    return found != Long.MAX_VALUE && !stored;
  }
}
