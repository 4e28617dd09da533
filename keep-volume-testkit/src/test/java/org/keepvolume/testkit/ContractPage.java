// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.keepvolume.testkit.mutants.Mutant;
import org.keepvolume.testkit.mutants.Mutants;

/** docs/contract.md: its intents are written by hand, all else comes from the kit. */
final class ContractPage {
  private static final Pattern ROW =
      Pattern.compile(
          "^\\| <a id=\"[a-z0-9-]+\"></a>([A-Z]{2}-\\d+) \\|([^|]*)\\|([^|]*)\\|",
          Pattern.MULTILINE);

  private static final Map<String, String> GROUPS = groups();

  private ContractPage() {}

  private static Map<String, String> groups() {
    Map<String, String> groups = new LinkedHashMap<>();
    groups.put("RD", "Read");
    groups.put("WR", "Write");
    groups.put("TM", "Touch and stat");
    groups.put("TR", "Trash");
    groups.put("IX", "Index");
    groups.put("RO", "Access");
    groups.put("CX", "Cancellation");
    groups.put("LC", "Life cycle");
    groups.put("CP", "Capabilities");
    groups.put("CF", "Configuration");
    groups.put("SE", "Secrets");
    groups.put("OB", "Observation");
    groups.put("PR", "Providers");
    return groups;
  }

  /** Returns the intents that a page gives, by the id of their clause. */
  static Map<String, String> intents(String page) {
    Map<String, String> intents = new LinkedHashMap<>();
    Matcher rows = ROW.matcher(page);
    while (rows.find()) {
      intents.put(rows.group(1), rows.group(3).trim());
    }
    return intents;
  }

  /** Returns the page as it should be: its own head and intents, and the kit's data. */
  static String render(String page) {
    Map<String, String> intents = intents(page);
    Map<Clause, List<String>> tests = ClauseTests.all();
    StringBuilder rendered = new StringBuilder(page.split("(?m)^## ", 2)[0]);
    for (Map.Entry<String, String> group : GROUPS.entrySet()) {
      rendered.append("## ").append(group.getValue()).append("\n\n");
      rendered.append("| id | clause | intent | tests | broken backends that they find |\n");
      rendered.append("|---|---|---|---|---|\n");
      for (Clause clause : Clause.values()) {
        if (clause.id().startsWith(group.getKey())) {
          rendered.append(row(clause, intents, tests)).append('\n');
        }
      }
      rendered.append('\n');
    }
    return rendered.append(Techniques.section()).toString();
  }

  private static String row(
      Clause clause, Map<String, String> intents, Map<Clause, List<String>> tests) {
    String level =
        clause.level()
            + clause.needs().map(needed -> ", " + needed).orElse("")
            + (clause.scope() == Clause.Scope.BACKEND ? "" : ", " + clause.scope());
    String shown =
        clause
            .untested()
            .map(reason -> "none: " + reason)
            .orElseGet(
                () ->
                    tests.getOrDefault(clause, List.of()).stream()
                        .map(test -> "`" + test + "`")
                        .collect(Collectors.joining(", ")));
    String mutants =
        Mutants.all().stream()
            .filter(mutant -> mutant.clause() == clause)
            .map(Mutant::bug)
            .collect(Collectors.joining("; "));
    String anchor = clause.page().substring(clause.page().indexOf('#') + 1);
    return String.join(
        " | ",
        "| <a id=\"" + anchor + "\"></a>" + clause.id(),
        clause.text() + " *(" + level + ")*",
        intents.getOrDefault(clause.id(), ""),
        shown,
        mutants + " |");
  }
}
