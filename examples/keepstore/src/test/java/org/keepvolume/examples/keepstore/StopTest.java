// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.BlockHash;

/** What becomes of requests, connections and files when the service is told to end. */
class StopTest {
  private static final byte[] BLOCK = "a block that comes slowly".getBytes(UTF_8);
  private static final BlockHash HASH = BlockHash.of(BLOCK);

  @TempDir private Path scratch;

  private ChildService start(String... flags) throws Exception {
    List<String> all = new ArrayList<>(List.of("-volume", scratch.toString()));
    all.addAll(List.of(flags));
    return ChildService.start(scratch, List.of(), all);
  }

  /** Sends a request for a PUT and no body, and returns when the service waits for that. */
  private static RawConnection halfSent(ChildService service) throws Exception {
    RawConnection client = new RawConnection(service.port());
    client.send(
        "PUT /%s HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n"
            .formatted(HASH, BLOCK.length));
    assertEquals(100, client.answer().status());
    return client;
  }

  private static void assertRefusesConnections(ChildService service) throws Exception {
    service.awaitLine(line -> line.contains("shutting down"));
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (accepts(service)) {
      assertTrue(System.nanoTime() < deadline, "still takes connections");
      Thread.onSpinWait();
    }
  }

  private static boolean accepts(ChildService service) throws Exception {
    try (RawConnection late = new RawConnection(service.port())) {
      return late.socket().isConnected();
    } catch (SocketException e) { // refused, or taken and dropped as the listener goes
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void runningRequestIsFinishedWhileNobodyNewIsTaken(String signal) throws Exception {
    try (ChildService service = start("-pid", scratch.resolve("pid").toString());
        RawConnection slow = halfSent(service);
        RawConnection idle = new RawConnection(service.port())) {
      idle.send("GET /status.json HTTP/1.1\r\nHost: test\r\n\r\n");
      assertEquals(200, idle.answer().status());
      String pid = Files.readString(scratch.resolve("pid"));
      assertEquals(Long.toString(service.pid()), pid);
      service.signal(signal);
      assertRefusesConnections(service);
      assertTrue(idle.isAtEnd(), "the idle connection is open");
      RawConnection.Answer answer = slow.send(BLOCK).answer();
      assertEquals(200, answer.status());
      assertEquals(HASH + "+" + BLOCK.length + "\n", answer.text());
      assertEquals(0, service.awaitExit(), service.log());
      assertTrue(service.log().endsWith(" INFO stopped\n"), service.log());
      assertFalse(Files.exists(scratch.resolve("pid")));
      Path stored = scratch.resolve(HASH.toString().substring(0, 3)).resolve(HASH.toString());
      assertEquals(BLOCK.length, Files.size(stored));
    }
  }

  @Test
  void requestThatOutlastsTheLimitIsCutOffAndThatIsSaid() throws Exception {
    try (ChildService service = start("-shutdown-limit", "300ms");
        RawConnection slow = halfSent(service)) {
      service.signal("TERM");
      assertEquals(1, service.awaitExit(), service.log());
      assertTrue(service.log().contains(" ERROR stopped, but not well error="), service.log());
      assertFalse(service.log().contains("\tat "), service.log());
      assertThrows(IOException.class, () -> slow.send(BLOCK).answer());
    }
  }

  @Test
  void serviceThatIsStillStartingEndsWellAndLeavesNoPidFile() throws Exception {
    Path pid = scratch.resolve("pid");
    try (ChildService service =
        ChildService.launch(
            scratch,
            ChildService.plugin(scratch, StuckProvider.class),
            List.of("-pid", pid.toString(), "-stuck-place", "anywhere"))) {
      String unused = service.awaitLine(StuckProvider.LINE::equals);
      assertTrue(Files.exists(pid));
      assertEquals(0, service.stop(), service.log());
      assertTrue(service.log().endsWith(" INFO stopped\n"), service.log());
      assertFalse(Files.exists(pid));
    }
  }

  @Test
  void idleServiceEndsAtOnce() throws Exception {
    try (ChildService service = start("-shutdown-limit", "10m")) {
      assertEquals(0, service.stop(), service.log());
    }
  }

  @Test
  void secondServiceWithThePidFileIsRefusedAndTheFirstGoesOn() throws Exception {
    String pid = scratch.resolve("pid").toString();
    try (ChildService service = start("-pid", pid)) {
      Ran.with("-volume", scratch.toString(), "-pid", pid, "-listen", "127.0.0.1:0")
          .assertCannotStart("-pid: " + pid + " is locked: the service runs already");
      assertEquals(Long.toString(service.pid()), Files.readString(Path.of(pid)));
      assertEquals(0, service.stop());
    }
  }

  @Test
  void pidFileOfAServiceThatWasKilledIsTakenOver() throws Exception {
    String pid = scratch.resolve("pid").toString();
    try (ChildService killed = start("-pid", pid)) {
      killed.signal("KILL");
      assertEquals(137, killed.awaitExit());
    }
    assertTrue(Files.exists(Path.of(pid)));
    try (ChildService next = start("-pid", pid)) {
      assertEquals(Long.toString(next.pid()), Files.readString(Path.of(pid)));
      assertEquals(0, next.stop());
    }
  }
}
