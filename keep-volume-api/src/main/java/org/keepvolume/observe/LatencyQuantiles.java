// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.observe;

/**
 * How long calls took, in nanoseconds, as a {@link CountingObserver} knows it.
 *
 * <p>Each quantile is off by at most a sixteenth, 6.25 percent, of the true one, which is the
 * smallest time that the said part of the calls did not exceed. The longest is exact.
 *
 * @param calls how many calls were counted
 * @param median half of them took no longer; 0 if there were none, as for the others
 * @param p90 90 percent took no longer
 * @param p99 99 percent took no longer
 * @param p999 99.9 percent took no longer
 * @param longest none took longer
 */
public record LatencyQuantiles(
    long calls, long median, long p90, long p99, long p999, long longest) {}
