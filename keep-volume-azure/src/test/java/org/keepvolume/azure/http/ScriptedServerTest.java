// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Has a function answer, and fail. */
@Timeout(30)
class ScriptedServerTest {
  private static TinyClient client(ScriptedServer server) {
    return new TinyClient(server.endpoint() + "/container");
  }

  @Test
  void functionSeesTheRequestAndWritesTheAnswer() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start(
            (request, body) -> {
              assertEquals("blob", request.blob());
              assertArrayEquals("content".getBytes(UTF_8), body);
              return Answer.error(409, "BlobImmutableDueToPolicy").header("x-ms-a", "b");
            })) {
      HttpResponse<byte[]> answer = client(server).put("blob", "content".getBytes(UTF_8));
      assertEquals(409, answer.statusCode());
      assertEquals("b", answer.headers().firstValue("x-ms-a").orElseThrow());
      assertTrue(new String(answer.body(), UTF_8).contains("BlobImmutableDueToPolicy"));
      assertEquals(List.of(RequestName.PUT_BLOB), server.names());
      assertEquals(7, server.requests().get(0).bodyBytes());
    }
  }

  @Test
  void answerToHeadHasTheLengthAlone() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start((request, body) -> Answer.status(200).body(new byte[10]))) {
      TinyClient client = client(server);
      assertEquals("10", client.head("blob").headers().firstValue("Content-Length").orElseThrow());
      assertEquals(10, client.get("blob").body().length);
      assertEquals(1, server.totalConnections());
    }
  }

  @Test
  void answerStallsBetweenItsParts() throws Exception {
    Stall first = new Stall();
    Stall second = new Stall();
    Answer answer =
        Answer.status(200)
            .stall(first)
            .body("begin".getBytes(UTF_8))
            .stall(second)
            .body("end".getBytes(UTF_8));
    try (ScriptedServer server = ScriptedServer.start((request, body) -> answer)) {
      CompletableFuture<HttpResponse<InputStream>> future = client(server).streamAsync("blob");
      first.awaitReached();
      first.release();
      try (InputStream body = future.get(10, TimeUnit.SECONDS).body()) {
        assertEquals("begin", new String(body.readNBytes(5), UTF_8));
        second.awaitReached();
        second.release();
        assertEquals("end", new String(body.readAllBytes(), UTF_8));
      }
    }
  }

  @Test
  void answerEndsWithTheConnection() throws Exception {
    Answer begin = Answer.status(200).header("Content-Length", "10").body(new byte[3]);
    for (Answer answer : List.of(begin.thenClose(), begin.thenReset(), Answer.reset())) {
      try (ScriptedServer server = ScriptedServer.start((request, body) -> answer)) {
        assertThrows(IOException.class, () -> client(server).get("blob"));
      }
    }
  }

  @Test
  void requestWithoutAnswerFailsTheTest() throws Exception {
    ScriptedServer server = ScriptedServer.start((request, body) -> null);
    assertThrows(IOException.class, () -> client(server).delete("blob"));
    AssertionError error = assertThrows(AssertionError.class, server::close);
    assertTrue(
        error.getMessage().contains("no answer for Delete Blob 1 /devstoreaccount1/container/blob"),
        error.getMessage());
  }

  @Test
  void failedAssertionInTheScriptFailsTheTest() throws Exception {
    ScriptedServer server = ScriptedServer.start((request, body) -> fail("wrong header"));
    assertThrows(IOException.class, () -> client(server).delete("blob"));
    AssertionError error = assertThrows(AssertionError.class, server::close);
    assertTrue(error.getMessage().contains("wrong header"), error.getMessage());
  }
}
