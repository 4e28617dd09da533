// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.process;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;

@Timeout(60)
class OtherProcessStartTest {
  @TempDir Path root;

  @Test
  void openerFailureIsNamedWithClassAndMessage() {
    try (OtherProcess process =
        OtherProcess.start(OddVolumeOpener.class, OddVolumeOpener.FAILING)) {
      var failure =
          assertThrows(IllegalStateException.class, () -> process.open(VolumeContext.defaults()));
      assertTrue(failure.getMessage().endsWith("ClassNotFoundException: no such device"));
    }
  }

  @Test
  void launcherAndWorkerAreBothKilled() throws Exception {
    List<String> launcher = List.of("sh", "-c", "\"$@\"; exit $?", "sh");
    OtherProcess process = OtherProcess.start(launcher, OddVolumeOpener.class, root.toString());
    ProcessHandle worker;
    try (process) {
      CompletableFuture<Object> call = OtherProcessTroubleTest.hang(process);
      worker = process.worker().handle().children().findFirst().orElseThrow();
      process.kill();
      assertFalse(worker.isAlive());
      assertThrows(CompletionException.class, call::join);
    }
    OtherProcessTroubleTest.assertGone(process);
  }

  @Test
  void launcherThatCannotBeStartedIsAnError() {
    assertThrows(
        AssertionError.class,
        () -> OtherProcess.start(List.of("/none/such"), OddVolumeOpener.class, "x"));
  }

  @Test
  void openerThatTheOtherJvmCannotMakeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> OtherProcess.start(Hidden.class, "x"));
    VolumeOpener lambda = (argument, context) -> null;
    assertThrows(IllegalArgumentException.class, () -> OtherProcess.start(lambda.getClass(), "x"));
  }

  private static final class Hidden implements VolumeOpener {
    @Override
    public Volume open(String argument, VolumeContext context) {
      throw new AssertionError("never made");
    }
  }
}
