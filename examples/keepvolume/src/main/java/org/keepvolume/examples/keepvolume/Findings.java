// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import java.io.PrintWriter;
import java.util.List;

/**
 * What a run of the kit found.
 *
 * @param report the report for people; empty if there is none
 * @param violations what the kit says of each clause that was seen to be broken
 * @param troubles what kept the kit from testing
 */
record Findings(String report, List<String> violations, List<String> troubles) {
  /** Returns 0 for no violation, 1 for a clause that is broken, 2 for a check that was not made. */
  int exitCode() {
    if (!violations.isEmpty()) {
      return 1;
    }
    return troubles.isEmpty() ? 0 : 2;
  }

  String summary() {
    return switch (exitCode()) {
      case 0 -> "No violation was found.";
      case 1 -> "The volume breaks the contract: " + violations.size() + " tests failed.";
      default -> "The check could not be made.";
    };
  }

  /** Prints everything, for people. */
  void print(PrintWriter out) {
    out.print(report);
    violations.forEach(violation -> out.println("\n" + violation));
    troubles.forEach(trouble -> out.println("\n" + trouble));
    out.println();
    out.println(summary());
    out.flush();
  }
}
