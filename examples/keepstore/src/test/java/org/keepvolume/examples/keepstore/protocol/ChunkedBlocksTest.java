// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.Volume;
import org.keepvolume.examples.keepstore.RawConnection;

/** Blocks of which the client does not tell the size. */
class ChunkedBlocksTest {
  private static final String HEAD =
      "PUT /{hash} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12\r\nhello keep volume\n\r\n0\r\n\r\n",
        "6;a=b;c\r\nhello \r\nC\r\nkeep volume\n\r\n0\r\n\r\n",
        "000012\r\nhello keep volume\n\r\n000\r\nX-Trailer: 1\r\nOther: 2\r\n\r\n",
        "1\r\nh\r\n1\r\ne\r\n10\r\nllo keep volume\n\r\n0;end\r\n\r\n",
      })
  void areStoredAndTheConnectionGoesOn(String body) throws Exception {
    try (Scene scene = new Scene().missing().start()) {
      assertEquals(
          Scene.BLOCK.hash() + "+18\n",
          scene.client().send(scene.fill(HEAD) + "\r\n" + body).answer().text());
      assertEquals("200, the block", Ask.get("/{hash}").seen(scene));
    }
  }

  @Test
  void emptyBlockCanComeSo() throws Exception {
    try (Scene scene = new Scene().start()) {
      String head = HEAD.replace("{hash}", "{empty}");
      assertEquals(200, scene.client().send(scene.fill(head) + "\r\n0\r\n\r\n").answer().status());
    }
  }

  @Test
  void needNoMoreMemoryThanOneBlockHas() throws Exception {
    try (Scene scene =
        new Scene()
            .settings(s -> s.bufferBytes(Volume.MAX_BLOCK_SIZE, Duration.ofSeconds(5)))
            .start()) {
      String body = "12\r\nhello keep volume\n\r\n0\r\n\r\n";
      assertEquals(200, scene.client().send(scene.fill(HEAD) + "\r\n" + body).answer().status());
      assertEquals(0, scene.service().buffers().status().lentBuffers());
    }
  }

  @Test
  void brokenChunksAreNoBlock() throws Exception {
    try (Scene scene = new Scene().missing().start()) {
      String broken = scene.fill(HEAD) + "\r\n12\r\nhello keep volume\nxx";
      // The server cannot tell them from a body that ends early, which gets no answer.
      assertTrue(scene.client().send(broken).isAtEnd());
      try (RawConnection other = new RawConnection(scene.service().port())) {
        var unused = other.request("GET", scene.fill("/{hash}"), Map.of(), new byte[0]);
        assertEquals(404, other.answer().status());
      }
    }
  }
}
