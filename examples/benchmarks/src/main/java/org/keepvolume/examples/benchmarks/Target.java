// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks;

import java.util.Locale;

/** What the library is meant to reach against a baseline, in one of two measures. */
record Target(double leastRatio, double mostExtraMicros) {
  /** Demands a throughput of at least this part of the baseline's. */
  static Target ratio(double least) {
    return new Target(least, Double.POSITIVE_INFINITY);
  }

  /** Allows each operation so much more time than the baseline's, which may take hardly any. */
  static Target extraMicros(double most) {
    return new Target(0, most);
  }

  boolean reached(double ratio, double extraMicros) {
    return ratio >= leastRatio && extraMicros <= mostExtraMicros;
  }

  /** Returns the demand, for people. */
  @Override
  public String toString() {
    return leastRatio > 0
        ? String.format(Locale.ROOT, "%.2f", leastRatio)
        : String.format(Locale.ROOT, "+%.1f us", mostExtraMicros);
  }
}
