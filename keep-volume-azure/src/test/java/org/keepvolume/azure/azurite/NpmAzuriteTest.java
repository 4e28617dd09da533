// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.azurite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * No process of Node.js is left behind, however the JVM ends that has started it. Left out where
 * the tests have Azurite in another way, which need not have Node.js; {@code .ci/run} runs both.
 */
@EnabledIf("azuriteIsFromNpm")
class NpmAzuriteTest {
  /** Far above what it takes on a busy machine. */
  private static final long LIMIT_SECONDS = 60;

  private Process jvm;
  private ProcessHandle azurite;

  static boolean azuriteIsFromNpm() {
    return Azurite.shared().lane() == AzuriteLane.NPM;
  }

  @AfterEach
  void killBoth() {
    jvm.toHandle().destroyForcibly();
    if (azurite != null) {
      azurite.destroyForcibly();
    }
  }

  @Test
  void azuriteEndsWithKilledJvm() throws Exception {
    start();
    // The process itself would close its streams.
    assertTrue(jvm.toHandle().destroyForcibly());
    assertEnds();
    assertEquals(128 + 9, jvm.waitFor());
  }

  @Test
  void azuriteEndsWithJvmThatEnds() throws Exception {
    start();
    jvm.getOutputStream().close();
    assertEnds();
    assertEquals(0, jvm.waitFor());
  }

  @Test
  void azuriteEndsWithTerminatedJvm() throws Exception {
    start();
    assertTrue(jvm.toHandle().destroy());
    assertEnds();
    assertEquals(128 + 15, jvm.waitFor());
  }

  private void start() throws IOException {
    jvm = TestJvm.start(AzuriteMain.class);
    String pid = jvm.inputReader(UTF_8).readLine();
    assertTrue(pid != null, "the JVM ended before it had an Azurite");
    azurite = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    assertTrue(azurite.isAlive());
  }

  private void assertEnds() throws Exception {
    var unused = azurite.onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    assertFalse(azurite.isAlive());
  }
}
