// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import static com.google.common.base.Preconditions.checkArgument;

import java.time.Duration;

/**
 * When a block is old enough to be trashed, and how long its trashed copy can be restored.
 *
 * <p>Given when a volume is opened, not with each call, so that "old enough?" and "trash it" are
 * one step inside the volume.
 *
 * @param minimumAge a block younger than this is left alone by trash (TR-1, TR-7); 0 to 365 000
 *     days. The original calls it the blob signing TTL.
 * @param lifetime how long a trashed copy stays restorable, 0 to 365 000 days; 0 deletes at once
 *     (TR-5)
 */
public record TrashPolicy(Duration minimumAge, Duration lifetime) {
  /** The original's default for both: two weeks. */
  public static final Duration TWO_WEEKS = Duration.ofDays(14);

  /** A thousand years: beyond it a time could leave what formats and clocks can hold. */
  private static final Duration LONGEST = Duration.ofDays(365_000);

  /**
   * Checks the ranges.
   *
   * @param minimumAge as given above
   * @param lifetime as given above
   * @throws IllegalArgumentException if a value is out of its range
   */
  public TrashPolicy {
    check("minimum age", minimumAge);
    check("trash lifetime", lifetime);
  }

  private static void check(String what, Duration given) {
    checkArgument(!given.isNegative(), "%s is negative: %s", what, given);
    checkArgument(
        given.compareTo(LONGEST) <= 0, "%s is %s; expected at most 365000 days", what, given);
  }

  /**
   * Returns the original's defaults.
   *
   * @return minimum age and lifetime of two weeks
   */
  public static TrashPolicy defaults() {
    return new TrashPolicy(TWO_WEEKS, TWO_WEEKS);
  }
}
