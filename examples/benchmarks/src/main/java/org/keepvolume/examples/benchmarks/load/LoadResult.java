// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks.load;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What clients have seen together.
 *
 * @param requestsPerSecond how many were answered in a second
 * @param times how long each took, in nanoseconds
 */
record LoadResult(double requestsPerSecond, Histogram times) {
  /** Merges what client processes printed. */
  static LoadResult of(List<String> lines) {
    Histogram all = LoadClient.newHistogram();
    double perSecond = 0;
    for (String line : lines) {
      List<String> parts = List.of(line.split(" ", 3));
      perSecond += Long.parseLong(parts.get(0)) / Double.parseDouble(parts.get(1));
      ByteBuffer encoded = ByteBuffer.wrap(Base64.getDecoder().decode(parts.get(2)));
      all.add(Histogram.decodeFromByteBuffer(encoded, 0));
    }
    return new LoadResult(perSecond, all);
  }
}
