// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.keepvolume.Operation.READ;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.keepvolume.Volume;
import org.keepvolume.examples.keepstore.RawConnection;
import org.keepvolume.examples.keepstore.TestService;
import org.keepvolume.examples.keepstore.http.FinishedRequest;
import org.keepvolume.examples.keepstore.http.TransferLimits;
import org.keepvolume.testkit.fault.Hang;

/** What is answered to requests that come to nothing, whatever they ask for. */
final class EndedEarlyRows {
  private static final String GONE = "the connection is closed, logged as 499";

  private EndedEarlyRows() {}

  /** Adds what may become of a request with a body. */
  static void ofBodies(ApiSection rows) {
    rows.row(
            "`Expect` of anything else",
            "417 `Expectation Failed`",
            "all, without a text",
            raw("PUT /{hash} HTTP/1.1\r\nHost: x\r\nExpect: a miracle\r\nContent-Length: 18\r\n"))
        .row(
            "nothing more of the body for `-idle-timeout`",
            "408 `Request Timeout`",
            "neither: they wait for it, 3.0 five minutes at most",
            s -> s.settings(EndedEarlyRows::shortOfPatience),
            raw("PUT /{hash} HTTP/1.1\r\nHost: x\r\nContent-Length: 18\r\n\r\nhello"))
        .row(
            "in chunks, of which one has no size",
            GONE,
            "neither: nobody knows where the next request begins; 2.7.4: 411",
            s -> closed(s, TransportRows.CHUNKED + "6\r\nhello \r\nx\r\n"));
  }

  /** Adds what may become of any request. */
  static void ofAny(ApiSection rows) {
    String x = "\r\nHost: x\r\n";
    rows.row(
            "16 KiB of hints",
            "414 `URI Too Long`",
            "neither: they take a MiB of them",
            raw("GET /{locator}+Z" + "x".repeat(1 << 14) + " HTTP/1.1" + x))
        .row(
            "HTTP/3.3",
            "505 `HTTP Version Not Supported`",
            "all, in other words",
            raw("GET /{locator} HTTP/3.3" + x))
        .row(
            "HTTP/2.0",
            "426 `Upgrade Required`",
            "neither: 505",
            raw("GET /{locator} HTTP/2.0" + x))
        .row(
            "HTTP/0.9",
            "505 `HTTP Version Not Supported`",
            "neither: 400",
            raw("GET /{locator}\r\n"))
        .row(
            "waits for `-queue-limit` behind others",
            "503 `Too many requests before this one`",
            "neither: 2.7.4 lets it wait, 3.0 five minutes at most",
            s -> s.settings(EndedEarlyRows::shortQueue),
            EndedEarlyRows::late)
        .row(
            "half of the connection is ended behind it, and a volume works",
            GONE,
            "3.0: who has left looks the same; 2.7.4 logs 503",
            EndedEarlyRows::halfClosed)
        .row(
            "a stop of the service waits for it no longer",
            "the connection is closed",
            "all",
            s -> s.settings(service -> service.drain(Duration.ZERO)),
            EndedEarlyRows::stopped)
        .row(
            "a mistake in the service",
            "500 `Internal error, see the log at <made>`",
            "neither: they cut the connection",
            s -> s.settings(EndedEarlyRows::mistaken),
            Ask.get("/{locator}{forged}").token());
  }

  private static void shortOfPatience(TestService.Builder service) {
    service.limits(new TransferLimits(Duration.ofSeconds(1), 1 << 10));
  }

  private static void shortQueue(TestService.Builder service) {
    service.maxRequests(1, 1).bufferBytes(Volume.MAX_BLOCK_SIZE, Duration.ofMillis(1));
  }

  private static void mistaken(TestService.Builder service) {
    InstantSource broken =
        () -> {
          throw new IllegalStateException("scripted");
        };
    service.signatures(Scene.KEY, Scene.TTL, true, broken, true);
  }

  private static Exchange raw(String text) {
    String whole = text.contains("\r\n\r\n") ? text : text + "\r\n";
    return scene -> Ask.told(scene.client().send(scene.fill(whole)).answer(), List.of());
  }

  private static String closed(Scene scene, String text) throws IOException {
    var unused = scene.client().send(scene.fill(text));
    return closed(scene);
  }

  private static String closed(Scene scene) throws IOException {
    if (!scene.client().isAtEnd()) {
      return Ask.told(scene.client().answer(), List.of());
    }
    scene.awaitFinished(FinishedRequest.CLIENT_GONE);
    return GONE;
  }

  private static String late(Scene scene) throws Exception {
    Hang hang = scene.faults.on(READ, 1).hang();
    String seen;
    try (RawConnection first = new RawConnection(scene.service().port())) {
      var unused = first.request("GET", scene.fill("/{hash}"), Map.of(), new byte[0]);
      hang.awaitHanging();
      seen = Ask.get("/{locator}").seen(scene);
    }
    scene.awaitFinished(FinishedRequest.CLIENT_GONE);
    return seen;
  }

  private static String halfClosed(Scene scene) throws Exception {
    Hang hang = scene.faults.on(READ, 1).hang();
    var unused = scene.client().request("GET", scene.fill("/{hash}"), Map.of(), new byte[0]);
    hang.awaitHanging();
    scene.client().socket().shutdownOutput();
    return closed(scene);
  }

  private static String stopped(Scene scene) throws Exception {
    Hang hang = scene.faults.on(READ, 1).hang();
    var unused = scene.client().request("GET", scene.fill("/{hash}"), Map.of(), new byte[0]);
    hang.awaitHanging();
    assertThrows(IOException.class, () -> scene.service().server().close(), "it says so");
    if (!scene.client().isAtEnd()) {
      return Ask.told(scene.client().answer(), List.of());
    }
    return "the connection is closed";
  }
}
