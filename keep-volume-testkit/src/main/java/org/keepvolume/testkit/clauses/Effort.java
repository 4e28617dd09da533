// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

/** How many rounds tests take that try many. */
public enum Effort {
  /** For runs that are repeated often. */
  SHORT(0.25),
  /** The default. */
  NORMAL(1),
  /** For a night. */
  LONG(20);

  private final double factor;

  Effort(double factor) {
    this.factor = factor;
  }

  /**
   * Returns the number of rounds of a test.
   *
   * @param normal the number at normal effort, 1 or more
   * @return 1 or more
   */
  public int rounds(int normal) {
    return (int) Math.max(1, normal * factor);
  }
}
