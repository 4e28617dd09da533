// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import java.time.Duration;

/**
 * How slow a client may be before its connection is closed, so that it does not keep a buffer from
 * others.
 *
 * @param idle the longest wait for one more byte of a body, or for one more to be taken
 * @param bytesPerSecond the least rate of a body as a whole, beside {@code idle}; the time in which
 *     the server waits for the client counts, and no other
 */
public record TransferLimits(Duration idle, long bytesPerSecond) {
  /** Returns how long so many bytes may take, in nanoseconds. */
  long nanosFor(long bytes) {
    double seconds = (double) bytes / bytesPerSecond;
    return idle.toNanos() + (long) (seconds * 1e9);
  }
}
