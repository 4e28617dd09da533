// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keepvolume.BlockHash;
import org.keepvolume.Operation;
import org.keepvolume.VolumeContext;
import org.keepvolume.examples.keepstore.Await;
import org.keepvolume.examples.keepstore.RawConnection;
import org.keepvolume.examples.keepstore.TestService;
import org.keepvolume.store.MountOptions;
import org.keepvolume.testkit.memory.InMemoryVolume;
import org.keepvolume.testkit.memory.MemoryDevice;

/** What the server itself answers, and how it stops. */
class ServerErrorsTest {
  private static final byte[] NOTHING = new byte[0];
  private static final byte[] BLOCK = "a block".getBytes(UTF_8);
  private static final String PATH = "/" + BlockHash.of(BLOCK);

  private HeldVolume volume;
  private TestService service;

  @BeforeEach
  void startService() throws Exception {
    volume =
        new HeldVolume(InMemoryVolume.open(new MemoryDevice("memory"), VolumeContext.defaults()));
    service =
        TestService.builder()
            .mount(volume, MountOptions.defaults())
            .bufferBytes(1 << 26, Duration.ofSeconds(1))
            .maxRequests(1, 1)
            .start();
  }

  @AfterEach
  void stopService() throws Exception {
    volume.letGo();
    service.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET /%zz HTTP/1.1\\r\\nHost: x, 400",
    "GET /a HTTP/1.1, 400",
    "GET /a HTTP/3.3\\r\\nHost: x, 505",
    "NONSENSE, 400",
    "GET /a HTTP/1.1\\r\\nHost: x\\r\\nX: LONG, 431",
    "GET /LONG HTTP/1.1\\r\\nHost: x, 414",
    "PUT /a HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 1\\r\\nTransfer-Encoding: chunked, 400",
  })
  void badRequestIsRefusedWithALineOfText(String request, int status) throws Exception {
    try (RawConnection client = connect()) {
      client.send(
          request.replace("\\r\\n", "\r\n").replace("LONG", "y".repeat(30_000)) + "\r\n\r\n");
      RawConnection.Answer answer = client.answer();
      assertEquals(status, answer.status());
      assertEquals("text/plain; charset=utf-8", answer.header("Content-Type"));
      assertTrue(answer.text().endsWith("\n") && !answer.text().contains("<"), answer.text());
      assertTrue(client.isAtEnd());
    }
  }

  @Test
  void headersOfAMebibyteAreRefusedBeforeTheyWereRead() throws Exception {
    try (RawConnection client = connect()) {
      client.send("GET /a HTTP/1.1\r\nHost: x\r\n");
      assertThrows(
          IOException.class,
          () -> {
            for (int i = 0; i < 10_000; i++) {
              client.send("X-Header-" + i + ": " + "y".repeat(1000) + "\r\n");
            }
          });
    }
    Await.until("the connection is closed", () -> service.server().connections() == 0);
  }

  @Test
  void requestsBeyondThoseThatMayWaitAreRefusedAtOnceAndOthersWhenTheyHaveWaited()
      throws Exception {
    put();
    volume.hold(Operation.READ);
    try (RawConnection works = get();
        RawConnection waits = connect();
        RawConnection more = connect();
        RawConnection status = connect()) {
      volume.awaitCall();
      waits.request("GET", PATH, Map.of(), NOTHING);
      Await.until("it waits", () -> service.server().waiting() == 1);
      more.request("GET", PATH, Map.of(), NOTHING);
      assertEquals("Too many requests\n", more.answer().text());
      status.request("GET", "/status.json", Map.of(), NOTHING);
      assertEquals(200, status.answer().status(), "what is about the service does not wait");
      RawConnection.Answer late = waits.answer();
      assertEquals(503, late.status());
      assertEquals("Too many requests before this one\n", late.text());
      volume.letGo();
      assertEquals(200, works.answer().status());
      // Neither a place nor a connection was lost.
      for (RawConnection again : new RawConnection[] {works, waits, more}) {
        assertEquals("a block", again.request("GET", PATH, Map.of(), NOTHING).answer().text());
      }
    }
    assertEquals(0, service.server().waiting());
  }

  @Test
  void stopLetsRunningAndWaitingRequestsEndAndClosesIdleConnections() throws Exception {
    put();
    int port = service.port();
    volume.hold(Operation.READ);
    AtomicReference<Exception> failure = new AtomicReference<>();
    CountDownLatch stopped = new CountDownLatch(1);
    try (RawConnection idle = connect();
        RawConnection works = get()) {
      assertEquals(200, idle.request("GET", "/status.json", Map.of(), NOTHING).answer().status());
      volume.awaitCall();
      Thread stop =
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
      stop.start();
      assertTrue(idle.isAtEnd());
      assertEquals(1, stopped.getCount(), "it waits for the request");
      Await.until("nobody new is taken", () -> !accepts(port));
      volume.letGo();
      assertEquals("a block", works.answer().text());
      assertTrue(works.isAtEnd());
      works.socket().close();
      stopped.await();
    }
    assertEquals(null, failure.get());
  }

  /** One may still be taken by the thread that waits for clients, until it sees the end. */
  private static boolean accepts(int port) {
    try (RawConnection late = new RawConnection(port)) {
      return late.socket().isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private void put() throws Exception {
    try (RawConnection client = connect()) {
      assertEquals(200, client.request("PUT", PATH, Map.of(), BLOCK).answer().status());
    }
    Await.until("it has ended", () -> service.server().working() == 0);
  }

  private RawConnection get() throws Exception {
    return connect().request("GET", PATH, Map.of(), NOTHING);
  }

  private RawConnection connect() throws Exception {
    return new RawConnection(service.port());
  }
}
