// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.report.ClauseResult.Result;

class ConformanceReportTest {
  private static final ClauseResult PASSED =
      new ClauseResult(Clause.RD_1, Result.PASSED, List.of("ReadClauses.a"), "reference", "");
  private static final ClauseResult FAILED =
      new ClauseResult(
          Clause.CP_1,
          Result.FAILED,
          List.of(),
          "",
          "said \"no\" | back\\slash\n\tand\u0001more ü");
  private static final ClauseResult WAIVED =
      new ClauseResult(Clause.CX_2, Result.WAIVED, List.of(), "", "later");

  private static final Optional<WalkResult> WALK =
      Optional.of(new WalkResult(200, 87, 3480, Map.of(Clause.TR_1, 3L, Clause.RD_1, 5L)));

  private static final RaceResult RACE =
      new RaceResult("histories", 2, 200, 60, 1234, Map.of("TOUCH OK", 7L, "READ \"x\"", 8L));

  @TempDir Path directory;

  private static ConformanceReport report(List<String> notRun, ClauseResult... results) {
    return new ConformanceReport(
        "memory", 42, "1.0", notRun, List.of(results), WALK, List.of(RACE));
  }

  @Test
  void summaryClaimsNoMoreThanWasFound() {
    assertEquals(
        "no violation found in 1 clauses, 1 waived, 0 not-applicable, 0 untested",
        report(List.of(), PASSED, WAIVED).summary());
    assertEquals(
        "violations found of 1, no violation found in 1 clauses, 0 waived, 0 not-applicable,"
            + " 0 untested",
        report(List.of(), PASSED, FAILED).summary());
    ClauseResult notShown =
        new ClauseResult(Clause.RD_2, Result.FAILED, List.of(), "", "not shown: a did not run");
    assertEquals(
        "1 not tested in this run, no violation found in 0 clauses, 0 waived, 0 not-applicable,"
            + " 0 untested",
        report(List.of(), notShown).summary());
    assertFalse(report(List.of(), PASSED).markdown().contains("certified"));
  }

  @Test
  void jsonHasTheDocumentedFields() throws Exception {
    report(List.of(), PASSED, FAILED).write(directory.resolve("new"));
    JsonNode json =
        new ObjectMapper().readTree(Files.readString(directory.resolve("new/memory.json")));
    assertEquals("memory", json.get("volume").asText());
    assertEquals(42, json.get("seed").asLong());
    assertEquals("1.0", json.get("kit").asText());
    assertTrue(json.get("complete").asBoolean());
    JsonNode first = json.get("clauses").get(0);
    assertEquals(
        "{\"id\":\"RD-1\",\"level\":\"must\",\"scope\":\"backend\",\"result\":\"passed\","
            + "\"tests\":[\"ReadClauses.a\"],\"provenBy\":\"reference\",\"note\":\"\"}",
        first.toString());
    assertEquals(FAILED.note(), json.get("clauses").get(1).get("note").asText());
  }

  @Test
  void oneLineOfJsonTellsACompleteRun() throws Exception {
    assertTrue(report(List.of(), PASSED).json().lines().anyMatch("  \"complete\": true,"::equals));
    ConformanceReport partial = report(List.of("ReadClauses.b did not run"), PASSED);
    assertTrue(partial.json().lines().anyMatch("  \"complete\": false,"::equals));
    assertTrue(partial.markdown().contains("- **ReadClauses.b did not run**"));
  }

  @Test
  void walkIsTold() throws Exception {
    report(List.of(), PASSED).write(directory);
    JsonNode walk =
        new ObjectMapper().readTree(Files.readString(directory.resolve("memory.json"))).get("walk");
    assertEquals(
        "{\"planned\":200,\"sequences\":87,\"operations\":3480,"
            + "\"clauses\":{\"RD-1\":5,\"TR-1\":3}}",
        walk.toString());
    assertTrue(
        Files.readString(directory.resolve("memory.md"))
            .contains(
                "Random walks: 87 of 200 sequences, 3480 steps. Answers judged, by clause: RD-1 5,"
                    + " TR-1 3."));
    ConformanceReport without =
        new ConformanceReport(
            "memory", 42, "1.0", List.of(), List.of(PASSED), Optional.empty(), List.of());
    assertTrue(without.json().contains("\"walk\": null,"));
    assertTrue(without.json().contains("\"races\": [],"));
    assertFalse(without.markdown().contains("walks"));
  }

  @Test
  void racesAreTold() throws Exception {
    report(List.of(), PASSED).write(directory);
    JsonNode races =
        new ObjectMapper()
            .readTree(Files.readString(directory.resolve("memory.json")))
            .get("races");
    assertEquals(
        "[{\"name\":\"histories\",\"processes\":2,\"planned\":200,\"done\":60,\"events\":1234,"
            + "\"counts\":{\"READ \\\"x\\\"\":8,\"TOUCH OK\":7}}]",
        races.toString());
    assertTrue(
        Files.readString(directory.resolve("memory.md"))
            .contains(
                "Races, histories, processes: 2: 60 of 200, 1234 calls. Seen: READ \"x\" 8, TOUCH OK"
                    + " 7."));
  }

  @Test
  void pageHasOneRowForEachClause() throws Exception {
    report(List.of(), PASSED, FAILED).write(directory);
    List<String> rows =
        Files.readAllLines(directory.resolve("memory.md")).stream()
            .filter(line -> line.matches("\\| [A-Z]{2}-\\d+ .*"))
            .toList();
    assertEquals("| RD-1 | must | backend | passed | reference |  |", rows.get(0));
    assertEquals(
        "| CP-1 | must | opened | failed |  | said \"no\" \\| back\\slash and\u0001more ü |",
        rows.get(1));
  }
}
