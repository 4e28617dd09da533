// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is served when no volume is named: the directories named keep on mounted disks. */
class DiscoveryTest {
  /** Mounts two disks that nobody else sees, and asks the command what it would serve. */
  private static final String SCRIPT =
      """
      set -e
      mount -t tmpfs tmpfs "$1"
      mkdir "$1/keep"
      mount -t tmpfs tmpfs "$2"
      mkdir "$2/keep"
      mount -o remount,ro "$2"
      shift 2
      exec "$@"
      """;

  @TempDir private Path scratch;

  @Test
  void directoriesNamedKeepAreFoundWithTheRightsOfTheirMounts() throws Exception {
    Path first = Files.createDirectory(scratch.resolve("first"));
    Path second = Files.createDirectory(scratch.resolve("second"));
    List<String> command = new ArrayList<>(List.of("unshare", "--mount"));
    if (!System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("--user", "--map-root-user"));
    }
    command.addAll(List.of("sh", "-c", SCRIPT, "sh", first.toString(), second.toString()));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Keepstore.class.getName(), "-serialize", "-dump-config"));
    Process process =
        new ProcessBuilder(command).redirectError(new File(scratch.toString(), "err")).start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), Files.readString(scratch.resolve("err")));
    int atFirst = out.indexOf("  root: " + first.resolve("keep") + "\n");
    int atSecond = out.indexOf("  root: " + second.resolve("keep") + "\n");
    assertTrue(atFirst > 0 && atSecond > atFirst, out);
    assertTrue(out.substring(atFirst, atSecond).contains("  readonly: 'false'\n"), out);
    assertTrue(out.substring(atSecond).contains("  readonly: 'true'\n"), out);
    assertTrue(out.substring(atSecond).contains("  serialize: 'true'\n"), out);
  }
}
