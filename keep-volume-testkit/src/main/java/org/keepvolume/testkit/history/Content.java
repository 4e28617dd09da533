// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.history;

import java.util.ArrayList;
import java.util.List;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.TestBlock;

/** Finds P3 and P7 broken: calls that gave other bytes or another size, or failed. */
final class Content {
  private Content() {}

  static List<Breach> check(List<Event> events, TestBlock block) {
    String hash = block.hash().toString();
    String size = Integer.toString(block.size());
    List<Breach> found = new ArrayList<>();
    for (Event event : events) {
      boolean listed = event.deed() == Deed.INDEX && event.number() > 0;
      boolean sized = event.deed() == Deed.STAT && event.outcome() == Outcome.OK;
      boolean read = event.deed() == Deed.READ && event.outcome() == Outcome.OK;
      if ((read && !event.text().equals(hash))
          || ((listed || sized) && !event.text().equals(size))) {
        Clause clause =
            events.stream().anyMatch(other -> other.deed() == Deed.WRITE && other.overlaps(event))
                ? Clause.WR_2
                : Clause.RD_1;
        found.add(new Breach(Breach.Property.P3_IS_WHOLE, clause, event, "the block is " + block));
      }
    }
    return found;
  }

  static List<Breach> failures(List<Event> events) {
    return events.stream()
        .filter(event -> event.outcome() == Outcome.FAILED)
        .map(
            event ->
                new Breach(
                    Breach.Property.P7_NOTHING_FAILS,
                    event.deed().clause(),
                    event,
                    "nothing is wrong"))
        .toList();
  }
}
