// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keepvolume.examples.keepstore.Await;
import org.keepvolume.examples.keepstore.RawConnection;
import org.keepvolume.examples.keepstore.RawConnection.Answer;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.TestBlocks;

/** Several requests on one connection, one after the other and all at once. */
class PipelinedRequestsTest {
  private static final long SEED = 20291201;

  private static byte[] request(Scene scene, String head, byte[] body) {
    String length = head.startsWith("PUT") ? "Content-Length: " + body.length + "\r\n" : "";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(
        (scene.fill(head) + " HTTP/1.1\r\nHost: x\r\n" + length + "\r\n").getBytes(ISO_8859_1));
    bytes.writeBytes(body);
    return bytes.toByteArray();
  }

  @Test
  void areAnsweredInTheirOrder() throws Exception {
    TestBlocks blocks = new TestBlocks(SEED);
    TestBlock large = blocks.random(300_000);
    byte[] none = new byte[0];
    try (Scene scene = new Scene().start()) {
      ByteArrayOutputStream packet = new ByteArrayOutputStream();
      packet.writeBytes(request(scene, "GET /{hash}", none));
      packet.writeBytes(request(scene, "PUT /" + large.hash(), large.bytes()));
      packet.writeBytes(request(scene, "HEAD /{hash}", none));
      packet.writeBytes(request(scene, "GET /" + large.hash(), none));
      packet.writeBytes(request(scene, "PUT /{empty}", none));
      packet.writeBytes(request(scene, "GET /x", none));
      packet.writeBytes(request(scene, "GET /{empty}", none));
      packet.writeBytes(request(scene, "OPTIONS /{hash}", none));
      packet.writeBytes(request(scene, "GET /{hash}", none));
      RawConnection client = scene.client().send(packet.toByteArray());
      assertEquals(Scene.BLOCK.buffer(), client.answer().body());
      assertEquals(large.hash() + "+300000\n", client.answer().text());
      assertEquals("18", client.answer(true).header("Content-Length"));
      assertEquals(large.buffer(), client.answer().body());
      assertEquals(TestBlocks.empty().hash() + "+0\n", client.answer().text());
      assertEquals(400, client.answer().status());
      assertEquals("0", client.answer().header("Content-Length"));
      assertEquals(200, client.answer().status());
      assertEquals(Scene.BLOCK.buffer(), client.answer().body());
    }
  }

  @Test
  void connectionIsKeptAfterEachKindOfAnswer() throws Exception {
    Map<Ask, Integer> asks = new LinkedHashMap<>();
    asks.put(Ask.get("/{hash}"), 200);
    asks.put(Ask.get("/" + "0".repeat(32)), 404);
    asks.put(Ask.put("/{hash}"), 200);
    asks.put(Ask.of("PUT", "/{hash}").with(Scene.BLOCK.damagedAt(0)), 422);
    asks.put(Ask.of("PUT", "/{empty}"), 200);
    asks.put(Ask.of("PUT", "/mounts"), 405);
    asks.put(Ask.of("TOUCH", "/{hash}").admin(), 200);
    asks.put(Ask.of("TOUCH", "/{hash}"), 401);
    asks.put(Ask.get("/index").admin(), 200);
    asks.put(Ask.get("/mounts"), 200);
    asks.put(Ask.get("/status.json"), 200);
    asks.put(Ask.get("/metrics"), 200);
    asks.put(Ask.of("OPTIONS", "/"), 200);
    asks.put(Ask.of("DELETE", "/{hash}"), 403);
    try (Scene scene = new Scene().start()) {
      for (Map.Entry<Ask, Integer> ask : asks.entrySet()) {
        Answer answer = ask.getKey().send(scene); // always on the same connection
        assertEquals(ask.getValue(), answer.status(), ask.toString());
        assertEquals("", answer.header("Connection"), ask.toString());
      }
      assertEquals(1, scene.service().server().connections());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /{hash}, 200",
    "GET, /mounts, 200",
    "GET, /x, 400",
    "POST, /{hash}, 405",
    "PUT, /mounts, 405",
    "PUT, /trash, 501",
    "DELETE, /{hash}, 403",
  })
  void connectionIsClosedAfterAnAnswerBeforeWhichTheBodyWasNotRead(
      String method, String path, int status) throws Exception {
    byte[] body = "GET /{hash} HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1);
    try (Scene scene = new Scene().start()) {
      Answer answer = Ask.of(method, path).with(body).send(scene);
      assertEquals(status, answer.status());
      assertEquals("close", answer.header("Connection"));
      assertTrue(scene.client().isAtEnd(), "the body was taken for a request");
      scene.client().close();
      Await.until("the server has closed it", () -> scene.service().server().connections() == 0);
    }
  }

  @Test
  void byteByByteIsARequestToo() throws Exception {
    try (Scene scene = new Scene().missing().start()) {
      for (byte one : request(scene, "PUT /{hash}", Scene.BLOCK.bytes())) {
        var unused = scene.client().send(new byte[] {one});
      }
      assertEquals(200, scene.client().answer().status());
    }
  }
}
