// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

/**
 * One mistake in a configuration.
 *
 * @param where where it is, such as {@code argument 5} or {@code Volumes.zzzzz-nyw5e-0}; may be
 *     empty
 * @param what what is wrong, what was expected, and what may have been meant; without secrets
 */
public record ConfigProblem(String where, String what) {
  /**
   * Makes one line of each text: characters that could move, hide or end a line are escaped.
   *
   * @param where as given above
   * @param what as given above
   */
  public ConfigProblem {
    where = Shown.oneLine(where);
    what = Shown.oneLine(what);
  }

  /** Returns both, in one line. */
  @Override
  public String toString() {
    return where.isEmpty() ? what : where + ": " + what;
  }
}
