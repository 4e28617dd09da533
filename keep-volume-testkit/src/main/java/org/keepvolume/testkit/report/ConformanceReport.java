// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.keepvolume.testkit.report.ClauseResult.Result;

/**
 * One run of the kit, as a file for programs and one for people.
 *
 * @param volume the name of the backend
 * @param seed what the run's random data came from
 * @param kit the version of the kit
 * @param notRun the tests that should have run and did not
 * @param clauses a result for every clause
 * @param walk what the random walks did; empty if there were none
 * @param races what each race of threads and processes did
 */
public record ConformanceReport(
    String volume,
    long seed,
    String kit,
    List<String> notRun,
    List<ClauseResult> clauses,
    Optional<WalkResult> walk,
    List<RaceResult> races) {
  /**
   * Says what was found, in one sentence.
   *
   * @return such as {@code no violation found in 60 clauses}; never more than that
   */
  public String summary() {
    long notShown = clauses.stream().filter(ClauseResult::notShown).count();
    long broken = count(Result.FAILED) - notShown;
    StringBuilder summary = new StringBuilder();
    if (broken > 0) {
      summary.append("violations found of ").append(broken).append(", ");
    }
    if (notShown > 0) {
      summary.append(notShown).append(" not tested in this run, ");
    }
    summary.append("no violation found in ").append(count(Result.PASSED)).append(" clauses");
    for (Result other : List.of(Result.WAIVED, Result.NOT_APPLICABLE, Result.UNTESTED)) {
      summary.append(", ").append(count(other)).append(' ').append(other);
    }
    return summary.toString();
  }

  /**
   * Counts the clauses with a result.
   *
   * @param result the result
   * @return the number of clauses
   */
  public long count(Result result) {
    return clauses.stream().filter(clause -> clause.result() == result).count();
  }

  /**
   * Writes {@code <volume>.json} and {@code <volume>.md}.
   *
   * @param directory where to; made if it is not there
   * @throws IOException if that fails
   */
  public void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve(volume + ".json"), json());
    Files.writeString(directory.resolve(volume + ".md"), markdown());
  }

  String json() {
    List<String> entries = new ArrayList<>();
    for (ClauseResult clause : clauses) {
      entries.add(
          "    {"
              + String.join(
                  ", ",
                  field("id", clause.clause().id()),
                  field("level", lower(clause.clause().level())),
                  field("scope", lower(clause.clause().scope())),
                  field("result", clause.result().toString()),
                  "\"tests\": [" + quotedAll(clause.tests()) + "]",
                  field("provenBy", clause.provenBy()),
                  field("note", clause.note()))
              + "}");
    }
    return String.join(
        "\n",
        "{",
        "  " + field("volume", volume) + ",",
        "  \"seed\": " + seed + ",",
        "  " + field("kit", kit) + ",",
        "  " + field("summary", summary()) + ",",
        "  \"complete\": " + notRun.isEmpty() + ",",
        "  \"notRun\": [" + quotedAll(notRun) + "],",
        "  \"walk\": " + walk.map(WalkResult::json).orElse("null") + ",",
        "  \"races\": [" + String.join(", ", races.stream().map(RaceResult::json).toList()) + "],",
        "  \"clauses\": [",
        String.join(",\n", entries),
        "  ]",
        "}",
        "");
  }

  String markdown() {
    StringBuilder page = new StringBuilder();
    page.append("# Conformance of ").append(volume).append("\n\n");
    page.append(summary()).append(". That no violation was found is no proof that there is none.");
    page.append("\n\nKit ").append(kit).append(", seed ").append(seed).append(".\n\n");
    for (String test : notRun) {
      page.append("- **").append(test).append("**\n");
    }
    walk.ifPresent(done -> page.append('\n').append(done.markdown()).append('\n'));
    for (RaceResult race : races) {
      page.append('\n').append(race.markdown()).append('\n');
    }
    page.append("\n| clause | level | scope | result | proven by | note |\n");
    page.append("|---|---|---|---|---|---|\n");
    for (ClauseResult clause : clauses) {
      page.append("| ")
          .append(
              String.join(
                  " | ",
                  clause.clause().id(),
                  lower(clause.clause().level()),
                  lower(clause.clause().scope()),
                  clause.result().toString(),
                  clause.provenBy(),
                  clause.note().replace("|", "\\|").replaceAll("\\s+", " ")))
          .append(" |\n");
    }
    return page.toString();
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String field(String name, String value) {
    return quoted(name) + ": " + quoted(value);
  }

  private static String quotedAll(List<String> values) {
    return String.join(", ", values.stream().map(ConformanceReport::quoted).toList());
  }

  /** Writes a string as RFC 8259 has it. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
