// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.history;

import org.keepvolume.testkit.Clause;

/**
 * A property that a history breaks.
 *
 * @param property the property
 * @param clause the clause that it stands for here
 * @param event the call that shows it
 * @param because what that call disagrees with
 */
public record Breach(Property property, Clause clause, Event event, String because) {
  /**
   * What must hold of a history of calls on a volume. What is lost though no trash took it breaks
   * P1 as well, and what is lost in either way P6.
   */
  public enum Property {
    /** Without a trash it is found, however old, above all when all threads have ended (TR-9). */
    P5_IS_NOT_LOST,
    /** A block is found from a renewal's end until the minimum age after its begin (TR-7). */
    P1_STAYS,
    /** No trash takes it in that time (TR-7). */
    P2_IS_NOT_TAKEN,
    /** What is found is the block, whole (RD-1, beside a write WR-2). */
    P3_IS_WHOLE,
    /** Its time does not go back, nor stay behind a renewal's, unless it is trashed (TM-3). */
    P4_GROWS_NO_OLDER,
    /** An index within the time of P1 lists it once (IX-1). */
    P6_IS_LISTED_ONCE,
    /** No call fails. */
    P7_NOTHING_FAILS
  }

  /**
   * Tells whether a block was gone, or taken, that had to stay.
   *
   * @return true for P1, P2 and P5
   */
  public boolean isLoss() {
    return property == Property.P1_STAYS
        || property == Property.P2_IS_NOT_TAKEN
        || property == Property.P5_IS_NOT_LOST;
  }

  /** Returns the property and both calls. */
  @Override
  public String toString() {
    return property + ": " + event + "\n  but " + because;
  }
}
