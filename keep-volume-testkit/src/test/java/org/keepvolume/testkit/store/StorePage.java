// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.store;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.keepvolume.Operation;

/** docs/store.md: written by hand but for its tables, which come from the tests. */
final class StorePage {
  private static final Pattern TABLE =
      Pattern.compile("<!-- table: ([a-z, ]+) -->\n.*?<!-- end -->", Pattern.DOTALL);

  private StorePage() {}

  /** Returns the page as it should be: its own text, and the tests' tables. */
  static String render(String page) {
    return TABLE
        .matcher(page)
        .replaceAll(
            table ->
                Matcher.quoteReplacement(
                    "<!-- table: "
                        + table.group(1)
                        + " -->\n"
                        + table(table.group(1))
                        + "<!-- end -->"));
  }

  private static String table(String name) {
    if (name.equals("clauses")) {
      return clauses();
    } else if (name.equals("one mount")) {
      return oneMount();
    } else {
      return twoMounts(
          Arrays.stream(StoreCall.values())
              .filter(call -> call.toString().equals(name))
              .findFirst()
              .orElseThrow());
    }
  }

  private static String clauses() {
    String rows =
        Arrays.stream(StoreClause.values())
            .map(
                clause ->
                    row(
                        "<a id=\"%s\"></a>%s"
                            .formatted(clause.toString().toLowerCase(Locale.ROOT), clause),
                        clause.text(),
                        clause.intent(),
                        clause.tests().stream()
                            .map(test -> "`" + test.getSimpleName() + "`")
                            .collect(Collectors.joining(", "))))
            .collect(Collectors.joining());
    return row("id", "clause", "intent", "tests") + "|---|---|---|---|\n" + rows;
  }

  private static String oneMount() {
    List<Operation> operations =
        Arrays.stream(StoreCall.values()).map(StoreCall::operation).distinct().toList();
    StringBuilder table = new StringBuilder(header("", operations));
    for (MountState state : MountState.values()) {
      table.append("| **").append(state).append("**");
      for (Operation operation : operations) {
        table.append(" | ").append(TwoMountsRule.alone(state, operation));
      }
      table.append(" |\n");
    }
    return table.toString();
  }

  private static String twoMounts(StoreCall call) {
    List<MountState> states = List.of(MountState.values());
    StringBuilder table = new StringBuilder(header("1st \\ 2nd", states));
    for (MountState first : states) {
      table.append("| **").append(first).append("**");
      for (MountState second : states) {
        table.append(" | ").append(TwoMountsRule.expected(first, second, call));
      }
      table.append(" |\n");
    }
    return table.toString();
  }

  private static String header(String corner, List<?> columns) {
    return "| "
        + corner
        + columns.stream().map(column -> " | " + column).collect(Collectors.joining())
        + " |\n|---"
        + "|---".repeat(columns.size())
        + "|\n";
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
