// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.SeededRandom;

/** Quantiles of times, compared with those of the sorted times. */
class LatencyHistogramTest {
  private static final double BOUND = 1.0 / 16;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 9, 10, 1000, 100_000})
  void quantilesAreOffByASixteenthAtMost(int number) {
    Random random = SeededRandom.create();
    LatencyHistogram histogram = new LatencyHistogram();
    long[] times = new long[number];
    for (int i = 0; i < number; i++) {
      // From nanoseconds to hours, each power of two as likely as the others.
      times[i] = random.nextLong() >>> (20 + random.nextInt(40)) & Long.MAX_VALUE;
      histogram.add(times[i]);
    }
    Arrays.sort(times);
    LatencyQuantiles quantiles = histogram.quantiles();
    assertEquals(number, quantiles.calls());
    assertNear(exact(times, 0.5), quantiles.median());
    assertNear(exact(times, 0.9), quantiles.p90());
    assertNear(exact(times, 0.99), quantiles.p99());
    assertNear(exact(times, 0.999), quantiles.p999());
    assertEquals(times[number - 1], quantiles.longest());
  }

  private static long exact(long[] sorted, double quantile) {
    return sorted[Math.max(0, (int) Math.ceil(quantile * sorted.length) - 1)];
  }

  private static void assertNear(long exact, long estimate) {
    assertTrue(
        Math.abs(exact - estimate) <= exact * BOUND,
        () -> "expected " + exact + " within a sixteenth, got " + estimate);
  }

  @Test
  void everyTimeHasABucketThatHoldsIt() {
    for (int power = 0; power < 63; power++) {
      for (long time : new long[] {(1L << power) - 1, 1L << power, (1L << power) + 1}) {
        assertNear(time, median(time));
      }
    }
    assertNear(Long.MAX_VALUE, median(Long.MAX_VALUE));
    assertThrows(IllegalArgumentException.class, () -> median(-1));
  }

  /** The median of one time and of one far longer, so that the longest does not cap it. */
  private static long median(long time) {
    LatencyHistogram histogram = new LatencyHistogram();
    histogram.add(time);
    histogram.add(Long.MAX_VALUE);
    return histogram.quantiles().median();
  }

  @Test
  void nothingCountedIsAllZeros() {
    assertEquals(new LatencyQuantiles(0, 0, 0, 0, 0, 0), new LatencyHistogram().quantiles());
  }

  @Test
  void noQuantileIsAboveTheLongest() {
    LatencyHistogram histogram = new LatencyHistogram();
    histogram.add(1025); // the lowest but one of its bucket
    assertEquals(new LatencyQuantiles(1, 1025, 1025, 1025, 1025, 1025), histogram.quantiles());
  }
}
