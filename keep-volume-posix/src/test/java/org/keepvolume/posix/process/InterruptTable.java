// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

/** What interrupted calls came to, stage by stage: required, and logged as a table. */
final class InterruptTable {
  /** What CX-1 promises. */
  private static final long AT_ONCE = 1000;

  private static final String CANCELLED = "CallCancelledException";

  private final List<String> rows = new ArrayList<>();

  /** Requires that the call was cancelled at once, and notes what else was seen. */
  void cancelled(String stage, String operation, BackgroundCall.End end, List<String> residue) {
    assertEquals(CANCELLED, end.type(), end.text());
    assertTrue(end.millis() < AT_ONCE, stage + ", " + operation + ": " + end);
    note(stage, operation, end, residue);
  }

  /** Requires that the call, past its point of no return, went on to its end. */
  void wentOn(String stage, String operation, BackgroundCall.End end, List<String> residue) {
    assertEquals("done", end.type(), end.text());
    note(stage, operation, end, residue);
  }

  private void note(String stage, String operation, BackgroundCall.End end, List<String> residue) {
    assertTrue(end.flag(), stage + ", " + operation + ": the flag stays set");
    rows.add(
        String.join(
            " | ",
            "| " + stage,
            operation,
            end.type(),
            end.millis() + " ms",
            "set",
            residue.isEmpty() ? "none" : String.join(" ", residue),
            "yes |"));
  }

  void log() {
    String table =
        "\n| interrupted | call | ends as | after | flag | residue | usable |\n"
            + "|---|---|---|---|---|---|---|\n"
            + String.join("\n", rows);
    System.getLogger(InterruptTable.class.getName()).log(System.Logger.Level.INFO, table);
  }
}
