// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CheckTest {
  @TempDir Path disk;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine command =
      KeepVolume.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

  private List<Path> entries() throws IOException {
    try (Stream<Path> all = Files.walk(disk)) {
      return all.sorted().toList();
    }
  }

  private int check(String... more) {
    return command.execute(
        Stream.concat(Stream.of("check", "--directory", disk.toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void goodDiskIsReportedAndLeftAsItWas() throws Exception {
    Path theirs = Files.writeString(disk.resolve("theirs"), "not to be touched");
    List<Path> before = entries();
    int exitCode = check("--seed", "42", "--effort", "short");
    assertEquals(0, exitCode, out + "\n" + err);
    String report = out.toString();
    assertTrue(report.contains("no violation found in "), report);
    assertTrue(report.contains("seed 42."), report);
    assertTrue(report.contains("of 50 "), report);
    assertTrue(report.contains("| RD-1 | must | backend | passed | real device |"), report);
    assertTrue(report.endsWith("No violation was found.\n"), report);
    assertTrue(err.toString().contains("check 100%"), err.toString());
    assertEquals(before, entries());
    assertEquals("not to be touched", Files.readString(theirs));
  }

  @Test
  void directoryThatIsNoneIsRefused() throws Exception {
    Path file = Files.createFile(disk.resolve("file"));
    for (Path wrong : List.of(disk.resolve("missing"), file)) {
      assertEquals(2, command.execute("check", "--directory", wrong.toString()));
      assertTrue(
          err.toString().contains("--directory is " + wrong + "; expected a directory that exists"),
          err.toString());
    }
    assertFalse(Files.exists(disk.resolve("missing")));
  }

  @Test
  void missingDirectoryOptionIsRefused() {
    assertEquals(2, command.execute("check"));
    assertTrue(err.toString().contains("--directory"), err.toString());
  }

  @Test
  void seedOutOfRangeIsRefusedAndNothingLeftBehind() throws Exception {
    List<Path> before = entries();
    assertEquals(2, check("--seed", "-5"));
    assertTrue(out.toString().contains("keepvolume.testkit.seed is \"-5\""), out.toString());
    assertTrue(out.toString().endsWith("The check could not be made.\n"), out.toString());
    assertEquals(before, entries());
  }

  @Test
  void unknownEffortIsRefusedWithThoseThatThereAre() throws Exception {
    List<Path> before = entries();
    assertEquals(2, check("--effort", "much"));
    assertTrue(err.toString().contains("--effort"), err.toString());
    assertTrue(err.toString().contains("[SHORT, NORMAL, LONG]"), err.toString());
    assertTrue(err.toString().contains("'much'"), err.toString());
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
