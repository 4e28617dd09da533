// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockSink;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.testkit.memory.MemoryDevice;
import org.keepvolume.testkit.memory.MemoryFixture;
import org.keepvolume.testkit.memory.MemoryRaw;

/** What the kit does with fixtures, waivers, skipped tests, and what it requires. */
class KitBehaviourTest {
  private static final Waiver WAIVER =
      new Waiver(Clause.RD_10, "each read is stamped", "docs/memory.md");

  @TempDir Path reports;

  /** A volume that breaks RD-10. */
  static class Stamping extends MemoryFixture {
    @Override
    public Volume open(VolumeContext context) throws Exception {
      return new ForwardingVolume(super.open(context)) {
        @Override
        public int read(BlockHash hash, BlockSink sink) throws IOException {
          int size = super.read(hash, sink);
          raw().setMtime(hash, context.clock().instant());
          return size;
        }
      };
    }
  }

  static class Good extends VolumeConformance {
    @Override
    protected VolumeFixture fixture() {
      return new MemoryFixture();
    }
  }

  static class Waiving extends VolumeConformance {
    @Override
    protected VolumeFixture fixture() {
      return new Stamping() {
        @Override
        public List<Waiver> waivers() {
          return List.of(WAIVER);
        }
      };
    }
  }

  static class NeedlesslyWaiving extends VolumeConformance {
    @Override
    protected VolumeFixture fixture() {
      return new MemoryFixture() {
        @Override
        public List<Waiver> waivers() {
          return List.of(WAIVER);
        }
      };
    }
  }

  static class WaivingTwice extends VolumeConformance {
    @Override
    protected VolumeFixture fixture() {
      return new MemoryFixture() {
        @Override
        public List<Waiver> waivers() {
          return List.of(WAIVER, WAIVER);
        }
      };
    }
  }

  static class BadlyNamed extends VolumeConformance {
    @Override
    protected VolumeFixture fixture() {
      return new MemoryFixture() {
        @Override
        public String name() {
          return "../memory";
        }
      };
    }
  }

  @ExtendWith(SkipOne.class)
  static class Skipping extends VolumeConformance {
    @Override
    protected VolumeFixture fixture() {
      return new MemoryFixture();
    }
  }

