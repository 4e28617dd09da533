// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.observe;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.keepvolume.CallOutcome;
import org.keepvolume.Operation;

/**
 * The calls of one operation on one volume, up to one moment.
 *
 * @param operation the operation
 * @param running how many have begun and not ended
 * @param outcomes those that have ended, by the way they ended; only ways that occurred
 * @param latency how long those that have ended took, whatever their outcome
 */
public record OperationCounts(
    Operation operation,
    long running,
    Map<CallOutcome, OutcomeCounts> outcomes,
    LatencyQuantiles latency) {
  /**
   * Copies the outcomes.
   *
   * @param operation as given above
   * @param running as given above
   * @param outcomes as given above
   * @param latency as given above
   */
  public OperationCounts {
    Map<CallOutcome, OutcomeCounts> copy = new EnumMap<>(CallOutcome.class);
    copy.putAll(outcomes);
    outcomes = Collections.unmodifiableMap(copy);
  }

  /**
   * Returns the calls that ended in one way.
   *
   * @param outcome the way
   * @return their counts, zeros if there were none
   */
  public OutcomeCounts of(CallOutcome outcome) {
    return outcomes.getOrDefault(outcome, OutcomeCounts.ZERO);
  }
}
