// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds P5 broken: a block that is missing, however old, though no trash took it. */
final class Losses {
  private Losses() {}

  static List<Breach> check(List<Event> ofBlock, Conditions conditions) {
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
    List<Breach> found = new ArrayList<>();
    for (Event call : ofBlock) {
      Optional<Event> renewal = renewals.greatestUntil(call.invoked());
      if (call.misses() && renewal.isPresent()) {
        long lastTrash =
            trashes.greatestUntil(call.returned()).map(Event::returned).orElse(Long.MIN_VALUE);
        if (lastTrash <= renewal.get().invoked()) {
          found.add(
              new Breach(
                  Breach.Property.P5_IS_NOT_LOST,
                  conditions.keeping(),
                  call,
                  Protection.renewedBy(renewal.get())));
        }
      }
    }
    return found;
  }
}
