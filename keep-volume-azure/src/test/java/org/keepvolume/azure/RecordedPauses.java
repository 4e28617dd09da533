// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Real time, but for the pauses between attempts, which are recorded and not waited for. */
final class RecordedPauses extends Timing {
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();

  @Override
  void sleep(long nanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    pauses.add(Duration.ofNanos(nanos));
  }

  /** Returns the pauses since the last {@link #forget}. */
  List<Duration> pauses() {
    return List.copyOf(pauses);
  }

  void forget() {
    pauses.clear();
  }
}
