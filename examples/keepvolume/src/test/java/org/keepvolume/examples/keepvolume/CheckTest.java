// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class CheckTest {
  @TempDir Path disk;
  @TempDir Path elsewhere;

  private List<Path> entries() throws IOException {
    try (Stream<Path> all = Files.walk(disk)) {
      return all.sorted().toList();
    }
  }

  private static void assertPassed(Command check) {
    assertEquals(0, check.exitCode(), check.toString());
    assertTrue(check.out().contains("no violation found in "), check.toString());
    assertTrue(check.out().endsWith("No violation was found.\n"), check.toString());
    assertTrue(check.err().contains("check 100%"), check.toString());
  }

  @Test
  void goodDiskIsReportedAndLeftAsItWasWithTheSettingsOfTheFlags() throws Exception {
    Path theirs = Files.writeString(disk.resolve("theirs"), "not to be touched");
    List<Path> before = entries();
    Path reports = elsewhere.resolve("new/reports");
    Command check =
        Command.run(
            "check",
            "--seed=42",
            "--effort=short",
            "--report=" + reports,
            "--",
            "-posix-durability=none",
            "-volume",
            disk.toString());
    assertPassed(check);
    assertTrue(check.err().contains("durability none may lose"), check.err());
    assertTrue(check.out().contains("seed 42."), check.out());
    assertTrue(check.out().contains("of 50 "), check.out());
    assertTrue(
        check.out().contains("| RD-1 | must | backend | passed | real device |"), check.out());
    assertTrue(check.out().contains("| WR-10 | must | backend | not-applicable |"), check.out());
    assertEquals(before, entries());
    assertEquals("not to be touched", Files.readString(theirs));
    assertTrue(check.out().startsWith(Files.readString(reports.resolve("posix.md"))), check.out());
    String forPrograms = Files.readString(reports.resolve("posix.json"));
    assertTrue(forPrograms.contains("\"complete\": true"), forPrograms);
  }

  @Test
  void volumeInMemoryIsCheckedToo() {
    Command check = Command.run("check", "--effort", "short", "--", "-memory-device", "any");
    assertPassed(check);
    assertTrue(check.out().contains("| RD-1 | must | backend | passed | reference |"), check.out());
  }

  @Test
  void volumeOfAFileIsChecked() throws Exception {
    Path file = elsewhere.resolve("keepstore.yml");
    Files.writeString(file, "Volumes: [{Type: Memory, Device: any, Serialize: true}]");
    Command check = Command.run("check", "--effort=short", "--config", file.toString());
    assertPassed(check);
    assertTrue(check.err().contains("itself, without serialize around it"), check.err());
    assertTrue(check.out().contains("| RD-1 | must | backend | passed | reference |"), check.out());
  }

  @Test
  void layerOfTheMountIsToldToBeNoPartOfTheCheck() throws Exception {
    Files.createDirectory(elsewhere.resolve("old"));
    Command check =
        Command.run(
            "check", "--report", elsewhere.toString(), "--", "-serialize", "-memory-device=any");
    assertTrue(check.err().contains("without -serialize"), check.err());
  }

  @Test
  void seedOutOfRangeIsRefusedAndNothingLeftBehind() throws Exception {
    List<Path> before = entries();
    Command check = Command.run("check", "--seed", "-5", "--directory", disk.toString());
    assertEquals(2, check.exitCode());
    assertTrue(check.out().contains("keepvolume.testkit.seed is \"-5\""), check.out());
    assertTrue(check.out().endsWith("The check could not be made.\n"), check.out());
    assertEquals(before, entries());
  }

  @Test
  void exitCodeTellsViolationsFromTroubles() {
    assertEquals(0, new Findings("report", List.of(), List.of()).exitCode());
    assertEquals(1, new Findings("report", List.of("RD-1 is broken"), List.of()).exitCode());
    assertEquals(1, new Findings("report", List.of("RD-1 is broken"), List.of("x")).exitCode());
    assertEquals(2, new Findings("", List.of(), List.of("the disk is gone")).exitCode());
  }
}
