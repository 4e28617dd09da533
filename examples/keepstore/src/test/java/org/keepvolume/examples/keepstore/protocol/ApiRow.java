// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import java.util.function.UnaryOperator;

/**
 * A row of the table in docs/keepstore-api.md, which a test runs.
 *
 * @param request what a client sends, in the words of the table
 * @param condition in what state the service is
 * @param answer what the client gets
 * @param like which version of the original answers so, or why none does
 * @param state makes the state
 * @param exchange does what the client does
 */
record ApiRow(
    String request,
    String condition,
    String answer,
    String like,
    UnaryOperator<Scene> state,
    Exchange exchange) {

  /** Returns what the client sees. */
  String run() throws Exception {
    try (Scene scene = state.apply(new Scene()).start()) {
      return exchange.seen(scene);
    }
  }

  /** Returns the row as it stands in the page, with another answer. */
  String line(String seen) {
    return "| " + String.join(" | ", request, condition, seen, like) + " |\n";
  }
}
