// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shows that the checker of traces sees each missing step. */
class DurabilityRulesTest {
  private static final Path ROOT = Path.of("/r");

  private static final List<String> GOOD =
      List.of(
          "7 mkdir(\"/r/acb\", 0755) = 0",
          "7 openat(AT_FDCWD</>, \"/r\", O_RDONLY) = 4</r>",
          "7 fsync(4</r>) = 0",
          "7 openat(AT_FDCWD</>, \"/r/acb/tmpHASH1\", O_WRONLY|O_CREAT|O_EXCL, 0600) = 5</r/acb/tmpHASH1>",
          "7 write(5</r/acb/tmpHASH1>, \"\"..., 9) = 9",
          "7 fdatasync(5</r/acb/tmpHASH1> <unfinished ...>",
          "8 openat(AT_FDCWD</>, \"/r\", O_RDONLY) = 6</r>",
          "7 <... fdatasync resumed>) = 0",
          "7 rename(\"/r/acb/tmpHASH1\", \"/r/acb/HASH\") = 0",
          "7 openat(AT_FDCWD</>, \"/r/acb\", O_RDONLY) = 5</r/acb>",
          "7 fsync(5</r/acb>) = 0",
          "7 access(\"/r/ack-write-HASH\", F_OK) = -1 ENOENT (No such file or directory)",
          "7 utimensat(5</r/acb/HASH>, NULL, [], 0) = 0",
          "7 fsync(5</r/acb/HASH>) = 0",
          "7 access(\"/r/ack-touch-HASH\", F_OK) = -1 ENOENT (No such file or directory)");

  @Test
  void aCompleteTraceHasNoViolation() {
    assertEquals(List.of(), check(GOOD));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fsync(4</r>)               | no sync of the root",
        "fdatasync                  | no sync between the last write",
        "rename                     | without rename",
        "fsync(5</r/acb>)           | no sync of /r/acb",
        "utimensat                  | without utimensat",
        "fsync(5</r/acb/HASH>)      | no sync of /r/acb/",
      })
  void aMissingStepIsSeen(String missing, String violation) {
    assertSeen(violation, GOOD.stream().filter(line -> !line.contains(missing)).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fsync(4</r>)               | no sync of the root",
        "fdatasync resumed          | renamed after a failed sync",
        "fsync(5</r/acb>)           | no sync of /r/acb",
        "fsync(5</r/acb/HASH>)      | no sync of /r/acb/",
      })
  void aFailedSyncIsNoSync(String failed, String violation) {
    assertSeen(
        violation,
        GOOD.stream()
            .map(line -> line.contains(failed) ? line.replace("= 0", "= -1 EIO (x)") : line)
            .toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fdatasync    | rename       | no sync between the last write",
        "write(5      | fdatasync(5  | no sync between the last write",
        "fsync(5</r/acb>)      | ack-write | no sync of /r/acb",
        "fsync(5</r/acb/HASH>) | ack-touch | no sync of /r/acb/",
        "fsync(4</r>) | ack-write    | no sync of the root",
      })
  void aStepThatComesTooLateIsSeen(String moved, String behind, String violation) {
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
    assertSeen(violation, lines);
  }

  @Test
  void aFailedSyncThatIsRepeatedIsSeen() {
    List<String> lines = new ArrayList<>(GOOD);
    lines.add(10, "7 fsync(5</r/acb>) = -1 EIO (Input/output error)");
    assertSeen("acknowledged after a failed sync of /r/acb", lines);
    List<String> file = new ArrayList<>(GOOD);
    file.add(5, "7 fdatasync(5</r/acb/tmpHASH1>) = -1 EIO (Input/output error)");
    assertSeen("renamed after a failed sync", file);
  }

  @Test
  void writingUnderABlocksNameIsSeen() {
    List<String> lines = new ArrayList<>(GOOD);
    lines.add("7 openat(AT_FDCWD</>, \"/r/acb/HASH\", O_WRONLY|O_TRUNC) = 5</r/acb/HASH>");
    assertSeen("in place under a block's name", lines);
  }

  private static void assertSeen(String violation, List<String> lines) {
    List<String> found = check(lines);
    assertTrue(found.stream().anyMatch(text -> text.contains(violation)), found::toString);
  }

  private static List<String> check(List<String> lines) {
    String hash = "acbd18db4cc2f85cedef654fccc4a4d8";
    List<String> trace = lines.stream().map(line -> line.replace("HASH", hash)).toList();
    return DurabilityRules.violations(ROOT, Strace.parse(trace));
  }
}
