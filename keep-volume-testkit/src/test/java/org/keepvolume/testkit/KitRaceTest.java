// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.keepvolume.BlockHash;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.testkit.memory.MemoryFixture;
import org.keepvolume.testkit.process.DirectoryFixture;

/** The races as a part of the kit: their failures, their report, and how to leave them out. */
class KitRaceTest {
  @TempDir static Path scratch;

  @TempDir Path reports;

  static class Shared extends VolumeConformance {
    @Override
    protected VolumeFixture fixture() throws Exception {
      return new DirectoryFixture(scratch);
    }
  }

  /** Refuses every write. */
  static class Refusing extends VolumeConformance {
    @Override
    protected VolumeFixture fixture() {
      return new MemoryFixture() {
        @Override
        public Volume open(VolumeContext context) throws Exception {
          return new ForwardingVolume(super.open(context)) {
            @Override
            public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
              throw new VolumeUnavailableException(
                  Operation.WRITE, hash, deviceId(), "not \"now\"", null, null);
            }
          };
        }
      };
    }
  }

  private EngineExecutionResults races(Class<?> kit, String walk, String required) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectNestedClass(List.of(kit), KitRuns.group("Races")))
        .configurationParameter(Settings.SEED, "1")
        .configurationParameter(Settings.WALK, walk)
        .configurationParameter(Settings.EFFORT, "short")
        .configurationParameter(Settings.REPORTS, reports.toString())
        .configurationParameter(Settings.REQUIRE, required)
        .execute();
  }

  private JsonNode report(String volume) throws Exception {
    return new ObjectMapper().readTree(Files.readString(reports.resolve(volume + ".json")));
  }

  @Test
  void reportSaysWhatEachRaceDid() throws Exception {
    assertEquals(List.of(), KitRuns.failures(races(Shared.class, "1", "")));
    JsonNode races = report("directory").get("races");
    assertEquals(5, races.size());
    int processes = 0;
    for (JsonNode race : races) {
      processes += race.get("processes").asInt();
      assertEquals(125, race.get("planned").asInt());
      assertTrue(race.get("done").asInt() > 0, race.toString());
      assertTrue(race.get("events").asInt() > 0, race.toString());
      assertTrue(race.get("counts").size() > 1, race.toString());
    }
    assertEquals(7, processes);
    String page = Files.readString(reports.resolve("directory.md"));
    assertTrue(page.contains("Races, histories, processes: 2: "), page);
  }

  @Test
  void failureNamesItsClauseAndWhatWasDone() throws Exception {
    List<Throwable> failures = KitRuns.failures(races(Refusing.class, "1", ""));
    assertEquals(3, failures.size());
    for (Throwable each : failures) {
      ClauseFailure failure = assertInstanceOf(ClauseFailure.class, each);
      assertEquals(Clause.WR_5, failure.clause());
      String message = failure.getMessage();
      assertTrue(message.startsWith("WR-5 is broken by memory: "), message);
      assertTrue(message.contains("not \"now\""), message);
      assertTrue(message.contains("  to repeat: -Dkeepvolume.testkit.seed=1"), message);
    }
    assertEquals(3, report("memory").get("races").size());
  }

  @Test
  void racesThatAreLeftOutAreNotRun() throws Exception {
    List<Throwable> failures = KitRuns.failures(races(Refusing.class, "0", "memory"));
    assertEquals(1, failures.size());
    String message = failures.get(0).getMessage();
    assertTrue(
        message.contains(
            "RaceClauses.historiesOfThreads was skipped: Assumption failed: no races are asked"),
        message);
    assertEquals(0, report("memory").get("races").size());
  }
}
