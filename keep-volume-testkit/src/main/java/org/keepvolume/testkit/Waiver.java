// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * A clause that a backend is known not to keep, or not to show, and why.
 *
 * <p>Its tests run all the same; their failure is reported as waived. Every report prints it.
 *
 * @param clause the clause
 * @param reason why it is not kept or not shown, a sentence for the backend's users
 * @param link where the work on it can be followed: a page or an address
 */
public record Waiver(Clause clause, String reason, String link) {
  /**
   * Checks that a reason and a link are given.
   *
   * @param clause as given above
   * @param reason as given above
   * @param link as given above
   * @throws IllegalArgumentException if reason or link are blank
   */
  public Waiver {
    checkArgument(!reason.isBlank(), "a waiver of %s needs a reason", clause);
    checkArgument(!link.isBlank(), "a waiver of %s needs a link", clause);
  }
}
