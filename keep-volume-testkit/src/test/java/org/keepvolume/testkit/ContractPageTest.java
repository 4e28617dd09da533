// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.keepvolume.testkit.mutants.Mutant;

/** Holds together the clauses, docs/contract.md, and the Javadoc of Volume. */
class ContractPageTest {
  private static final Path PAGE = Path.of("../docs/contract.md");
  private static final Path VOLUME =
      Path.of("../keep-volume-api/src/main/java/org/keepvolume/Volume.java");
  private static final Path CLAUSE = Path.of("src/main/java/org/keepvolume/testkit/Clause.java");
  private static final Path EXPECTED = Path.of("target/contract.md");

  @Test
  void pageHasTheKitsClausesTestsAndMutants() throws IOException {
    String page = Files.readString(PAGE);
    String expected = ContractPage.render(page);
    Files.createDirectories(EXPECTED.getParent());
    Files.writeString(EXPECTED, expected);
    assertTrue(
        expected.equals(page),
        "docs/contract.md is out of date; copy " + EXPECTED.toAbsolutePath());
  }

  @Test
  void everyRowSaysWhatTheClauseIsFor() throws IOException {
    var intents = ContractPage.intents(Files.readString(PAGE));
    for (Clause clause : Clause.values()) {
      String intent = intents.get(clause.id());
      assertTrue(intent != null && !intent.isBlank(), "no intent of " + clause);
    }
  }

  @Test
  void techniquesHaveOneLineOfEveryMutant() {
    List<String> mutants = Techniques.mutants().stream().map(Mutant::toString).toList();
    List<String> lines = Techniques.rows().stream().map(Techniques.Row::toString).toList();
    assertEquals(List.of(), without(mutants, lines), "not in techniques.tsv");
    assertEquals(List.of(), without(lines, mutants), "twice in techniques.tsv, or no mutant");
  }

  private static List<String> without(List<String> all, List<String> others) {
    List<String> left = new ArrayList<>(all);
    others.forEach(left::remove);
    return left;
  }

  @Test
  void javadocOfVolumeNamesEveryClauseAndNoOther() throws IOException {
    Set<String> named = new TreeSet<>();
    Matcher ids = Pattern.compile("\\b[A-Z]{2}-\\d+\\b").matcher(Files.readString(VOLUME));
    while (ids.find()) {
      named.add(ids.group());
    }
    assertEquals(
        Arrays.stream(Clause.values())
            .map(Clause::id)
            .collect(Collectors.toCollection(TreeSet::new)),
        named);
  }

  @Test
  void javadocOfEveryConstantIsItsText() throws IOException {
    String source = Files.readString(CLAUSE).replaceAll("\\s*\\n\\s*(\\* )?", " ");
    for (Clause clause : Clause.values()) {
      String comment =
          "/\\*\\* " + Pattern.quote(clause.text()) + "\\s*\\*/ " + clause.name() + "[,;]";
      assertTrue(
          Pattern.compile(comment).matcher(source).find(),
          clause + ": its comment in Clause.java is not its text in clauses.txt");
    }
    assertFalse(source.isEmpty());
  }
}
