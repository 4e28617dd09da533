// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import org.opentest4j.TestAbortedException;

/** The fixture says that its device has nothing that a clause speaks of. */
public final class NotApplicable extends TestAbortedException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param reason what the device does not have, and who says so
   */
  public NotApplicable(String reason) {
    super(reason);
  }
}
