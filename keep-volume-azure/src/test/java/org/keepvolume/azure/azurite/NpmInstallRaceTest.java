// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.azurite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of two JVMs that need Azurite at once one installs it, and the other waits for it. */
class NpmInstallRaceTest {
  private static final long LIMIT_SECONDS = 60;

  @TempDir Path repository;
  private final List<Process> jvms = new ArrayList<>();

  @AfterEach
  void killAll() {
    for (Process jvm : jvms) {
      jvm.descendants().forEach(ProcessHandle::destroyForcibly);
      jvm.toHandle().destroyForcibly();
    }
  }

  @Test
  void oneOfTwoJvmsInstalls() throws Exception {
    Path gate = repository.resolve("gate");
    assertEquals(0, new ProcessBuilder("mkfifo", gate.toString()).start().waitFor());
    Path programs = Files.createDirectory(repository.resolve("programs"));
    Path npm = programs.resolve("npm");
    Files.writeString(
        npm,
        """
        #!/bin/sh
        echo call >> "$0.calls"
        read line < '%s'
        service="$3/node_modules/azurite/dist/src/blob"
        mkdir -p "$service" && echo whole > "$service/main.js"
        """
            .formatted(gate));
    Files.setPosixFilePermissions(npm, PosixFilePermissions.fromString("rwx------"));
    List<BufferedReader> outputs = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Process jvm = TestJvm.start(NpmInstallMain.class, programs.toString(), repository.toString());
      jvms.add(jvm);
      outputs.add(jvm.inputReader(UTF_8));
    }
    for (BufferedReader output : outputs) {
      assertEquals("ready", output.readLine());
    }
    // Waits until npm reads it.
    Files.writeString(gate, "go on\n");
    String script =
        repository.resolve(".azurite/3.37.0/node_modules/azurite/dist/src/blob/main.js").toString();
    for (int i = 0; i < 2; i++) {
      assertEquals(0, jvms.get(i).onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS).exitValue());
      assertEquals(script, outputs.get(i).readLine());
    }
    assertEquals(List.of("call"), Files.readAllLines(programs.resolve("npm.calls")));
  }
}
