// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.keepvolume.examples.keepstore.Await;
import org.keepvolume.examples.keepstore.RawConnection;

/** The places and threads of requests when the server itself fails, or clients take no answers. */
class RequestQueueTest {
  private static final byte[] NOTHING = new byte[0];

  /** More than a connection takes of which nobody reads. */
  private static final ByteBuffer LARGE = ByteBuffer.allocateDirect(64 << 20);

  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch gate = new CountDownLatch(1);
  private final AtomicBoolean fails = new AtomicBoolean();
  private final AtomicInteger cut = new AtomicInteger();

  /**
   * Answers each path with itself, {@code /held} when the gate is open, {@code /large} at length.
   */
  private void serve(HttpCall call) throws IOException {
    if (call.path().equals("/large")) {
      call.answer(200, "text/plain", LARGE.capacity()).write(LARGE.duplicate(), true);
      return;
    }
    if (call.path().equals("/held")) {
      entered.countDown();
      Uninterruptibles.awaitUninterruptibly(gate);
    }
    call.text(200, call.path());
  }

  /** Fails at a request when it is told to, and counts clients that were cut off. */
  private final class Listener implements RequestListener {
    @Override
    public void started(RequestId id) {
      if (fails.getAndSet(false)) {
        throw new AssertionError("scripted");
      }
    }

    @Override
    public void finished(FinishedRequest request) {
      if (request.failure() instanceof SlowClientException) {
        cut.incrementAndGet();
      }
    }
  }

  /** Starts a server with one place, whose clients may be slow. */
  private HttpServer start(Turn turn) throws IOException {
    HttpSettings settings =
        new HttpSettings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            1,
            4,
            Duration.ofMinutes(10),
            new TransferLimits(Duration.ofMinutes(10), 1),
            Duration.ofSeconds(10));
    HttpServer server = new HttpServer(settings, call -> this::serve, path -> turn, new Listener());
    server.start();
    return server;
  }

  @Test
  void placeOfARequestThatWaitedIsFreeAgainThoughItEndedInAnError() throws Exception {
    try (HttpServer server = start(Turn.WAITS);
        RawConnection first = new RawConnection(server.port());
        RawConnection second = new RawConnection(server.port());
        RawConnection third = new RawConnection(server.port())) {
      first.request("GET", "/held", Map.of(), NOTHING);
      entered.await();
      second.request("GET", "/second", Map.of(), NOTHING);
      Await.until("the second waits", () -> server.waiting() == 1);
      third.request("GET", "/third", Map.of(), NOTHING);
      Await.until("the third waits", () -> server.waiting() == 2);
      fails.set(true);
      gate.countDown();
      assertEquals("/held", first.answer().text());
      assertEquals(500, second.answer().status());
      assertEquals("/third", third.answer().text());
      assertEquals("/again", second.request("GET", "/again", Map.of(), NOTHING).answer().text());
      Await.until("all places are free", () -> server.working() == 0);
    } finally {
      gate.countDown();
    }
  }

  @Test
  void clientsThatTakeNoAnswersDoNotKeepTheThreadsOfRequestsWithoutAPlace() throws Exception {
    int clients = 50; // more than there are threads
    List<RawConnection> slow = new ArrayList<>();
    try (HttpServer server = start(Turn.AT_ONCE)) {
      try (RawConnection other = new RawConnection(server.port())) {
        for (int i = 0; i < clients; i++) {
          slow.add(new RawConnection(server.port()).request("GET", "/large", Map.of(), NOTHING));
        }
        Await.until("a few are left", () -> cut.get() == clients - RequestHandler.MOST_STALLED);
        assertEquals("/other", other.request("GET", "/other", Map.of(), NOTHING).answer().text());
      } finally {
        for (RawConnection client : slow) {
          client.close();
        }
      }
    }
  }
}
