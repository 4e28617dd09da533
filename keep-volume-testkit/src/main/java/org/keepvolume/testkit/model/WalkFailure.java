// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import org.keepvolume.testkit.Clause;
import org.opentest4j.AssertionFailedError;

/** A step of a walk to which the volume gave an answer that no state of the model allows. */
public final class WalkFailure extends AssertionFailedError {
  private static final long serialVersionUID = 1L;

  /** The clause. */
  private final Clause clause;

  /** What was seen. */
  private final String seen;

  WalkFailure(Clause clause, String message, String seen) {
    super(message);
    this.clause = clause;
    this.seen = seen;
  }

  /**
   * Returns the clause that the step breaks.
   *
   * @return the clause
   */
  public Clause clause() {
    return clause;
  }

  /**
   * Returns what was seen at that step.
   *
   * @return the step, its answer and the states that were possible before
   */
  public String seen() {
    return seen;
  }
}
