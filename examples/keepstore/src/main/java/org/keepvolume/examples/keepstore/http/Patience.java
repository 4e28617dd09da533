// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

/**
 * How long a client is still waited for, which earns more with every byte.
 *
 * <p>What was earned is kept no longer than the idle limit: who sends most of a block at once does
 * not win half an hour for the last byte.
 */
final class Patience {
  private final long mostNanos;
  private final double nanosPerByte;
  private long leftNanos;

  Patience(TransferLimits limits) {
    mostNanos = limits.idle().toNanos();
    nanosPerByte = 1e9 / limits.bytesPerSecond();
    leftNanos = mostNanos;
  }

  /** Returns how long the next byte may take, in nanoseconds, zero or more. */
  long leftNanos() {
    return Math.max(leftNanos, 0);
  }

  /** Returns how long so many bytes may take, the first of which nobody has waited for yet. */
  long leftNanos(long bytes) {
    return Math.max(leftNanos + (long) (bytes * nanosPerByte), 0);
  }

  /** Notes that bytes have passed for which so long was waited. */
  void passed(long bytes, long waitedNanos) {
    leftNanos = Math.min(mostNanos, leftNanos - waitedNanos + (long) (bytes * nanosPerByte));
  }
}
