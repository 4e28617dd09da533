// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static com.google.common.base.Preconditions.checkArgument;

import java.time.Duration;

/**
 * How long a call waits for a disk, another process or another call, before it ends as unavailable
 * (CX-2).
 *
 * <p>Not counted is the time inside a sink or visitor. A system call that is made on the calling
 * thread, as all are but syncs, is not cut short; a write looks at its total between two slices of
 * 1 MiB. A listing has no total, and with several threads the progress limit for each page.
 *
 * @param progress the longest wait for one lock, one sync or one helper thread; 1 ms to 1 day
 * @param total the longest time until a change is done, from its start; not less than {@code
 *     progress}, up to 1 day
 */
public record TimeLimits(Duration progress, Duration total) {
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final TimeLimits DEFAULTS =
      new TimeLimits(Duration.ofMinutes(1), Duration.ofMinutes(5));

  /**
   * Checks the ranges.
   *
   * @param progress as given above
   * @param total as given above
   * @throws IllegalArgumentException if a value is out of its range
   */
  public TimeLimits {
    checkArgument(
        progress.compareTo(SHORTEST) >= 0 && progress.compareTo(total) <= 0,
        "progress limit is %s; expected 1 ms up to the total limit, %s",
        progress,
        total);
    checkArgument(
        total.compareTo(LONGEST) <= 0, "total limit is %s; expected at most 1 day", total);
  }

  /**
   * Returns the defaults.
   *
   * @return one minute without progress, five in all
   */
  public static TimeLimits defaults() {
    return DEFAULTS;
  }
}
