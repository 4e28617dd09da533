// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.observe;

/**
 * The calls of one operation that ended in one way.
 *
 * @param calls how many
 * @param bytes their bytes together, as {@link org.keepvolume.FinishedCall} counts them
 */
public record OutcomeCounts(long calls, long bytes) {
  static final OutcomeCounts ZERO = new OutcomeCounts(0, 0);
}
