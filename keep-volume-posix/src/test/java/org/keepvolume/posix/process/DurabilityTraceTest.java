// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
