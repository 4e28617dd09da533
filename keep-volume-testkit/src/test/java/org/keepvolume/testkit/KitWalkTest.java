// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.keepvolume.testkit.memory.MemoryFixture;
import org.keepvolume.testkit.mutants.Mutant;
import org.keepvolume.testkit.mutants.WalkMutants;

/** The random walks as a part of the kit: their failures, their report, and how to leave them. */
class KitWalkTest {
  private static final Mutant BROKEN = WalkMutants.all().get(0);

  @TempDir Path reports;

  static class Good extends VolumeConformance {
    @Override
    protected VolumeFixture fixture() {
      return new MemoryFixture();
    }
  }

  static class Broken extends VolumeConformance {
    @Override
    protected VolumeFixture fixture() throws Exception {
      return BROKEN.fixture().make();
    }
  }

  static class Waiving extends VolumeConformance {
    @Override
    protected VolumeFixture fixture() throws Exception {
      return new WaivingFixture(BROKEN.fixture().make());
    }
  }

  static class WithoutFixture extends VolumeConformance {
    private int made;

    @Override
    protected VolumeFixture fixture() {
      made++;
      if (made > 2) {
        throw new UncheckedIOException(new java.io.IOException("no more devices"));
      }
      return new MemoryFixture();
    }
  }

  private EngineExecutionResults walks(Class<?> kit, String sequences, String required) {
    Class<?> group =
        Arrays.stream(VolumeConformance.class.getDeclaredClasses())
            .filter(nested -> nested.getSimpleName().equals("RandomWalks"))
            .findFirst()
            .orElseThrow();
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectNestedClass(List.of(kit), group))
        .configurationParameter(Settings.SEED, "1")
        .configurationParameter(Settings.WALK, sequences)
        .configurationParameter(Settings.REPORTS, reports.toString())
        .configurationParameter(Settings.REQUIRE, required)
        .execute();
  }

  private JsonNode report() throws Exception {
    return new ObjectMapper().readTree(Files.readString(reports.resolve("memory.json")));
  }

  private JsonNode clause(String id) throws Exception {
    for (JsonNode clause : report().get("clauses")) {
      if (clause.get("id").asText().equals(id)) {
        return clause;
      }
    }
    throw new AssertionError("the report has no " + id);
  }

  @Test
  void reportSaysWhatTheWalksPutToTheTest() throws Exception {
    assertEquals(List.of(), KitRuns.failures(walks(Good.class, "10", "")));
    JsonNode walk = report().get("walk");
    assertEquals(10, walk.get("planned").asInt());
    assertEquals(10, walk.get("sequences").asInt());
    assertEquals(400, walk.get("operations").asInt());
    assertTrue(walk.get("clauses").get("RD-1").asInt() > 10, walk.toString());
    String page = Files.readString(reports.resolve("memory.md"));
    assertTrue(page.contains("Random walks: 10 of 10 sequences, 400 steps."), page);
  }

  @Test
  void failureIsThatOfTheClauseThatTheModelNames() throws Exception {
    List<Throwable> failures = KitRuns.failures(walks(Broken.class, "300", ""));
    assertEquals(1, failures.size());
    ClauseFailure failure = assertInstanceOf(ClauseFailure.class, failures.get(0));
    assertEquals(Clause.IX_1, failure.clause());
    String message = failure.getMessage();
    assertTrue(message.startsWith("IX-1 is broken by memory: "), message);
    assertTrue(message.contains("made small to 7:"), message);
    assertTrue(message.contains("  by: WalkClauses.randomWalksAgreeWithTheModel"), message);
    assertTrue(message.contains("  to repeat: -Dkeepvolume.testkit.seed=1"), message);
    assertEquals("failed", clause("IX-1").get("result").asText());
    assertTrue(report().get("walk").get("sequences").asInt() < 300);
  }

  @Test
  void waivedClauseIsPrintedAndTheWalksGoOn() throws Exception {
    EngineExecutionResults results = walks(Waiving.class, "300", "");
    assertEquals(List.of(), KitRuns.failures(results));
    assertEquals(1, results.testEvents().aborted().count());
    assertEquals("waived", clause("IX-1").get("result").asText());
    assertTrue(clause("IX-1").get("note").asText().contains("seen: index("));
    assertEquals(300, report().get("walk").get("sequences").asInt());
  }

  @Test
  void walkThatIsLeftOutIsNotRun() throws Exception {
    List<Throwable> failures = KitRuns.failures(walks(Good.class, "0", "memory"));
    assertEquals(1, failures.size());
    assertTrue(
        failures
            .get(0)
            .getMessage()
            .contains(
                "WalkClauses.randomWalksAgreeWithTheModel was skipped: Assumption failed: no"
                    + " sequences are asked for"),
        failures.get(0).getMessage());
    assertTrue(report().get("walk").isNull() || report().get("walk").get("planned").asInt() == 0);
  }

  @Test
  void troubleOfTheFixtureIsNoClauses() throws Exception {
    List<Throwable> failures = KitRuns.failures(walks(WithoutFixture.class, "10", ""));
    assertEquals("java.io.IOException: no more devices", failures.get(0).getMessage());
  }
}
