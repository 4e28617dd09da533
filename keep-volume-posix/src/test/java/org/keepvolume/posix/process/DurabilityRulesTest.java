// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.base.Splitter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shows by traces made by hand that each rule sees what breaks it, and nothing that keeps it. */
class DurabilityRulesTest {
  private static final Path ROOT = Path.of("/r");

  /** Thread 7 calls the volume, 8 helps it, 9 is another one's. */
  private static final List<String> GOOD =
      List.of(
          "7 access(\"/r/begin-write-HASH\", F_OK) = -1 ENOENT (No such file or directory)",
          "8 mkdir(\"/r/acb\", 0755) = 0",
          "8 fsync(4</r>) = 0",
          "7 openat(AT_FDCWD</>, \"TEMP\", O_WRONLY|O_CREAT|O_EXCL, 0600) = 5<TEMP>",
          "7 write(5<TEMP>, \"\"..., 9) = 9",
          "8 fdatasync(5<TEMP> <unfinished ...>",
          "9 openat(AT_FDCWD</>, \"/r\", O_RDONLY) = 6</r>",
          "8 <... fdatasync resumed>) = 0",
          "8 utimensat(6<TEMP>, NULL, [], 0) = 0",
          "8 rename(\"TEMP\", \"/r/acb/HASH\") = 0",
          "8 fsync(5</r/acb>) = 0",
          "7 access(\"/r/ack-write-HASH\", F_OK) = -1 ENOENT (No such file or directory)",
          "7 access(\"/r/begin-touch-HASH\", F_OK) = -1 ENOENT (No such file or directory)",
          "7 utimensat(5</r/acb/HASH>, NULL, [touched], 0) = 0",
          "8 fsync(5</r/acb/HASH>) = 0",
          "7 access(\"/r/ack-touch-HASH\", F_OK) = -1 ENOENT (No such file or directory)",
          "7 access(\"/r/begin-trash-HASH\", F_OK) = -1 ENOENT (No such file or directory)",
          "7 rename(\"/r/acb/HASH\", \"/r/acb/HASH.trash.17\") = 0",
          "7 access(\"/r/ack-trash-HASH\", F_OK) = -1 ENOENT (No such file or directory)",
          "7 access(\"/r/begin-untrash-HASH\", F_OK) = -1 ENOENT (No such file or directory)",
          "7 utimensat(5</r/acb/HASH.trash.17>, NULL, [], 0) = 0",
          "7 link(\"/r/acb/HASH.trash.17\", \"/r/acb/HASH\") = 0",
          "7 unlink(\"/r/acb/HASH.trash.17\") = 0",
          "8 fsync(7</r/acb/HASH>) = 0",
          "8 fsync(7</r/acb>) = 0",
          "7 access(\"/r/ack-untrash-HASH\", F_OK) = -1 ENOENT (No such file or directory)");

  @Test
  void aCompleteTraceHasNoViolation() {
    assertBroken("", GOOD);
    for (String kind : List.of("write", "touch", "trash", "untrash")) {
      assertEquals(1, DurabilityRules.acknowledgements(ROOT, Strace.parse(text(GOOD)), kind), kind);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fdatasync             | D1",
        "fsync(5</r/acb>)      | D2",
        "fsync(7</r/acb>)      | D2",
        "fsync(4</r>)          | D3",
        "rename(\"TEMP         | D6",
        "link(                 | D6",
        "[touched]             | D6",
        "utimensat(5</r/acb/HASH.trash | D6",
        "fsync(5</r/acb/HASH>) | touch",
        "fsync(7</r/acb/HASH>) | untrash",
      })
  void aMissingStepIsSeen(String missing, String broken) {
    assertBroken(broken, GOOD.stream().filter(line -> !line.contains(missing)).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fdatasync resumed     | D1 D4",
        "fsync(5</r/acb>)      | D7",
        "fsync(7</r/acb>)      | D7",
        "fsync(4</r>)          | D7",
        "rename(\"TEMP         | D6",
        "fsync(5</r/acb/HASH>) | touch",
        "fsync(7</r/acb/HASH>) | untrash",
      })
  void aFailedStepIsNone(String failed, String broken) {
    assertBroken(broken, GOOD.stream().map(line -> failing(line, failed)).toList());
  }

