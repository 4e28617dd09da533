// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import org.keepvolume.testkit.Clause;
import org.opentest4j.AssertionFailedError;

/** A clause was seen to be broken, be it the one that the running test is about or another. */
public final class Violation extends AssertionFailedError {
  private static final long serialVersionUID = 1L;

  /** The clause. */
  private final Clause clause;

  /**
   * Makes the error.
   *
   * @param clause the clause that was broken
   * @param seen what was seen, a sentence or more without the clause's text
   */
  public Violation(Clause clause, String seen) {
    super(seen);
    this.clause = clause;
  }

  /**
   * Returns the clause.
   *
   * @return the clause that was broken
   */
  public Clause clause() {
    return clause;
  }
}
