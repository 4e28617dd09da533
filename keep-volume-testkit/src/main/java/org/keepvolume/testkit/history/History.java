// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.keepvolume.testkit.TestBlock;

/** All calls of a race, of all processes. */
public final class History {
  private final List<Event> events = new ArrayList<>();
  private final List<Breach> changed = new ArrayList<>();
  private final Conditions conditions;
  private final List<TestBlock> blocks;

  History(Conditions conditions, List<TestBlock> blocks) {
    this.conditions = conditions;
    this.blocks = blocks;
  }

  void addAll(List<Event> more) {
    events.addAll(more);
  }

  /** Notes a breach if a sweep has changed what stats showed. */
  void requireSame(List<Event> before, Event sweep, List<Event> after) {
    for (int i = 0; i < before.size(); i++) {
      Event one = before.get(i);
      Event other = after.get(i);
      if (one.outcome() != other.outcome() || one.number() != other.number()) {
        String because = "before it there was " + one + "\n  and after it " + other;
        changed.add(
            new Breach(Breach.Property.P5_IS_NOT_LOST, conditions.keeping(), sweep, because));
      }
    }
  }

  /**
   * Returns how many calls there are.
   *
   * @return their number; an index counts once for each block
   */
  public int size() {
    return events.size();
  }

  /**
   * Checks every property.
   *
   * @return all that is wrong, what says most about the cause first
   */
  public List<Breach> check() {
    List<Breach> found = new ArrayList<>(Content.failures(events));
    found.addAll(changed);
    Map<Integer, List<Event>> byBlock =
        events.stream().collect(Collectors.groupingBy(Event::block));
    for (int i = 0; i < blocks.size(); i++) {
      List<Event> ofBlock = byBlock.getOrDefault(i, List.of());
      found.addAll(Protection.check(ofBlock, conditions));
      found.addAll(Content.check(ofBlock, blocks.get(i)));
      found.addAll(Mtime.check(ofBlock, conditions));
      found.addAll(Losses.check(ofBlock, conditions));
    }
    found.sort(Comparator.comparing(Breach::property));
    return found;
  }

  /**
   * Counts how often each deed ended in each way.
   *
   * @return counts by deed and outcome, such as {@code TOUCH OK}
   */
  public Map<String, Long> counts() {
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
   *
   * @param breaches what {@link #check} returned
   * @return the counts
   */
  public Fates fates(List<Breach> breaches) {
    Set<Breach.Property> missing =
        EnumSet.of(Breach.Property.P1_STAYS, Breach.Property.P5_IS_NOT_LOST);
    Map<String, Event> missed = new TreeMap<>();
    for (Breach breach : breaches) {
      if (missing.contains(breach.property())) {
        // The last miss for the same reason: a block that blinks is found after it.
        missed.merge(
            breach.because(),
            breach.event(),
            (one, other) -> one.invoked() > other.invoked() ? one : other);
      }
    }
    long blinked = missed.values().stream().filter(this::cameBack).count();
    return new Fates(missed.size() - blinked, blinked);
  }

  /**
   * What became of renewed blocks that were missed.
   *
   * @param lost how many did not come back
   * @param blinked how many did, by themselves
   */
  public record Fates(long lost, long blinked) {}

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
