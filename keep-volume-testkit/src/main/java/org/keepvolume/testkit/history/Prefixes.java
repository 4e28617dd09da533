// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.history;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.ToLongFunction;

/** Events by a time, and of all up to any time the greatest by something else, in O(log n). */
final class Prefixes {
  private final long[] times;
  private final Event[] greatest;

  Prefixes(List<Event> events, ToLongFunction<Event> time, Comparator<Event> order) {
    List<Event> sorted = events.stream().sorted(Comparator.comparingLong(time)).toList();
    times = sorted.stream().mapToLong(time).toArray();
    greatest = sorted.toArray(Event[]::new);
    BinaryOperator<Event> greater = BinaryOperator.maxBy(order);
    for (int i = 1; i < greatest.length; i++) {
      greatest[i] = greater.apply(greatest[i - 1], greatest[i]);
    }
  }

  /** Returns the greatest of the events whose time is not after the given one. */
  Optional<Event> greatestUntil(long time) {
    int from = 0;
    int to = times.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (times[middle] <= time) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from == 0 ? Optional.empty() : Optional.of(greatest[from - 1]);
  }
}
