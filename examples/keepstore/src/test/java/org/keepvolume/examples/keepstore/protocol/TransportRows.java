// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import java.util.List;
import java.util.Map;
import org.keepvolume.BlockHash;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.examples.keepstore.RawConnection;
import org.keepvolume.examples.keepstore.http.FinishedRequest;
import org.keepvolume.testkit.fault.Hang;

/** What is answered whatever the route is. */
final class TransportRows {
  static final String CHUNKED =
      "PUT /{hash} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";

  private TransportRows() {}

  static ApiSection section() {
    ApiSection rows = new ApiSection("transport");
    rows.request("PUT `/<hash>`")
        .row(
            "`Expect: 100-continue`",
            "100, then 200 `<hash>+18`",
            "all; both Python SDKs send it",
            scene -> expecting(scene, "/{hash}", Scene.BLOCK.size()))
        .row(
            "`Expect: 100-continue`, too large",
            "413 `Block is too large`",
            "2.7.4: the body is not asked for",
            scene -> expecting(scene, "/{hash}", Volume.MAX_BLOCK_SIZE + 1))
        .row(
            "`Expect: 100-continue`, an unknown path",
            "400 `Bad Request`",
            "all: the body is not asked for",
            scene -> expecting(scene, "/x", 3))
        .row(
            "HTTP/1.0",
            "200 `<hash>+18`",
            "all",
            raw("PUT /{hash} HTTP/1.0\r\nContent-Length: 18\r\n\r\nhello keep volume\n"))
        .row(
            "in chunks, with an extension and a trailer",
            "200 `<hash>+18`",
            "3.0; 2.7.4: 411",
            raw(
                CHUNKED
                    + "6;name=value\r\nhello \r\nc\r\nkeep volume\n\r\n0\r\nTrailer: x\r\n\r\n"))
        .row(
            "in chunks, of more than 64 MiB",
            "413 `Block is too large`",
            "3.0 says 413, too, for one byte more, and crashes for two",
            TransportRows::tooManyChunks)
        .row(
            "neither a length nor chunks",
            "411 `Missing Content-Length`",
            "2.7.4",
            raw("PUT /{hash} HTTP/1.1\r\nHost: x\r\n\r\n"))
        .row(
            "a length that is no number",
            "400 `Bad Request`",
            "all",
            raw("PUT /{hash} HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n"))
        .row(
            "a length and chunks",
            "400 `Bad Request`",
            "neither takes both for one",
            raw(CHUNKED.replace("\r\n\r\n", "\r\nContent-Length: 18\r\n\r\n") + "0\r\n\r\n"))
        .row(
            "in chunks, of 64 MiB",
            "200 `<hash of it>+67108864`",
            "3.0; 2.7.4: 411",
            Scene::missing,
            TransportRows::largestInChunks)
        .row(
            "in chunks, no memory for the block within `-queue-limit`",
            "503 `Volume backend busy`",
            "neither: 3.0 waits five minutes at most, until the client leaves; 2.7.4: 411",
            WriteRows::smallMemory,
            WriteRows.withoutMemory(raw(CHUNKED + "12\r\nhello keep volume\n\r\n0\r\n\r\n")))
        .row(
            "a body that ends too early",
            "the connection is closed, logged as 499",
            "neither: 2.7.4 says 500, which nobody hears but who ended half of the connection",
            TransportRows::halfSent);
    EndedEarlyRows.ofBodies(rows);
    rows.request("GET `/<locator>`")
        .row(
            "HTTP/1.0",
            "200, the block, no `Connection`",
            "all",
            scene ->
                Ask.told(
                    scene.client().send(scene.fill("GET /{locator} HTTP/1.0\r\n\r\n")).answer(),
                    List.of("Connection")))
        .row(
            "HTTP/1.0, `Connection: keep-alive`",
            "200, the block, `Connection: keep-alive`",
            "all",
            scene ->
                Ask.told(
                    scene
                        .client()
                        .send(
                            scene.fill("GET /{locator} HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"))
                        .answer(),
                    List.of("Connection")))
        .row("no `Host`", "400 `Bad Request`", "all", raw("GET /{locator} HTTP/1.1\r\n\r\n"))
        .row(
            "64 KiB of headers",
            "431 `Request Header Fields Too Large`",
            "all, at another size",
            raw("GET /{locator} HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(65536) + "\r\n\r\n"))
        .row(
            "`X-Request-Id`",
            "200, the block, `X-Request-Id: req-1`",
            "all",
            Ask.get("/{locator}").header("X-Request-Id", "req-1").showing("X-Request-Id"))
        .row(
            "no `X-Request-Id`",
            "200, the block, `X-Request-Id: <made>`",
            "all",
            Ask.get("/{locator}").showing("X-Request-Id"))
        .row(
            "an `X-Request-Id` of more than 100 characters",
            "200, the block, `X-Request-Id: <made>`",
            "neither: it would fill the log",
            Ask.get("/{locator}").header("X-Request-Id", "x".repeat(101)).showing("X-Request-Id"))
        .row(
            "more than `-max-requests`, and as many waiting as may",
            "503, and a line of text",
            "3.0, and 2016 where none may wait, both without a text; 2.7.4 lets it wait",
            scene -> scene.settings(service -> service.maxRequests(1, 0)),
            TransportRows::crowded);
    EndedEarlyRows.ofAny(rows);
    return rows;
  }

  private static Exchange raw(String text) {
    return scene -> Ask.told(scene.client().send(scene.fill(text)).answer(), List.of());
  }

  private static String expecting(Scene scene, String path, int length) throws Exception {
    String head =
        "PUT " + path + " HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: ";
    RawConnection client = scene.client().send(scene.fill(head + length + "\r\n\r\n"));
    RawConnection.Answer first = client.answer();
    if (first.status() != 100) {
      return Ask.told(first, List.of());
    }
    return "100, then " + Ask.told(client.send(Scene.BLOCK.bytes()).answer(), List.of());
  }

  private static String tooManyChunks(Scene scene) throws Exception {
    byte[] chunk = new byte[1 << 20];
    RawConnection client = scene.client().send(scene.fill(CHUNKED));
    for (int i = 0; i < 64; i++) {
      var unused = client.send("100000\r\n").send(chunk).send("\r\n");
    }
    return Ask.told(client.send("1\r\nx\r\n0\r\n\r\n").answer(), List.of());
  }

  private static String largestInChunks(Scene scene) throws Exception {
    byte[] chunk = new byte[1 << 20];
    String hash = BlockHash.of(new byte[Volume.MAX_BLOCK_SIZE]).toString();
    RawConnection client = scene.client().send(CHUNKED.replace("{hash}", hash));
    for (int i = 0; i < 64; i++) {
      var unused = client.send("100000\r\n").send(chunk).send("\r\n");
    }
    return Ask.told(client.send("0\r\n\r\n").answer(), List.of()).replace(hash, "<hash of it>");
  }

  private static String halfSent(Scene scene) throws Exception {
    String head = "PUT /{hash} HTTP/1.1\r\nHost: x\r\nContent-Length: 18\r\n\r\nhello";
    var unused = scene.client().send(scene.fill(head));
    scene.client().socket().shutdownOutput();
    if (!scene.client().isAtEnd()) {
      return Ask.told(scene.client().answer(), List.of());
    }
    scene.awaitFinished(FinishedRequest.CLIENT_GONE);
    return "the connection is closed, logged as 499";
  }

  private static String crowded(Scene scene) throws Exception {
    Hang hang = scene.faults.on(Operation.READ, 1).hang();
    String seen;
    try (RawConnection other = new RawConnection(scene.service().port())) {
      var unused = other.request("GET", scene.fill("/{hash}"), Map.of(), new byte[0]);
      hang.awaitHanging();
      seen = Ask.get("/{locator}").seen(scene).replaceAll(" `.+`$", ", and a line of text");
    }
    scene.awaitFinished(FinishedRequest.CLIENT_GONE);
    return seen;
  }
}
