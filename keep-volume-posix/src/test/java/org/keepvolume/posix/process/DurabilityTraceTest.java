// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.posix.Durability;

/** Checks the order of syncs and acknowledgements while several threads write and touch. */
class DurabilityTraceTest {
  @TempDir Path scratch;

  @Test
  void whateverIsAcknowledgedWasSyncedInTheRightOrder() throws Exception {
    List<SystemCall> calls = traffic(Durability.FULL);

    assertEquals(List.of(), DurabilityRules.violations(root(), calls));
    assertTrue(DurabilityRules.acknowledgements(calls, "write") >= 200, "writes in the trace");
    assertTrue(DurabilityRules.acknowledgements(calls, "touch") >= 40, "touches in the trace");
  }

  @ParameterizedTest(name = "the second starts once the directory is made: {0}")
  @ValueSource(booleans = {false, true})
  void twoFirstWritesIntoADirectoryBothWaitForTheSyncOfTheRoot(boolean onceMade) throws Exception {
    Files.createDirectory(root());
    Strace strace = new Strace(scratch.resolve("trace"), root());
    // Holds the first sync of a thread back, so that the other one has time to go wrong.
    List<String> launcher = strace.launcher("-e", "inject=fsync:delay_enter=300000:when=1");
    try (VolumeProcess volume = VolumeProcess.start(launcher)) {
      volume.open(root(), Durability.FULL).succeeded();
      volume.writeWithNeighbour(new TestBlock(1, 5000), onceMade).succeeded();
      volume.finish();
    }

    List<SystemCall> calls = strace.calls();
    assertEquals(List.of(), DurabilityRules.violations(root(), calls));
    assertEquals(2, DurabilityRules.acknowledgements(calls, "write"), "writes in the trace");
    assertEquals(
        1,
        calls.stream()
            .filter(call -> call.isSync() && call.paths().equals(List.of(root())))
            .count(),
        "syncs of the root");
  }

  @Test
  void withoutDurabilityNothingIsSynced() throws Exception {
    List<SystemCall> calls = traffic(Durability.NONE);

    assertEquals(List.of(), calls.stream().filter(SystemCall::isSync).toList());
    assertTrue(DurabilityRules.acknowledgements(calls, "write") >= 200, "writes in the trace");
  }

  private Path root() {
    return scratch.resolve("root");
  }

  private List<SystemCall> traffic(Durability durability) throws Exception {
    Files.createDirectory(root());
    Strace strace = new Strace(scratch.resolve("trace"), root());
    long seed = Seeds.next();
    try (VolumeProcess volume = VolumeProcess.start(strace.launcher())) {
      volume.open(root(), durability).succeeded();
      volume.traffic(seed).succeeded();
      volume.finish();
    }
    return strace.calls();
  }
}
