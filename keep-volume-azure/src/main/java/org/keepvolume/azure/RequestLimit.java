// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import javax.annotation.concurrent.ThreadSafe;

/** Bounds how many requests of a volume run at once; who waits is served in turn. */
@ThreadSafe
final class RequestLimit {
  private final Semaphore permits;

  /** The right to one request, to be given back once. */
  final class Permit implements AutoCloseable {
    private Permit() {}

    @Override
    public void close() {
      permits.release();
    }
  }

  RequestLimit(int most) {
    permits = new Semaphore(most, true);
  }

  /**
   * Waits for the right to one request.
   *
   * @throws NoAnswer if the call's limits pass before
   */
  Permit acquire(Call call) throws IOException, InterruptedException {
    long since = call.timing().nanoTime();
    while (true) {
      long nanos = call.remaining(since);
      if (permits.tryAcquire(Math.max(0, nanos), NANOSECONDS)) {
        return new Permit();
      }
      if (nanos <= 0) {
        throw NoAnswer.unasked("other requests of this volume left no room for another");
      }
    }
  }
}
