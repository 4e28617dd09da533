// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * One operation of a volume that has ended, as {@link VolumeObserver#finished} is told of it
 * (OB-1).
 *
 * @param volume the volume's device id
 * @param operation the operation
 * @param outcome how it ended
 * @param bytes read: those that the sink took; write: the size of the data, whatever the outcome;
 *     every other operation: 0
 * @param nanos how long it took in nanoseconds, 0 or more, with the time inside sink or visitor and
 *     the wait for a turn on a serialized volume
 */
public record FinishedCall(
    String volume, Operation operation, CallOutcome outcome, long bytes, long nanos) {
  /**
   * Checks the ranges given above.
   *
   * @param volume as given above
   * @param operation as given above
   * @param outcome as given above
   * @param bytes as given above
   * @param nanos as given above
   * @throws IllegalArgumentException if bytes or nanos are negative
   */
  public FinishedCall {
    requireNonNull(volume, "volume");
    requireNonNull(operation, "operation");
    requireNonNull(outcome, "outcome");
    checkArgument(bytes >= 0, "bytes are negative: %s", bytes);
    checkArgument(nanos >= 0, "nanos are negative: %s", nanos);
  }
}
