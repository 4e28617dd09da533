// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.race;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The renewals of one block, and for how long each protects it. */
final class Protection {
  /** Less than the minimum age by what a file system with whole seconds cuts off. */
  private static final long WINDOW = SharedClock.MINIMUM_AGE.minus(Duration.ofSeconds(1)).toNanos();

  private final Prefixes returned;

  Protection(List<Event> ofBlock) {
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
        .filter(renewal -> call.clockAfter() < renewal.clockBefore() + WINDOW);
  }

  /** Finds P1, P2 and P6 broken. */
  static List<Violation> check(List<Event> ofBlock) {
    Protection protection = new Protection(ofBlock);
    List<Violation> found = new ArrayList<>();
    for (Event call : ofBlock) {
      property(call)
          .flatMap(
              property ->
                  protection
                      .during(call)
                      .map(renewal -> new Violation(property, call, renewedBy(renewal))))
          .ifPresent(found::add);
    }
    return found;
  }

  static String renewedBy(Event renewal) {
    return "renewed by " + renewal;
  }

  /** Returns what a call breaks if the block is protected during it. */
  private static Optional<Violation.Property> property(Event call) {
    if (call.misses()) {
      return Optional.of(Violation.Property.P1_STAYS);
    }
    if (call.takes()) {
      return Optional.of(Violation.Property.P2_IS_NOT_TAKEN);
    }
    return call.deed() == Deed.INDEX && call.outcome() == Outcome.OK && call.number() != 1
        ? Optional.of(Violation.Property.P6_IS_LISTED_ONCE)
        : Optional.empty();
  }
}
