// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.posix.Durability;
import org.keepvolume.posix.process.MarkedTraffic.Style;

/** Checks the order of syncs and acknowledgements of operations in several threads. */
class DurabilityTraceTest {
  @TempDir Path scratch;

  @Test
  void whateverIsAcknowledgedWasSyncedInTheRightOrder() throws Exception {
    List<SystemCall> calls = traffic(Durability.FULL).run(Style.TOGETHER);

    assertEquals(List.of(), DurabilityRules.violations(root(), calls));
    assertEnough(calls);
  }

  @ParameterizedTest(name = "the second starts once the directory is made: {0}")
  @ValueSource(booleans = {false, true})
  void twoFirstWritesIntoADirectoryBothWaitForTheSyncOfTheRoot(boolean onceMade) throws Exception {
    Files.createDirectory(root());
    Strace strace = new Strace(scratch.resolve("trace"), root());
    // Holds back whoever made the directory, so that the other one has time to go wrong.
    List<String> launcher = strace.launcher("-e", "inject=mkdir:delay_exit=300000");
    try (VolumeProcess volume = VolumeProcess.start(launcher)) {
      volume.open(root(), Durability.FULL).succeeded();
      volume.writeWithNeighbour(new TestBlock(1, 5000), onceMade).succeeded();
      volume.finish();
    }

    List<SystemCall> calls = strace.calls();
    assertEquals(List.of(), DurabilityRules.violations(root(), calls));
    assertEquals(
        2, DurabilityRules.acknowledgements(root(), calls, "write"), "writes in the trace");
    assertEquals(
        1,
        calls.stream()
            .filter(call -> call.isSync() && call.paths().equals(List.of(root())))
            .count(),
        "syncs of the root");
  }

  @Test
  void withoutDurabilityNothingIsSynced() throws Exception {
    List<SystemCall> calls = traffic(Durability.NONE).run(Style.TOGETHER);

    assertEquals(List.of(), calls.stream().filter(SystemCall::isSync).toList());
    assertEnough(calls);
  }

  private void assertEnough(List<SystemCall> calls) {
    Map<String, Integer> least =
        Map.of("write", 200, "touch", 30, "trash", 20, "untrash", 10, "sweep", 12);
    least.forEach(
        (kind, number) -> {
          long seen = DurabilityRules.acknowledgements(root(), calls, kind);
          assertTrue(seen >= number, seen + " acks of " + kind + " in the trace");
        });
  }

  private TracedTraffic traffic(Durability durability) {
    return new TracedTraffic(scratch, durability, Optional.empty());
  }

  private Path root() {
    return scratch.resolve("traced");
  }
}
