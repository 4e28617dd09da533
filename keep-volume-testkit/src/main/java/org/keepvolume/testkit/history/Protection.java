// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.keepvolume.testkit.Clause;

/** The renewals of one block, and for how long each protects it. */
final class Protection {
  private final Conditions conditions;
  private final Prefixes returned;

  Protection(List<Event> ofBlock, Conditions conditions) {
    this.conditions = conditions;
    returned =
        new Prefixes(
            ofBlock.stream().filter(Event::renews).toList(),
            Event::returned,
            Comparator.comparingLong(Event::clockBefore));
  }

  /** Returns the renewal that ended before a call and protects the block until after its end. */
  Optional<Event> during(Event call) {
    return returned
        .greatestUntil(call.invoked())
        .filter(renewal -> call.clockAfter() < renewal.clockBefore() + conditions.window());
  }

  /** Finds P1, P2 and P6 broken. */
  static List<Breach> check(List<Event> ofBlock, Conditions conditions) {
    if (conditions.byArrival()) {
      return List.of();
    }
    Protection protection = new Protection(ofBlock, conditions);
    List<Breach> found = new ArrayList<>();
    for (Event call : ofBlock) {
      property(call)
          .flatMap(
              property ->
                  protection
                      .during(call)
                      .map(
                          renewal ->
                              new Breach(
                                  property,
                                  property == Breach.Property.P6_IS_LISTED_ONCE
                                      ? Clause.IX_1
                                      : conditions.staying(),
                                  call,
                                  renewedBy(renewal))))
          .ifPresent(found::add);
    }
    return found;
  }

  static String renewedBy(Event renewal) {
    return "renewed by " + renewal;
  }

  /** Returns what a call breaks if the block is protected during it. */
  private static Optional<Breach.Property> property(Event call) {
    if (call.misses()) {
      return Optional.of(Breach.Property.P1_STAYS);
    }
    if (call.takes()) {
      return Optional.of(Breach.Property.P2_IS_NOT_TAKEN);
    }
    return call.deed() == Deed.INDEX && call.outcome() == Outcome.OK && call.number() != 1
        ? Optional.of(Breach.Property.P6_IS_LISTED_ONCE)
        : Optional.empty();
  }
}
