// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.race;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds P5 broken: a block that is missing, however old, though no trash took it. */
final class Losses {
  private Losses() {}

  static List<Violation> check(List<Event> ofBlock) {
    Prefixes trashes =
        new Prefixes(
            ofBlock.stream().filter(Event::mayTake).toList(),
            Event::invoked,
            Comparator.comparingLong(Event::returned));
    Prefixes renewals =
        new Prefixes(
            ofBlock.stream().filter(Event::renews).toList(),
            Event::returned,
            Comparator.comparingLong(Event::invoked));
    List<Violation> found = new ArrayList<>();
    for (Event call : ofBlock) {
      Optional<Event> renewal = renewals.greatestUntil(call.invoked());
      if (call.misses() && renewal.isPresent()) {
        long lastTrash =
            trashes.greatestUntil(call.returned()).map(Event::returned).orElse(Long.MIN_VALUE);
        if (lastTrash <= renewal.get().invoked()) {
          found.add(
              new Violation(
                  Violation.Property.P5_IS_NOT_LOST, call, Protection.renewedBy(renewal.get())));
        }
      }
    }
    return found;
  }
}
