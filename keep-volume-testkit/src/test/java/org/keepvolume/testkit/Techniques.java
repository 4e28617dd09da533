// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import com.google.common.base.Splitter;
import com.google.common.io.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keepvolume.testkit.mutants.Mutant;
import org.keepvolume.testkit.mutants.Mutants;
import org.keepvolume.testkit.mutants.RaceMutants;
import org.keepvolume.testkit.mutants.WalkMutants;

/** What walks, pairs and histories find by themselves: the data, and its section of the page. */
final class Techniques {
  /** What walks go by here; each sequence has 40 steps. */
  static final long SEED = 1;

  static final int SEQUENCES = 200;

  private static final String HEAD =
      """
      ## What walks, pairs and histories find by themselves

      The tests that are named above find every broken backend that is named above, in exactly its clause. Here
      those tests are left out, and broken backends are added that only walks, or only races, are there to find.
      Of %d broken backends, walks find %d, pairs %d, histories %d, any of them %d. The others have no row; most of
      them are out of reach: sinks and buffers, sizes above a MiB, secrets, full disks, durability, life cycle,
      configuration.
      No backend is found that breaks %s.

      - **walks**: random sequences of calls, judged by a model; the clause that they name, which can be another
        that the same mistake breaks, and the number of sequences until then. Seed %d, up to %d sequences of 40
        steps; they depend on the seed alone, and a test compares: some of them with each change, all by the
        command in [CONTRIBUTING.md](../CONTRIBUTING.md).
      - **pairs** of calls that begin together, and **histories** of several threads, and of two processes where
        the device has another one: one run on 27 November 2026, at normal effort on all but seven backends and
        at short effort on those. Chance has a part in them, so no test compares; an empty cell says that this
        run did not find it.

      | clause | broken backend | walks | pairs | histories |
      |---|---|---|---|---|
      """;

  private static final List<Row> ROWS = parse();

  private Techniques() {}

  /**
   * A line of the data.
   *
   * @param clause the clause that the backend breaks
   * @param walks the clause that walks name, and after how many sequences; empty if none
   * @param pairs whether pairs found it
   * @param histories whether histories found it
   * @param bug the mistake
   */
  record Row(Clause clause, String walks, boolean pairs, boolean histories, String bug) {
    private static Row of(String line) {
      List<String> cells = Splitter.on('\t').splitToList(line);
      if (cells.size() != 5) {
        throw new IllegalStateException("not five columns in techniques.tsv: " + line);
      }
      return new Row(clause(cells), cells.get(1), yes(cells, 2), yes(cells, 3), cells.get(4));
    }

    private static Clause clause(List<String> cells) {
      return Arrays.stream(Clause.values())
          .filter(clause -> clause.id().equals(cells.get(0)))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no clause in techniques.tsv: " + cells));
    }

    private static boolean yes(List<String> cells, int column) {
      String cell = cells.get(column);
      if (!cell.isEmpty() && !cell.equals("yes")) {
        throw new IllegalStateException("neither yes nor empty in techniques.tsv: " + cells);
      }
      return !cell.isEmpty();
    }

    boolean walked() {
      return !walks.isEmpty();
    }

    boolean found() {
      return walked() || pairs || histories;
    }

    private String shown() {
      String anchor = clause.page().substring(clause.page().indexOf('#'));
      return String.join(
          " | ",
          "| [" + clause.id() + "](" + anchor + ")",
          bug,
          walks.replace(" ", ", "),
          pairs ? "yes" : "",
          (histories ? "yes" : "") + " |");
    }

    /** As {@link Mutant#toString}. */
    @Override
    public String toString() {
      return clause + ": " + bug;
    }
  }

  /** Returns all broken backends, those too that no test of one clause finds. */
  static List<Mutant> mutants() {
    return Stream.of(Mutants.all(), WalkMutants.all(), RaceMutants.all())
        .flatMap(List::stream)
        .toList();
  }

  /** Returns the data. */
  static List<Row> rows() {
    return ROWS;
  }

  /** Returns the line of one broken backend. */
  static Row of(Mutant mutant) {
    return ROWS.stream()
        .filter(row -> row.toString().equals(mutant.toString()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("techniques.tsv has no line of " + mutant));
  }

  /** Returns the section of docs/contract.md. */
  static String section() {
    String head =
        HEAD.formatted(
            ROWS.size(),
            count(Row::walked),
            count(Row::pairs),
            count(Row::histories),
            count(Row::found),
            clausesOutOfReach(),
            SEED,
            SEQUENCES);
    return ROWS.stream()
        .filter(Row::found)
        .sorted(Comparator.comparing(Row::clause))
        .map(row -> row.shown() + "\n")
        .collect(Collectors.joining("", head, ""));
  }

  private static long count(Predicate<Row> found) {
    return ROWS.stream().filter(found).count();
  }

  private static String clausesOutOfReach() {
    return Arrays.stream(Clause.values())
        .filter(clause -> ROWS.stream().anyMatch(row -> row.clause() == clause))
        .filter(clause -> ROWS.stream().noneMatch(row -> row.clause() == clause && row.found()))
        .map(Clause::id)
        .collect(Collectors.joining(", "));
  }

  private static List<Row> parse() {
    try {
      return Resources.readLines(
              Resources.getResource(Techniques.class, "techniques.tsv"), StandardCharsets.UTF_8)
          .stream()
          .filter(line -> !line.startsWith("#"))
          .map(Row::of)
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException("techniques.tsv cannot be read", e);
    }
  }
}
