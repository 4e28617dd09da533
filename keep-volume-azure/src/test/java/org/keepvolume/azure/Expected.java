// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

/**
 * What a call gives by the model, and what it leaves.
 *
 * @param outcome the result, or the simple name of the exception
 * @param after the block's condition then
 */
record Expected(String outcome, BlockCondition after) {
  static final String MISSING = "BlockNotFoundException";
  static final String UNAVAILABLE = "VolumeUnavailableException";
  static final String CANCELLED = "CallCancelledException";
}
