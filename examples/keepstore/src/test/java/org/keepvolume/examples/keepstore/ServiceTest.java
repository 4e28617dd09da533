// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.config.ParsedFlags;
import org.keepvolume.examples.keepstore.log.Logged;
import org.keepvolume.spi.VolumeProviders;

/** What flags make of the service as a whole, in this JVM. */
class ServiceTest {
  @TempDir private Path disk;
  @TempDir private Path other;

  private Service start(String... flags) throws Exception {
    List<String> all = new ArrayList<>(List.of("-listen", "127.0.0.1:0", "-max-buffers", "1"));
    all.addAll(List.of("-volume", disk.toString()));
    all.addAll(List.of(flags));
    VolumeProviders providers = VolumeProviders.load(Keepstore.class.getClassLoader());
    ParsedFlags parsed = CommandLine.parse(all, providers.schemas());
    return Service.start(
        Settings.of(parsed, parsed.volumes(), providers, warning -> {}), providers);
  }

  private static boolean sweeps() {
    return threads("sweeper") > 0;
  }

  private static long threads(String begin) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(begin))
        .count();
  }

  /** Waits for the thread of one that was closed, which ends a moment after its work. */
  private static void awaitEndOfSweeps() {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (sweeps()) {
      assertTrue(System.nanoTime() < deadline, "there is a sweeper");
      Thread.onSpinWait();
    }
  }

  private static List<String> openFilesBelow(Path directory) throws Exception {
    List<String> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path each : all) {
        // Not of those that were closed since they were listed.
        String name = Files.isSymbolicLink(each) ? Files.readSymbolicLink(each).toString() : "";
        if (name.startsWith(directory.toString())) {
          found.add(name);
        }
      }
    }
    return found;
  }

  private static void awaitText(Logged logged, String text) {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (!logged.text().contains(text)) {
      assertTrue(System.nanoTime() < deadline, logged.text());
      Thread.onSpinWait();
    }
  }

  @Test
  void trashIsEmptiedAtTheIntervalWhereBlocksMayBeDeleted() throws Exception {
    try (Logged logged = new Logged(false);
        Service service = start("-never-delete=false", "-trash-check-interval", "20ms")) {
      assertTrue(service.port() > 0);
      awaitText(logged, " INFO emptied the trash volumes=1 failed=0 ");
      awaitText(logged, " rights=\"read, write, trash\" ");
    }
    awaitEndOfSweeps();
  }

  @Test
  void trashIsLeftAloneWhereNoBlockMayBeDeletedWhichIsTheDefault() throws Exception {
    for (String flag : List.of("-never-delete", "-trash-lifetime=1h")) {
      try (Service service = start(flag, "-trash-check-interval", "20ms")) {
        assertTrue(service.port() > 0);
        assertFalse(sweeps(), flag);
      }
    }
    try (Service service = start("-never-delete=false", "-trash-check-interval", "0")) {
      assertTrue(service.port() > 0);
      assertFalse(sweeps(), "an interval of 0");
    }
  }

  @Test
  void statusNamesTheDirectoryOfAVolume() throws Exception {
    try (Service service = start();
        RawConnection client = new RawConnection(service.port())) {
      String page = client.request("GET", "/status.json", Map.of(), new byte[0]).answer().text();
      assertTrue(page.contains("\"MountPoint\":\"" + disk + "\""), page);
      assertTrue(page.contains("\"Label\":\"posix{root=" + disk), page);
    }
  }

  @Test
  void volumesThatTakeNoTrashAreNoReasonForAWarning() throws Exception {
    List<String> flags = List.of("-listen", "127.0.0.1:0", "-max-buffers", "1", "-readonly");
    VolumeProviders providers = VolumeProviders.load(Keepstore.class.getClassLoader());
    List<String> all = new ArrayList<>(flags);
    all.addAll(List.of("-volume", disk.toString(), "-never-delete=false"));
    all.addAll(List.of("-trash-check-interval", "20ms"));
    ParsedFlags parsed = CommandLine.parse(all, providers.schemas());
    try (Logged logged = new Logged(false);
        Service service =
            Service.start(
                Settings.of(parsed, parsed.volumes(), providers, warning -> {}), providers)) {
      assertTrue(service.port() > 0);
      awaitText(logged, " INFO memory for blocks: 64 MiB, as -max-buffers says");
      awaitText(logged, " INFO no volume lets its trash be emptied");
      assertFalse(logged.text().contains("WARN"), logged.text());
    }
    awaitEndOfSweeps();
  }

  @Test
  void startThatFailsLeavesNothingOpen() throws Exception {
    try (Service service = start()) {
      String taken = "127.0.0.1:" + service.port();
      Path pid = other.resolve("pid");
      long requests = threads("request");
      Ran.with(
              List.of(
                  "-volume",
                  other.toString(),
                  "-never-delete=false",
                  "-pid",
                  pid.toString(),
                  "-listen",
                  taken))
          .assertCannotStart("in use");
      awaitEndOfSweeps();
      assertFalse(Files.exists(pid));
      long deadline = System.nanoTime() + 30_000_000_000L;
      while (threads("request") > requests) {
        assertTrue(System.nanoTime() < deadline, "the threads of requests go on");
        Thread.onSpinWait();
      }
    }
    assertEquals(List.of(), openFilesBelow(other)); // a lock is one, too
  }
}
