// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.history;

import java.time.Duration;
import org.keepvolume.testkit.Clause;

/**
 * What a history is judged by.
 *
 * @param minimumAge that of all volumes
 * @param byArrival whether the device stamps by arrival: then its time does not follow the volumes'
 *     clock, so that nothing is known to be young, and overlapping writes may move mtime back
 * @param trash whether the volumes have a trash
 */
public record Conditions(Duration minimumAge, boolean byArrival, boolean trash) {
  /** Less than the minimum age by what a device with whole seconds cuts off. */
  long window() {
    return minimumAge.minusSeconds(1).toNanos();
  }

  /** Returns the clause that a renewed block breaks that does not stay. */
  Clause staying() {
    return trash ? Clause.TR_7 : Clause.WR_1;
  }

  /** Returns the clause that a block breaks that is gone though no trash took it. */
  Clause keeping() {
    return trash ? Clause.TR_9 : Clause.WR_1;
  }
}
