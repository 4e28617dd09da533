// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import java.time.Duration;

/**
 * What a {@link BufferPool} has reserved and lent, and who waits, all of one moment.
 *
 * @param maxBytes the bound, lowered if direct memory ran out
 * @param reservedBytes direct memory that the pool has taken from the JVM; at most the bound
 * @param lentBytes what is lent of it, in whole slices, hence more than was asked for
 * @param lentBuffers in how many buffers
 * @param small requests of at most {@link BufferPool#SMALL_BYTES}
 * @param large all other requests
 */
public record BufferPoolStatus(
    long maxBytes,
    long reservedBytes,
    long lentBytes,
    int lentBuffers,
    Requests small,
    Requests large) {
  /**
   * The requests of one kind since the pool was made. Waiting includes the time that it takes to
   * reserve memory.
   *
   * @param served how many got a buffer
   * @param waiting how many wait now
   * @param waits how many have waited and ended, served or not
   * @param waited how long these waited, together
   * @param longestWaiting how long the oldest that waits now has waited; zero if none waits
   */
  public record Requests(
      long served, int waiting, long waits, Duration waited, Duration longestWaiting) {}
}
