// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every mistake is one line and exit code 2, and leaves nothing on the disk. */
class CheckMistakesTest {
  @TempDir Path disk;
  @TempDir Path reports;

  @AfterEach
  void nothingIsLeftOnTheDisk() throws Exception {
    try (var entries = Files.list(disk)) {
      assertEquals(List.of(), entries.toList());
    }
  }

  private static void assertMistake(String expected, String... args) {
    String line = Command.mistake(args);
    assertTrue(line.startsWith("keepvolume check: "), line);
    assertTrue(line.contains(expected), line);
  }

  @Test
  void noVolume() {
    assertMistake("no volume is named; name one behind --", "check");
    assertMistake("no volume is named; name one behind --", "check", "--", "-readonly");
  }

  @Test
  void severalVolumes() {
    String volume = disk.toString();
    assertMistake(
        "2 volumes are named; a check takes one",
        "check",
        "--",
        "-volume",
        volume,
        "-memory-device=any");
  }

  @Test
  void unknownFlagIsToldWithItsPlaceBehindTheDashes() {
    String line =
        Command.mistake("check", "--seed", "1", "--", "-readonly=false", "-volme", "/data");
    assertTrue(line.contains("argument 2: unknown flag -volme; did you mean -volume?"), line);
    assertTrue(line.contains("the types on the class path, azure, memory, posix"), line);
  }

  @Test
  void flagsOfTheVolumeWithoutDashesBeforeThem() {
    assertMistake("stand behind --", "check", "-volume", disk.toString());
    assertMistake("argument 1: \"" + disk + "\" is not a flag", "check", disk.toString());
  }

  @Test
  void directoryAndFlags() {
    String volume = disk.toString();
    assertMistake(
        "--directory and the flags behind -- each name a volume; give one of them",
        "check",
        "--directory",
        volume,
        "--",
        "-volume",
        volume);
  }

  @Test
  void readOnlyVolume() {
    String volume = disk.toString();
    assertMistake("is read-only", "check", "--", "-readonly", "-volume", volume);
    assertMistake(
        "leave -readonly away",
        "check",
        "--",
        "-readonly",
        "-allow-trash-when-readonly",
        "-volume",
        volume);
  }

  @Test
  void volumeThatCannotBeOpened() throws Exception {
    Path file = Files.createFile(reports.resolve("file"));
    Path missing = disk.resolve("missing");
    assertMistake(missing + " does not exist", "check", "--", "-volume", missing.toString());
    assertMistake(missing + " does not exist", "check", "--directory", missing.toString());
    assertMistake(file + " is not a directory", "check", "--", "-volume", file.toString());
  }

  @Test
  void placeForReportsThatIsNotNewAndNotEmpty() throws Exception {
    Path old = Files.createFile(reports.resolve("posix.md"));
    for (Path place : List.of(old, reports)) {
      assertMistake(
          "--report " + place + " is not ",
          "check",
          "--report",
          place.toString(),
          "--",
          "-volume",
          disk.toString());
    }
  }

  @Test
  void unknownEffortIsRefusedWithThoseThatThereAre() {
    assertMistake("[SHORT, NORMAL, LONG]", "check", "--effort", "much", "--", "-memory-device=x");
  }

  @Test
  void unknownCommandIsRefusedToo() {
    assertTrue(Command.mistake("chek").startsWith("keepvolume: "), "no line of its own");
    assertFalse(Command.mistake("flags", "more").contains("stand behind --"), "another command");
  }
}