  /** The sync that is repeated succeeds the second time. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fdatasync resumed     | fdatasync(5<TEMP>) = 0       | D4",
        "fsync(5</r/acb>)      | fsync(5</r/acb>) = 0         | D7",
        "fsync(7</r/acb>)      | fsync(7</r/acb>) = 0         | D7",
        "fsync(4</r>)          | fsync(4</r>) = 0             | D7",
        "fsync(5</r/acb/HASH>) | fsync(5</r/acb/HASH>) = 0    | D4 touch",
        "fsync(7</r/acb/HASH>) | fsync(7</r/acb/HASH>) = 0    | D4 untrash",
      })
  void aRepeatedSyncProvesNothing(String failed, String again, String broken) {
    List<String> lines = new ArrayList<>();
    for (String line : GOOD) {
      lines.add(failing(line, failed));
      if (line.contains(failed)) {
        lines.add("8 " + again);
      }
    }
    assertBroken(broken, lines);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fdatasync             | rename(\"TEMP | D1",
        "write(5               | fdatasync(5   | D1",
        "write(5               | utimensat(6   | D1",
        "fsync(5</r/acb>)      | ack-write     | D2",
        "fsync(7</r/acb>)      | ack-untrash   | D2",
        "fsync(4</r>)          | ack-write     | D3",
        "fsync(5</r/acb/HASH>) | ack-touch     | touch",
        "fsync(7</r/acb/HASH>) | ack-untrash   | untrash",
        "rename(\"TEMP         | ack-write     | D6",
        "link(\"               | ack-untrash   | D6",
        "[touched]             | ack-touch     | D6",
        "rename(\"TEMP         | fsync(5</r/acb>) | D2",
        "link(\"               | fsync(7</r/acb>) | D2",
        "[touched]             | fsync(5</r/acb/HASH> | touch",
        "mkdir                 | fsync(4</r>)  | D3",
      })
  void aStepThatComesTooLateIsSeen(String moved, String behind, String broken) {
    List<String> whole =
        GOOD.stream()
            .filter(line -> !line.contains("resumed"))
            .map(line -> line.replace(" <unfinished ...>", ") = 0"))
            .toList();
    List<String> late = whole.stream().filter(line -> line.contains(moved)).toList();
    List<String> lines = new ArrayList<>();
    for (String line : whole) {
      if (!late.contains(line)) {
        lines.add(line);
      }
      if (line.contains(behind)) {
        lines.addAll(late);
      }
    }
    assertBroken(broken, lines);
  }

  /** What is added in front of a line of the good trace; slashes separate lines. */
  @ParameterizedTest(name = "{3}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "rename(\"TEMP | 7 openat(AT_FDCWD</>, \"/r/acb/HASH\", O_WRONLY) = 5</r/acb/HASH> | D5 | it is written under its name",
        "rename(\"TEMP | 7 openat(AT_FDCWD</>, \"/r/acb/HASH\", O_RDONLY) = 5</r/acb/HASH> | '' |"
            + " reading is harmless",
        "ack-write | 7 write(5</r/acb/HASH>, \"\"..., 9) = 9 | D5 | it is written under its name",
        "ack-write | 7 ftruncate(5</r/acb/HASH>, 9) = 0 | D5 | it is written under its name",
        "ack-write | 7 truncate(\"/r/acb/HASH\", 9) = 0 | D5 | it is written under its name",
        "ack-write | 9 write(5</r/acb/tmpHASH2>, \"\"..., 9) = 9 | '' | a temporary file is written",
        "mkdir | 9 fsync(4</r>) = -1 EIO (x) | '' | a sync that failed before the change",
        "rename(\"TEMP | 9 fsync(5</r/acb>) = -1 EIO (x) | '' | likewise, of the directory",
        "ack-write | 9 fsync(5</r/acb>) = -1 EIO (x) | '' | a sync that failed after a good one",
        "rename(\"TEMP | 9 fdatasync(5</r/acb/tmpHASH2>) = -1 EIO (x) | '' | another file's sync",
        "openat(AT_FDCWD</>, \"TEMP | 9 fdatasync(5<TEMP>) = -1 EIO (x) | '' | of an older file of"
            + " this name",
        "[touched] | 9 fsync(5</r/acb/HASH>) = -1 EIO (x) | '' | a time that was set anew",
        "begin-trash | 9 fsync(5</r/acb/HASH>) = -1 EIO (x) | '' | a block that was restored since",
        "ack-touch | 9 fsync(5</r/acb>) = -1 EIO (x) | '' | a touch needs no directory",
        "ack-trash | 9 fsync(5</r/acb>) = -1 EIO (x) | '' | nor does a trash",
      })
  void anotherCallBreaksARuleOrDoesNot(String before, String added, String broken, String ignored) {
    List<String> lines = new ArrayList<>();
    for (String line : GOOD) {
      if (line.contains(before)) {
        lines.add(added);
      }
      lines.add(line);
    }
    assertBroken(broken, lines);
  }

