// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.race;

/**
 * A property that a history breaks.
 *
 * @param event the call that shows it
 * @param because what that call disagrees with
 */
record Violation(Property property, Event event, String because) {
  /** What must hold of a history of calls on a volume. */
  enum Property {
    /** A block is found from a renewal's end until the minimum age after its begin (TR-7). */
    P1_STAYS,
    /** No trash takes it in that time (TR-7). */
    P2_IS_NOT_TAKEN,
    /** What is found is the block, whole (WR-2). */
    P3_IS_WHOLE,
    /** Its time does not go back, nor stay behind a renewal's, unless it is trashed (TM-3). */
    P4_GROWS_NO_OLDER,
    /** Without a trash it is found, however old: above all when all threads have ended. */
    P5_IS_NOT_LOST,
    /** An index within the time of P1 lists it once (IX-1). */
    P6_IS_LISTED_ONCE,
    /** No call fails. */
    P7_NOTHING_FAILS
  }

  /** Tells whether a block was gone, or taken, that had to stay. */
  boolean isLoss() {
    return property == Property.P1_STAYS
        || property == Property.P2_IS_NOT_TAKEN
        || property == Property.P5_IS_NOT_LOST;
  }

  @Override
  public String toString() {
    return property + ": " + event + "\n  but " + because;
  }
}
