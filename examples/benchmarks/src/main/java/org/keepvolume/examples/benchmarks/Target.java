// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks;

import java.util.Locale;

/** What the library is meant to reach against a baseline, in one of three measures. */
record Target(double leastRatio, double mostExtraMicros, double leastCpuRatio) {
  /** Demands nothing: the comparison is for information. */
  static Target none() {
    return new Target(0, Double.POSITIVE_INFINITY, 0);
  }

  /** Demands a throughput of at least this part of the baseline's. */
  static Target ratio(double least) {
    return new Target(least, Double.POSITIVE_INFINITY, 0);
  }

  /** Allows each operation so much more time than the baseline's, which may take hardly any. */
  static Target extraMicros(double most) {
    return new Target(0, most, 0);
  }

  /** Allows each operation so many times the baseline's CPU time. */
  static Target cpuTimes(double most) {
    return new Target(0, Double.POSITIVE_INFINITY, 1 / most);
  }

  boolean reached(double ratio, double extraMicros, double cpuRatio) {
    return ratio >= leastRatio && extraMicros <= mostExtraMicros && cpuRatio >= leastCpuRatio;
  }

  /** Returns the demand, for people. */
  @Override
  public String toString() {
    if (equals(none())) {
      return "-";
    }
    if (leastCpuRatio > 0) {
      return String.format(Locale.ROOT, "cpu %.2f", leastCpuRatio);
    }
    return leastRatio > 0
        ? String.format(Locale.ROOT, "%.2f", leastRatio)
        : String.format(Locale.ROOT, "+%.1f us", mostExtraMicros);
  }
}
