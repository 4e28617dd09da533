// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import java.time.Duration;
import java.time.Instant;

/**
 * A time that is not known exactly.
 *
 * @param first the earliest that it can be
 * @param last the latest
 */
record Span(Instant first, Instant last) {
  /** Returns a time that is known. */
  static Span at(Instant time) {
    return new Span(time, time);
  }

  boolean contains(Instant time) {
    return !time.isBefore(first) && !time.isAfter(last);
  }

  boolean overlaps(Span other) {
    return !other.last.isBefore(first) && !other.first.isAfter(last);
  }

  Span plus(Duration duration) {
    return new Span(first.plus(duration), last.plus(duration));
  }

  Span widened(Duration by) {
    return new Span(first.minus(by), last.plus(by));
  }

  /** Returns the later of this and another time. */
  Span orLater(Span other) {
    return new Span(
        first.isBefore(other.first) ? other.first : first,
        last.isBefore(other.last) ? other.last : last);
  }

  /** Returns one time, or two with dots in between. */
  @Override
  public String toString() {
    return first.equals(last) ? first.toString() : first + ".." + last;
  }
}
