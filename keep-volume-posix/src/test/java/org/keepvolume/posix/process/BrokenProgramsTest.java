// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shows that the rules of a trace see what real programs do wrong; see also DurableMutantsTest. */
class BrokenProgramsTest {
  @TempDir Path scratch;

  @ParameterizedTest
  @CsvSource({
    "NONE, none, ''",
    "WRITES_IN_PLACE, none, D5",
    "WRITES_AFTER_THE_SYNC, none, D1",
    "SYNCS_AFTER_THE_RENAME, none, D1",
    "ACKNOWLEDGES_BEFORE_THE_RENAME, none, D6",
    "REPEATS_A_FAILED_SYNC, fdatasync:error=EIO:when=1, D4",
    "PASSES_OVER_A_FAILED_SYNC, fdatasync:error=EIO:when=1, D1 D4",
    "PASSES_OVER_A_FAILED_SYNC_OF_THE_DIRECTORY, fsync:error=EIO:when=2, D7",
  })
  void aWriterWithOneMistakeBreaksARule(BadWriter.Mistake mistake, String injection, String broken)
      throws Exception {
    Path root = Files.createDirectory(scratch.resolve("root"));
    Strace strace = new Strace(scratch.resolve("trace"), root);
    List<String> launcher =
        injection.equals("none") ? strace.launcher() : strace.launcher("-e", "inject=" + injection);
    try (ChildJvm child =
        ChildJvm.start(launcher, BadWriter.class, root.toString(), mistake.name())) {
      child.finish();
    }
    List<SystemCall> calls = strace.calls();
    assertEquals(1, DurabilityRules.acknowledgements(root, calls, "write"), "writes in the trace");
    assertEquals(broken, String.join(" ", rules(DurabilityRules.violations(root, calls))));
  }

  private static Set<String> rules(List<String> violations) {
    for (String violation : violations) {
      assertTrue(violation.contains(": "), violation);
    }
    return violations.stream()
        .map(text -> text.substring(0, text.indexOf(':')))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