  @Test
  void aNewFileMayFollowOneWhoseSyncFailed() {
    List<String> lines = new ArrayList<>(GOOD);
    lines.addAll(
        3,
        List.of(
            "7 openat(AT_FDCWD</>, \"/r/acb/tmpHASH2\", O_WRONLY|O_CREAT|O_EXCL) = 5</r>",
            "8 fdatasync(5</r/acb/tmpHASH2>) = -1 EIO (Input/output error)",
            "8 unlink(\"/r/acb/tmpHASH2\") = 0"));
    assertBroken("", lines);
  }

  @Test
  void anotherOperationsSyncsWillDo() {
    List<String> syncs = List.of("fsync(4</r>)", "fsync(5</r/acb>)", "fsync(5</r/acb/HASH>)");
    assertBroken(
        "",
        GOOD.stream()
            .map(line -> syncs.stream().anyMatch(line::contains) ? "9" + line.substring(1) : line)
            .toList());
  }

  @Test
  void whatIsTrashedAgainNeedsNoSyncOfItsTime() {
    List<String> lines =
        new ArrayList<>(
            GOOD.stream().filter(line -> !line.contains("fsync(7</r/acb/HASH>)")).toList());
    lines.add(lines.size() - 2, "9 rename(\"/r/acb/HASH\", \"/r/acb/HASH.trash.18\") = 0");
    assertBroken("", lines);
  }

  @Test
  void aDirectoryThatWasThereNeedsOneSyncOfTheRootSinceTheStart() {
    List<String> lines = GOOD.stream().filter(line -> !line.contains("mkdir")).toList();
    assertBroken("", lines);
    assertBroken("D3", lines.stream().filter(line -> !line.contains("fsync(4</r>)")).toList());
  }

  /** Each operation needs changes of its own. */
  @Test
  void whatAnEarlierOperationDidIsNoReasonToAcknowledgeAgain() {
    for (String kind : List.of("write", "touch", "untrash")) {
      List<String> lines = new ArrayList<>(GOOD);
      lines.addAll(GOOD.stream().filter(line -> line.contains("-" + kind + "-")).toList());
      assertBroken("D6", lines);
    }
  }

  @Test
  void aRewriteNeedsASyncOfTheDirectoryOfItsOwn() {
    List<String> lines = new ArrayList<>(GOOD);
    lines.addAll(
        GOOD.stream()
            .filter(line -> !line.contains("mkdir") && !line.contains("fsync(5</r/acb>)"))
            .takeWhile(line -> !line.contains("begin-touch"))
            .map(line -> line.replace("TEMP", "/r/acb/tmpHASH2"))
            .toList());
    assertBroken("D2", lines);
  }

  private static String failing(String line, String failed) {
    return line.contains(failed) ? line.replace("= 0", "= -1 EIO (Input/output error)") : line;
  }

  private static void assertBroken(String rules, List<String> lines) {
    List<String> violations = DurabilityRules.violations(ROOT, Strace.parse(text(lines)));
    Set<String> broken =
        violations.stream()
            .map(text -> text.substring(0, text.indexOf(':')))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> expected = new TreeSet<>(Splitter.on(' ').omitEmptyStrings().splitToList(rules));
    assertEquals(expected, broken, violations::toString);
  }

  private static List<String> text(List<String> lines) {
    return lines.stream()
        .map(line -> line.replace("TEMP", "/r/acb/tmpHASH1"))
        .map(line -> line.replace("HASH", "acbd18db4cc2f85cedef654fccc4a4d8"))
        .toList();
  }
}
