// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.race;

import java.util.ArrayList;
import java.util.List;
import org.keepvolume.posix.process.TestBlock;

/** Finds P3 and P7 broken: calls that gave other bytes or another size, or failed. */
final class Content {
  private Content() {}

  static List<Violation> check(List<Event> events, TestBlock block) {
    String hash = block.hash().toString();
    String size = Integer.toString(block.size());
    List<Violation> found = new ArrayList<>();
    for (Event event : events) {
      boolean listed = event.deed() == Deed.INDEX && event.number() > 0;
      boolean sized = event.deed() == Deed.STAT && event.outcome() == Outcome.OK;
      boolean read = event.deed() == Deed.READ && event.outcome() == Outcome.OK;
      if ((read && !event.text().equals(hash))
          || ((listed || sized) && !event.text().equals(size))) {
        found.add(new Violation(Violation.Property.P3_IS_WHOLE, event, "the block is " + block));
      }
    }
    return found;
  }

  static List<Violation> failures(List<Event> events) {
    return events.stream()
        .filter(event -> event.outcome() == Outcome.FAILED)
        .map(event -> new Violation(Violation.Property.P7_NOTHING_FAILS, event, "nothing is wrong"))
        .toList();
  }
}
