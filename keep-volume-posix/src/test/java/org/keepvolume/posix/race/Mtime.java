// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.race;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Finds P4 broken: times of one block that go back, in a time without any trash of it.
 *
 * <p>Goes through begins and ends of calls in their order. A trash's begin and end start a new era,
 * in which nothing is known; only calls that lie within one era are compared.
 */
final class Mtime {
  private final List<Violation> found = new ArrayList<>();
  private final IdentityHashMap<Event, Begin> begun = new IdentityHashMap<>();
  private int era;
  private int trashes;
  private Known known = Known.NOTHING;

  private Mtime() {}

  private record Known(long mtime, String source) {
    static final Known NOTHING = new Known(Long.MIN_VALUE, "nothing");
  }

  private record Begin(int era, Known known) {}

  /** At equal times ends come before begins: then the calls do not overlap. */
  private record Point(long time, boolean begin, Event event) {}

  static List<Violation> check(List<Event> ofBlock) {
    List<Point> points = new ArrayList<>();
    for (Event event : ofBlock) {
      points.add(new Point(event.invoked(), true, event));
      points.add(new Point(event.returned(), false, event));
    }
    points.sort(Comparator.comparingLong(Point::time).thenComparing(Point::begin));
    Mtime check = new Mtime();
    points.forEach(check::pass);
    return check.found;
  }

  private void pass(Point point) {
    Event event = point.event;
    if (event.mayTake()) {
      trashes += point.begin ? 1 : -1;
      era++;
      known = Known.NOTHING;
    } else if (point.begin) {
      begun.put(event, new Begin(trashes == 0 ? era : -1, known));
    } else {
      end(event, begun.remove(event));
    }
  }

  private void end(Event event, Begin begin) {
    if (trashes > 0 || begin.era != era) {
      return;
    }
    boolean stat = event.deed() == Deed.STAT && event.outcome() == Outcome.OK;
    if (stat && event.number() < begin.known.mtime) {
      found.add(new Violation(Violation.Property.P4_GROWS_NO_OLDER, event, begin.known.source));
    }
    long mtime = stat ? event.number() : event.clockBefore();
    if ((stat || event.renews()) && mtime > known.mtime) {
      known = new Known(mtime, "before it came " + event);
    }
  }
}
