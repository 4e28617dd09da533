// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keepvolume.Access;
import org.keepvolume.examples.keepstore.RawConnection;
import org.keepvolume.examples.keepstore.RawConnection.Answer;

/** What is refused whatever the body is: it is not asked for, and not waited for. */
class RefusedEarlyTest {
  private static final String EXPECT = "Expect: 100-continue\r\n";

  private static Scene scene(boolean writable) throws Exception {
    return new Scene().volumes(writable ? Access.READ_WRITE : Access.READ_ONLY).start();
  }

  private static RawConnection send(Scene scene, String request, String length, String expect)
      throws Exception {
    String head = request + " HTTP/1.1\r\nHost: x\r\n" + expect + length + "\r\n\r\n";
    return scene.client().send(scene.fill(head));
  }

  @ParameterizedTest
  @CsvSource({
    "PUT /{hash}, Content-Length: 67108865, true, 413",
    "PUT /{hash}, Content-Length: 18, false, 503",
    "PUT /{hash}, Transfer-Encoding: chunked, false, 503",
    "PUT /x, Content-Length: 18, true, 400",
    "PUT //{hash}, Content-Length: 18, true, 400",
    "POST /{hash}, Content-Length: 18, true, 405",
    "POST /, Transfer-Encoding: chunked, true, 400",
    "PUT /index, Content-Length: 18, true, 405",
    "PUT /untrash/{hash}, Content-Length: 18, true, 401",
    "PUT /trash, Transfer-Encoding: chunked, true, 501",
    "DELETE /{hash}, Content-Length: 18, true, 403",
  })
  void bodyIsNeitherAskedForNorAwaited(String request, String length, boolean writable, int status)
      throws Exception {
    for (String expect : new String[] {EXPECT, ""}) {
      try (Scene scene = scene(writable)) {
        RawConnection client = send(scene, request, length, expect);
        Answer answer = client.answer();
        assertEquals(status, answer.status(), answer.text());
        assertEquals("close", answer.header("Connection"));
        assertTrue(client.isAtEnd(), "nobody can tell a late body from a request");
      }
    }
  }

  @Test
  void bodyThatIsWantedIsAskedForOnceAndNotWhereItHasComeAlready() throws Exception {
    try (Scene scene = scene(true)) {
      RawConnection client = send(scene, "PUT /{hash}", "Content-Length: 18", EXPECT);
      assertEquals(100, client.answer().status());
      assertEquals(200, client.send(Scene.BLOCK.bytes()).answer().status());
      assertEquals("200, the block", Ask.get("/{hash}").seen(scene));
      String whole = "PUT /{hash} HTTP/1.1\r\nHost: x\r\n" + EXPECT + "Content-Length: 18\r\n\r\n";
      Answer answer = client.send(scene.fill(whole) + "hello keep volume\n").answer();
      assertEquals(200, answer.status(), "a client that does not wait is served, and not asked");
      assertEquals("200, the block", Ask.get("/{hash}").seen(scene));
    }
  }

  @Test
  void otherExpectationsAreRefused() throws Exception {
    try (Scene scene = scene(true)) {
      RawConnection client =
          send(scene, "PUT /{hash}", "Content-Length: 18", "Expect: a miracle\r\n");
      assertEquals(417, client.answer().status());
    }
  }
}
