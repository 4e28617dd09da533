// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static com.google.common.base.Preconditions.checkArgument;

import java.time.Duration;

/**
 * How long a call waits for the service, and how often it asks, before it ends as unavailable
 * (CX-2).
 *
 * <p>Not counted is the time inside a sink or visitor. A listing has no limit as a whole.
 *
 * @param progress the longest wait for a permit, for an answer, or for more of a body; 1 ms to 1
 *     day
 * @param control the longest time of open and of one stat, touch, trash or untrash, and of each
 *     delete of a sweep; each page of a listing has {@code listAttempts} times {@code listDelay}
 *     more; not less than {@code progress}, up to 1 day
 * @param data the longest time of one read or write; not less than {@code progress}, up to 1 day
 * @param attempts how often one request is sent in all where sending it again may help; 1 to 1000
 * @param listAttempts how often one page of a listing is asked for in all; 1 to 1000
 * @param listDelay the most that is waited before a page is asked for the second time, unless the
 *     service asks for more; 0 to 1 day
 */
public record AzureLimits(
    Duration progress,
    Duration control,
    Duration data,
    int attempts,
    int listAttempts,
    Duration listDelay) {
  static final int MOST_ATTEMPTS = 1000;
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final AzureLimits DEFAULTS =
      new AzureLimits(
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(300),
          4,
          12,
          Duration.ofSeconds(10));

  /**
   * Checks the ranges.
   *
   * @param progress as given above
   * @param control as given above
   * @param data as given above
   * @param attempts as given above
   * @param listAttempts as given above
   * @param listDelay as given above
   * @throws IllegalArgumentException if a value is out of its range
   */
  public AzureLimits {
    checkLimit("control", control);
    checkLimit("data", data);
    checkProgress(progress, "control", control);
    checkProgress(progress, "data", data);
    checkAttempts("attempts", attempts);
    checkAttempts("list attempts", listAttempts);
    checkArgument(
        !listDelay.isNegative() && listDelay.compareTo(LONGEST) <= 0,
        "list delay is %s; expected 0 to 1 day",
        listDelay);
  }

  private static void checkLimit(String name, Duration limit) {
    checkArgument(
        limit.compareTo(SHORTEST) >= 0 && limit.compareTo(LONGEST) <= 0,
        "%s limit is %s; expected 1 ms to 1 day",
        name,
        limit);
  }

  private static void checkProgress(Duration progress, String name, Duration limit) {
    checkArgument(
        progress.compareTo(SHORTEST) >= 0 && progress.compareTo(limit) <= 0,
        "progress limit is %s; expected 1 ms up to the %s limit, %s",
        progress,
        name,
        limit);
  }

  private static void checkAttempts(String name, int attempts) {
    checkArgument(
        attempts >= 1 && attempts <= MOST_ATTEMPTS,
        "%s is %s; expected 1 to %s",
        name,
        attempts,
        MOST_ATTEMPTS);
  }

  /**
   * Returns the defaults.
   *
   * @return 30 s without progress, 60 s and 300 s in all, 4 attempts; 12 attempts for a page of a
   *     listing, the second after up to 10 s
   */
  public static AzureLimits defaults() {
    return DEFAULTS;
  }
}
