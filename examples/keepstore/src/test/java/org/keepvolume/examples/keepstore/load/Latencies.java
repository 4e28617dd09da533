// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import javax.annotation.concurrent.ThreadSafe;

/** How long requests took. */
@ThreadSafe
final class Latencies {
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Long> nanos = new ArrayList<>();

  void add(long took) {
    lock.lock();
    try {
      nanos.add(took);
    } finally {
      lock.unlock();
    }
  }

  int count() {
    lock.lock();
    try {
      return nanos.size();
    } finally {
      lock.unlock();
    }
  }

  /** Returns what so many of a thousand did not exceed, in milliseconds. */
  double millis(int perMille) {
    lock.lock();
    try {
      if (nanos.isEmpty()) {
        return Double.NaN;
      }
      Collections.sort(nanos);
      int index = (int) Math.min(nanos.size() - 1L, (long) nanos.size() * perMille / 1000);
      return nanos.get(index) / 1e6;
    } finally {
      lock.unlock();
    }
  }

  String text(int perMille) {
    return String.format(Locale.ROOT, "%.1f", millis(perMille));
  }
}
