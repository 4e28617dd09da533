// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import java.util.List;

/**
 * What a run outside the kit, such as one under a tracer of system calls, showed about a clause.
 *
 * @param run what was run and how it was watched, such as {@code writes under strace}
 * @param violations what broke the clause, one sentence each; empty: nothing was found
 */
public record Evidence(String run, List<String> violations) {
  /**
   * Copies the list.
   *
   * @param run as given above
   * @param violations as given above
   */
  public Evidence {
    violations = List.copyOf(violations);
  }
}
