// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import org.keepvolume.testkit.Clause;

/**
 * Finds P4 broken: times of one block that go back, in a time without any trash of it.
 *
 * <p>Goes through begins and ends of calls in their order. A trash's begin and end start a new era,
 * in which nothing is known; only calls that lie within one era are compared. So does a renewal
 * where the device stamps by arrival.
 */
final class Mtime {
  /** How far the mtime of a renewal may be behind it (TM-1). */
  private static final long SECOND = 1_000_000_000L;

  private final List<Breach> found = new ArrayList<>();
  private final IdentityHashMap<Event, Begin> begun = new IdentityHashMap<>();
  private int era;
  private int trashes;
  private Known known = Known.NOTHING;

  private final Conditions conditions;

  private Mtime(Conditions conditions) {
    this.conditions = conditions;
  }

  private record Known(long mtime, String source) {
    static final Known NOTHING = new Known(Long.MIN_VALUE, "nothing");
  }

  private record Begin(int era, Known known) {}

  /** At equal times ends come before begins: then the calls do not overlap. */
  private record Point(long time, boolean begin, Event event) {}

  static List<Breach> check(List<Event> ofBlock, Conditions conditions) {
    List<Point> points = new ArrayList<>();
    for (Event event : ofBlock) {
      points.add(new Point(event.invoked(), true, event));
      points.add(new Point(event.returned(), false, event));
    }
    points.sort(Comparator.comparingLong(Point::time).thenComparing(Point::begin));
    Mtime check = new Mtime(conditions);
    points.forEach(check::pass);
    return check.found;
  }

  private void pass(Point point) {
    Event event = point.event;
    if (event.mayTake() || (conditions.byArrival() && event.renews())) {
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
      found.add(
          new Breach(Breach.Property.P4_GROWS_NO_OLDER, Clause.TM_3, event, begin.known.source));
    }
    long mtime = stat ? event.number() : event.clockBefore() - SECOND;
    if ((stat || event.renews()) && mtime > known.mtime) {
      known = new Known(mtime, "before it came " + event);
    }
  }
}
