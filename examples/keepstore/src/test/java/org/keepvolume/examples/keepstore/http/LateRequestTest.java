// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keepvolume.examples.keepstore.Await;
import org.keepvolume.examples.keepstore.RawConnection;

/** A request that comes while a stop lasts, on a connection that was answered as it began. */
class LateRequestTest {
  private static final byte[] NOTHING = new byte[0];
  private static final String LONG = "/long";

  private final CountDownLatch endOfLong = new CountDownLatch(1);
  private final CountDownLatch longBegan = new CountDownLatch(1);
  private final CountDownLatch endOfFirst = new CountDownLatch(1);
  private final List<String> finished = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void startServer() throws Exception {
    server =
        new HttpServer(
            new HttpSettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                4,
                4,
                Duration.ofSeconds(30),
                new TransferLimits(Duration.ofSeconds(30), 1 << 10),
                Duration.ofSeconds(30)),
            call -> call.path().equals(LONG) ? this::serveLong : each -> each.text(200, "short\n"),
            path -> Turn.WAITS,
            new RequestListener() {
              @Override
              public void started(RequestId id) {}

              @Override
              public void finished(FinishedRequest request) {
                finished.add(request.path() + " " + request.status());
                if (request.path().equals("/first")) {
                  Uninterruptibles.awaitUninterruptibly(endOfFirst);
                }
              }
            });
    server.start();
  }

  private void serveLong(HttpCall call) throws IOException {
    longBegan.countDown();
    Uninterruptibles.awaitUninterruptibly(endOfLong);
    call.text(200, "long\n");
  }

  @AfterEach
  void stopServer() throws Exception {
    endOfFirst.countDown();
    endOfLong.countDown();
    server.close();
  }

  private RawConnection get(String path) throws Exception {
    return new RawConnection(server.port()).request("GET", path, Map.of(), NOTHING);
  }

  @Test
  void isRefusedWithAnAnswerThatEndsTheConnectionAndIsLogged() throws Exception {
    try (RawConnection slow = get(LONG);
        RawConnection client = get("/first")) {
      longBegan.await();
      // It has all of its answer, and the server has not let go of the request: it is not idle.
      assertEquals("short\n", client.answer().text());
      FutureTask<Boolean> stop = new FutureTask<>(this::close);
      Thread stopping = new Thread(stop, "stop");
      stopping.start();
      // Nothing before its wait for requests has a limit.
      Await.until("it waits", () -> stopping.getState() == Thread.State.TIMED_WAITING);
      client.request("GET", "/second", Map.of(), NOTHING);
      endOfFirst.countDown();
      RawConnection.Answer answer = client.answer();
      assertEquals(503, answer.status());
      assertEquals("Service Unavailable\n", answer.text());
      assertEquals("close", answer.header("Connection"));
      assertTrue(client.isAtEnd());
      assertEquals(List.of("/first 200", "/second 503"), finished);
      endOfLong.countDown();
      assertEquals("long\n", slow.answer().text());
      assertTrue(stop.get(1, TimeUnit.MINUTES));
    }
  }

  private boolean close() throws IOException {
    server.close();
    return true;
  }
}
