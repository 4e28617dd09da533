// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.observe;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;
import javax.annotation.concurrent.ThreadSafe;

/**
 * Counts times in buckets whose width grows with the time, an eighth of it at most, so that a
 * quantile is off by a sixteenth at most.
 *
 * <p>Every time from 0 to the largest long has its bucket: below 8 ns one for each nanosecond, and
 * from there on eight for each power of two. That makes 488, or 4 kB.
 */
@ThreadSafe
final class LatencyHistogram {
  /** Buckets for each power of two, as a power of two. */
  private static final int BITS = 3;

  private static final int PER_POWER = 1 << BITS;
  private static final int BUCKETS = (Long.SIZE - BITS) * PER_POWER;

  private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);
  private final LongAccumulator longest = new LongAccumulator(Math::max, 0);

  /** Counts one time, 0 or more. */
  void add(long nanos) {
    longest.accumulate(nanos);
    counts.getAndIncrement(bucket(nanos));
  }

  /** Returns the quantiles of what has been counted; calls that end meanwhile may be missing. */
  LatencyQuantiles quantiles() {
    long[] now = new long[BUCKETS];
    long total = 0;
    for (int i = 0; i < BUCKETS; i++) {
      now[i] = counts.get(i);
      total += now[i];
    }
    long max = longest.get();
    return new LatencyQuantiles(
        total,
        quantile(now, total, max, 0.5),
        quantile(now, total, max, 0.9),
        quantile(now, total, max, 0.99),
        quantile(now, total, max, 0.999),
        total == 0 ? 0 : max);
  }

  /** Returns the middle of the bucket of the smallest time that so many are not above. */
  private static long quantile(long[] counts, long total, long max, double quantile) {
    long rank = Math.max(1, (long) Math.ceil(quantile * total));
    long below = 0;
    for (int i = 0; i < BUCKETS; i++) {
      below += counts[i];
      if (below >= rank) {
        return Math.min(max, lowest(i) + width(i) / 2);
      }
    }
    return 0;
  }

  private static int bucket(long nanos) {
    checkArgument(nanos >= 0, "nanos are negative: %s", nanos);
    if (nanos < PER_POWER) {
      return (int) nanos;
    }
    int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
    int eighth = (int) (nanos >>> (power - BITS)) & (PER_POWER - 1);
    return (power - BITS + 1) * PER_POWER + eighth;
  }

  private static long lowest(int bucket) {
    return bucket < PER_POWER
        ? bucket
        : (long) (PER_POWER + bucket % PER_POWER) << (bucket / PER_POWER - 1);
  }

  private static long width(int bucket) {
    return bucket < PER_POWER ? 1 : 1L << (bucket / PER_POWER - 1);
  }
}