  static final class SkipOne implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return context.getTestMethod().filter(m -> m.getName().contains("Mtime")).isPresent()
          ? ConditionEvaluationResult.disabled("not today")
          : ConditionEvaluationResult.enabled("");
    }
  }

  private EngineExecutionResults readClausesOf(Class<?> kit, String required) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectNestedClass(List.of(kit), nested("Read")))
        .configurationParameter(Settings.REPORTS, reports.toString())
        .configurationParameter(Settings.REQUIRE, required)
        .execute();
  }

  private static Class<?> nested(String name) {
    for (Class<?> nested : VolumeConformance.class.getDeclaredClasses()) {
      if (nested.getSimpleName().equals(name)) {
        return nested;
      }
    }
    throw new AssertionError(name);
  }

  private JsonNode clause(String id) throws IOException {
    for (JsonNode clause : report().get("clauses")) {
      if (clause.get("id").asText().equals(id)) {
        return clause;
      }
    }
    throw new AssertionError("the report has no " + id);
  }

  private JsonNode report() throws IOException {
    return new ObjectMapper().readTree(Files.readString(reports.resolve("memory.json")));
  }

  @Test
  void runOfPartsOfTheKitPassesUnlessTheWholeIsRequired() throws Exception {
    assertEquals(List.of(), KitRuns.failures(readClausesOf(Good.class, "")));
    assertFalse(report().get("complete").asBoolean());
    assertEquals("passed", clause("RD-10").get("result").asText());
    assertEquals("failed", clause("WR-1").get("result").asText());
    assertTrue(clause("WR-1").get("note").asText().contains("did not run"));

    assertEquals(List.of(), KitRuns.failures(readClausesOf(Good.class, "posix,azure")));
    List<Throwable> failures = KitRuns.failures(readClausesOf(Good.class, "posix,memory"));
    assertEquals(1, failures.size());
    String message = failures.get(0).getMessage();
    assertTrue(
        message.startsWith("-Dkeepvolume.testkit.require names memory, but not every test ran: "),
        message);
  }

  @Test
  void skippedTestIsNoResultAndFailsARequiredRun() throws Exception {
    List<Throwable> failures = KitRuns.failures(readClausesOf(Skipping.class, "memory"));
    assertEquals(1, failures.size());
    assertTrue(
        failures.get(0).getMessage().contains("readingDoesNotChangeMtime was skipped: not today"),
        failures.get(0).getMessage());
    assertEquals("failed", clause("RD-10").get("result").asText());
  }

  @Test
  void waivedClauseFailsNothingAndIsPrinted() throws Exception {
    EngineExecutionResults results = readClausesOf(Waiving.class, "");
    assertEquals(List.of(), KitRuns.failures(results));
    assertEquals(1, results.testEvents().aborted().count());
    assertEquals("waived", clause("RD-10").get("result").asText());
    String note = clause("RD-10").get("note").asText();
    assertTrue(note.startsWith("each read is stamped (docs/memory.md); seen: mtime was"), note);
    assertTrue(Files.readString(reports.resolve("memory.md")).contains(note));
  }

  @Test
  void waiverThatIsNotNeededIsToldApart() throws Exception {
    assertEquals(List.of(), KitRuns.failures(readClausesOf(NeedlesslyWaiving.class, "")));
    assertEquals("waived", clause("RD-10").get("result").asText());
    assertTrue(clause("RD-10").get("note").asText().endsWith("its tests found no violation"));
  }

  @Test
  void twoWaiversOfOneClauseAreRefused() {
    List<Throwable> failures = KitRuns.failures(readClausesOf(WaivingTwice.class, ""));
    assertEquals("two waivers of RD-10", failures.get(0).getMessage());
  }

  @Test
  void nameThatIsNoFileNameIsRefused() {
    List<Throwable> failures = KitRuns.failures(readClausesOf(BadlyNamed.class, ""));
    assertEquals(
        "the fixture's name is \"../memory\"; expected letters, digits, - and _",
        failures.get(0).getMessage());
  }

  static class WithoutDirectory extends VolumeConformance {
    @TempDir Path notYetSet;

    @Override
    protected VolumeFixture fixture() throws IOException {
      Files.createTempDirectory(notYetSet, "device");
      return new MemoryFixture();
    }
  }

  static class WithoutAccess extends VolumeConformance {
    @Override
    protected VolumeFixture fixture() {
      return new MemoryFixture() {
        @Override
        public MemoryRaw raw() {
          return new MemoryRaw(new MemoryDevice("gone"), () -> Instant.EPOCH) {
            @Override
            public void put(BlockHash hash, byte[] content) {
              throw new UncheckedIOException(new IOException("the disk is gone"));
            }
          };
        }
      };
    }
  }

  @Test
  void troubleOfTheFixtureIsNotBlamedOnTheVolume() throws Exception {
    List<Throwable> failures = KitRuns.failures(readClausesOf(WithoutAccess.class, ""));
    assertTrue(
        failures.stream()
            .anyMatch(f -> f.getMessage().startsWith("the fixture failed in RawAccess.put: ")));
    for (Throwable failure : failures) {
      assertFalse(failure.getMessage().startsWith("RD-1 "), failure.getMessage());
    }
    assertEquals("failed", clause("RD-1").get("result").asText());
    assertTrue(clause("RD-1").get("note").asText().startsWith("not shown, since "));
  }

  static class WaivingAnInvariant extends VolumeConformance {
    @Override
    protected VolumeFixture fixture() {
      return new MemoryFixture() {
        @Override
        public List<Waiver> waivers() {
          return List.of(new Waiver(Clause.WR_3, "something is left behind", "docs/memory.md"));
        }

        @Override
        public Volume open(VolumeContext context) throws Exception {
          raw().leaveBehind("by open");
          return super.open(context);
        }
      };
    }
  }

  @Test
  void waivedInvariantLeavesTheResultOfTheTestAfterWhichItWasFound() throws Exception {
    assertEquals(List.of(), KitRuns.failures(readClausesOf(WaivingAnInvariant.class, "")));
    assertEquals("passed", clause("RD-1").get("result").asText());
    assertEquals("waived", clause("WR-3").get("result").asText());
  }

  @Test
  void fixtureThatNeedsAnInstanceFieldIsToldWhy() {
    List<Throwable> failures = KitRuns.failures(readClausesOf(WithoutDirectory.class, ""));
    String message = failures.get(0).getMessage();
    assertTrue(message.contains("a @TempDir must be static"), message);
  }

  @Test
  void badSettingIsRefused() {
    List<Throwable> failures =
        KitRuns.failures(
            EngineTestKit.engine("junit-jupiter")
                .selectors(selectNestedClass(List.of(Good.class), nested("Read")))
                .configurationParameter(Settings.SEED, "lucky")
                .execute());
    assertTrue(
        failures.get(0).getMessage().startsWith("keepvolume.testkit.seed is \"lucky\""),
        failures.get(0).getMessage());
  }
}
