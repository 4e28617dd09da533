// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.keepvolume.testkit.Clause;

/** The kit has run, whole, on every backend that must pass it: a run that is missing is red. */
class ConformanceReportsTest {
  private static final List<Path> MODULES =
      List.of(
          Path.of("keep-volume-testkit"),
          Path.of("keep-volume-posix"),
          Path.of("keep-volume-azure"));

  @Test
  void everyRequiredRunIsThereAndWhole() throws IOException {
    String required = System.getProperty("keepvolume.testkit.require", "");
    assertTrue(
        Set.of(required.split(",", -1)).containsAll(List.of("memory", "posix")),
        "-Dkeepvolume.testkit.require is \"" + required + "\"; expected memory, posix and others");
    for (String name : required.split(",", -1)) {
      JsonNode report = report(name);
      assertTrue(
          report.get("complete").asBoolean(), name + " ran in part: " + report.get("notRun"));
      Set<String> ids = new TreeSet<>();
      for (JsonNode clause : report.get("clauses")) {
        ids.add(clause.get("id").asText());
        assertTrue(
            !clause.get("result").asText().equals("failed"), name + " fails " + clause.get("id"));
      }
      assertEquals(
          new TreeSet<>(Arrays.stream(Clause.values()).map(Clause::id).toList()), ids, name);
    }
  }

  private static JsonNode report(String name) throws IOException {
    for (Path module : MODULES) {
      Path report =
          Repository.root().resolve(module).resolve("target/conformance/" + name + ".json");
      if (Files.exists(report)) {
        return new ObjectMapper().readTree(Files.readString(report));
      }
    }
    throw new AssertionError(
        "no run of the conformance kit has left target/conformance/"
            + name
            + ".json in "
            + MODULES
            + "; run mvn -B -ntp verify from the root of the repository");
  }
}
