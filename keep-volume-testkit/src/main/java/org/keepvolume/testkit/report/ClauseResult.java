// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.report;

import java.util.List;
import java.util.Locale;
import org.keepvolume.testkit.Clause;

/**
 * What a run of the kit says of one clause.
 *
 * @param clause the clause
 * @param result what was found
 * @param tests the names of its tests
 * @param provenBy what stood behind the volume; empty where nothing was shown
 * @param note what there is to add; empty if nothing
 */
public record ClauseResult(
    Clause clause, Result result, List<String> tests, String provenBy, String note) {
  static final String NOT_SHOWN = "not shown: ";

  /** Tells whether the clause failed for want of a test that ran. */
  boolean notShown() {
    return result == Result.FAILED && note.startsWith(NOT_SHOWN);
  }

  /** What was found. */
  public enum Result {
    /** All its tests ran, and no violation was found. */
    PASSED,
    /** A violation was found, or a test did not run. */
    FAILED,
    /** The fixture waives it. */
    WAIVED,
    /** The volume or its device has nothing that it speaks of. */
    NOT_APPLICABLE,
    /** The kit has no test for it. */
    UNTESTED;

    /** Returns the word of the report, such as {@code not-applicable}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
