// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/** What the server itself answers. */
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
      String id = answer.header(RequestId.HEADER);
      assertTrue(id.startsWith("req-"), id);
      assertTrue(client.isAtEnd());
      assertEquals(1, service.finished().size(), "each is told of once");
      FinishedRequest told = service.finished().get(0);
      assertEquals(status, told.status());
      assertEquals(new RequestId(id), told.id());
      assertEquals(answer.text().length(), told.bytesOut());
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
  void connectionOfAnUploadThatFindsNoPlaceIsClosed() throws Exception {
    put();
    volume.hold(Operation.READ);
    try (RawConnection works = get();
        RawConnection waits = connect();
        RawConnection more = connect()) {
      volume.awaitCall();
      waits.request("PUT", PATH, Map.of(), BLOCK);
      Await.until("it waits", () -> service.server().waiting() == 1);
      more.request("PUT", PATH, Map.of(), BLOCK);
      for (RawConnection refused : new RawConnection[] {more, waits}) {
        RawConnection.Answer answer = refused.answer();
        assertEquals(503, answer.status());
        assertEquals("close", answer.header("Connection"));
        assertTrue(refused.isAtEnd(), "its block was not read");
      }
      volume.letGo();
      assertEquals(200, works.answer().status());
    }
    Await.until("all are closed", () -> service.server().connections() == 0);
  }

  @Test
  void requestsAboutTheServiceThatHangLeaveThreadsForOthers() throws Exception {
    volume.hold(Operation.STATUS);
    List<RawConnection> hanging = new ArrayList<>();
    try (RawConnection more = connect()) {
      for (int i = 0; i < RequestQueue.FEW; i++) {
        hanging.add(connect().request("GET", "/status.json", Map.of(), NOTHING));
        volume.awaitCall();
      }
      RawConnection.Answer refused =
          more.request("GET", "/status.json", Map.of(), NOTHING).answer();
      assertEquals(503, refused.status());
      assertEquals("Too many requests\n", refused.text());
      for (String path : new String[] {"/metrics", "/mounts"}) {
        more.request("GET", path, Map.of(), NOTHING);
        assertEquals(200, more.answer().status(), path + " asks no volume");
      }
      // Without a token, so 404; who asks would restart a service that does not answer.
      more.request("GET", "/_health/ping", Map.of(), NOTHING);
      assertEquals(404, more.answer().status());
      put();
      volume.letGo();
      for (RawConnection client : hanging) {
        assertEquals(200, client.answer().status());
        client.close();
      }
      assertEquals(200, more.request("GET", "/status.json", Map.of(), NOTHING).answer().status());
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
