// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import java.util.List;
import org.keepvolume.testkit.clauses.Violation;
import org.opentest4j.AssertionFailedError;

/**
 * A clause that a volume breaks: which, what was seen, and where to look.
 *
 * <p>Its message is what a backend's author reads first, so it holds all of that.
 */
public final class ClauseFailure extends AssertionFailedError {
  private static final long serialVersionUID = 1L;

  /** The clause. */
  private final Clause clause;

  /** What was seen. */
  private final String seen;

  ClauseFailure(Clause clause, String volume, String test, long seed, Throwable thrown) {
    super(message(clause, volume, test, seed, seen(thrown)), thrown);
    this.clause = clause;
    seen = seen(thrown);
  }

  /**
   * Returns the clause.
   *
   * @return the clause that the volume breaks
   */
  public Clause clause() {
    return clause;
  }

  /**
   * Returns what was seen.
   *
   * @return a sentence or more
   */
  public String seen() {
    return seen;
  }

  private static String seen(Throwable thrown) {
    boolean told = thrown instanceof AssertionError || thrown instanceof Violation;
    return told ? String.valueOf(thrown.getMessage()) : "a call threw " + thrown;
  }

  private static String message(Clause clause, String volume, String test, long seed, String seen) {
    List<String> lines =
        List.of(
            clause.id() + " is broken by " + volume + ": " + clause.text(),
            "  seen: " + seen,
            "  by: " + test,
            "  check first: " + String.join("; ", clause.hints()),
            "  more: " + clause.page(),
            "  to repeat: -D" + Settings.SEED + "=" + seed);
    return String.join("\n", lines);
  }
}
