// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import java.util.EnumMap;
import java.util.Map;
import org.keepvolume.testkit.Clause;

/** Counts what walks have put to the test. */
public final class Tally {
  private final Map<Clause, Long> clauses = new EnumMap<>(Clause.class);
  private int sequences;
  private long operations;

  /** Starts at zero. */
  public Tally() {}

  void sequence() {
    sequences++;
  }

  void operation() {
    operations++;
  }

  /** Notes that an answer agreed with the model where a clause says what it must be. */
  void kept(Clause clause) {
    var unused = clauses.merge(clause, 1L, Long::sum);
  }

  /**
   * Returns how many sequences were run.
   *
   * @return those of shrinking not counted
   */
  public int sequences() {
    return sequences;
  }

  /**
   * Returns how many steps they had.
   *
   * @return the steps, without the look at the end of each
   */
  public long operations() {
    return operations;
  }

  /**
   * Returns how many answers were judged by each clause.
   *
   * @return a copy; clauses that were never in question are absent
   */
  public Map<Clause, Long> clauses() {
    return new EnumMap<>(clauses);
  }
}
