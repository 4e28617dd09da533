// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.keepvolume.BlockHash;
import org.keepvolume.Operation;
import org.keepvolume.VolumeContext;
import org.keepvolume.examples.keepstore.Await;
import org.keepvolume.examples.keepstore.RawConnection;
import org.keepvolume.examples.keepstore.TestService;
import org.keepvolume.store.MountOptions;
import org.keepvolume.testkit.memory.InMemoryVolume;
import org.keepvolume.testkit.memory.MemoryDevice;

/** How the server stops while clients wait for answers. */
class DrainTest {
  private static final byte[] NOTHING = new byte[0];
  private static final byte[] BLOCK = "a block".getBytes(UTF_8);
  private static final String PATH = "/" + BlockHash.of(BLOCK);
  private static final byte[] OTHER = "another block".getBytes(UTF_8);
  private static final String OTHER_PATH = "/" + BlockHash.of(OTHER);

  private final AtomicReference<IOException> failure = new AtomicReference<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private HeldVolume volume;
  private TestService service;
  private Thread stopping;

  /** Starts a service with one place, a block on its volume, and reads of it that wait. */
  private void start(Duration drain) throws Exception {
    volume =
        new HeldVolume(InMemoryVolume.open(new MemoryDevice("memory"), VolumeContext.defaults()));
    service =
        TestService.builder()
            .mount(volume, MountOptions.defaults())
            .maxRequests(1, 1)
            .drain(drain)
            .start();
    try (RawConnection client = connect()) {
      assertEquals(200, client.request("PUT", PATH, Map.of(), BLOCK).answer().status());
    }
    Await.until("it has ended", () -> service.server().working() == 0);
    volume.hold(Operation.READ);
  }

  @AfterEach
  void stopService() throws Exception {
    volume.letGo();
    service.close();
  }

  @Test
  void runningAndWaitingRequestsAreAnsweredAndIdleConnectionsClosed() throws Exception {
    start(Duration.ofSeconds(30));
    int port = service.port();
    try (RawConnection idle = connect();
        RawConnection works = connect();
        RawConnection waits = connect()) {
      assertEquals(200, idle.request("GET", "/mounts", Map.of(), NOTHING).answer().status());
      works.request("GET", PATH, Map.of(), NOTHING);
      volume.awaitCall();
      waits.request("GET", PATH, Map.of(), NOTHING);
      Await.until("it waits for its turn", () -> service.server().waiting() == 1);
      stop();
      assertTrue(idle.isAtEnd());
      assertEquals(1, stopped.getCount(), "it waits for the requests");
      Await.until("nobody new is taken", () -> !accepts(port));
      volume.letGo();
      assertEquals("a block", works.answer().text());
      assertEquals("a block", waits.answer().text());
      assertTrue(works.isAtEnd());
      assertTrue(waits.isAtEnd());
      stopped.await();
    }
    assertNull(failure.get());
  }

  @Test
  void clientThatDoesNotEndItsConnectionDoesNotKeepTheStopWaiting() throws Exception {
    start(Duration.ofSeconds(20));
    int port = service.port();
    try (RawConnection works = connect().request("GET", PATH, Map.of(), NOTHING)) {
      volume.awaitCall();
      long began = System.nanoTime();
      stop();
      Await.until("it stops", () -> !accepts(port));
      volume.letGo();
      assertEquals("a block", works.answer().text());
      stopped.await();
      assertNull(failure.get());
      assertTrue(System.nanoTime() - began < 10_000_000_000L, "it waited for the client");
    }
  }

  @Test
  void stopThatWaitsForNobodySaysThatItCutRequestsOff() throws Exception {
    start(Duration.ZERO);
    try (RawConnection works = connect().request("GET", PATH, Map.of(), NOTHING)) {
      volume.awaitCall();
      assertThrows(IOException.class, () -> service.server().close());
      assertThrows(IOException.class, works::answer);
    }
  }

  @Test
  void requestBehindARunningOneIsNotWorkedOnAndTheAnswerBeforeItSaysSo() throws Exception {
    start(Duration.ofSeconds(30));
    try (RawConnection client = connect();
        RawConnection next = connect()) {
      client.request("GET", PATH, Map.of(), NOTHING);
      volume.awaitCall();
      client.request("PUT", OTHER_PATH, Map.of(), OTHER);
      next.request("GET", PATH, Map.of(), NOTHING);
      Await.until("it waits for its turn", () -> service.server().waiting() == 1);
      stop();
      // Nothing before its wait for requests has a limit.
      Await.until("it waits", () -> stopping.getState() == Thread.State.TIMED_WAITING);
      volume.letGoAndHold();
      RawConnection.Answer answer = client.answer();
      assertEquals("a block", answer.text());
      assertEquals("close", answer.header("Connection"));
      assertTrue(client.isAtEnd());
      volume.awaitCall();
      assertEquals(1, stopped.getCount(), "it waits for the next one");
      volume.letGo();
      assertEquals("a block", next.answer().text());
      stopped.await();
    }
    assertNull(failure.get());
    assertEquals(
        List.of("PUT " + PATH, "GET " + PATH, "GET " + PATH),
        service.finished().stream().map(each -> each.method() + " " + each.path()).toList());
  }

  private void stop() {
    stopping =
        new Thread(
            () -> {
              try {
                service.server().close();
              } catch (IOException e) {
                failure.set(e);
              }
              stopped.countDown();
            },
            "stop");
    stopping.start();
  }

  /** One may still be taken by the thread that waits for clients, until it sees the end. */
  private static boolean accepts(int port) {
    try (RawConnection late = new RawConnection(port)) {
      return late.socket().isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private RawConnection connect() throws Exception {
    return new RawConnection(service.port());
  }
}
