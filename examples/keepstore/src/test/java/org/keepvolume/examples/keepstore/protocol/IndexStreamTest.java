// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import org.junit.jupiter.api.Test;
import org.keepvolume.examples.keepstore.RawConnection;

/** Listings are sent while they are made. */
class IndexStreamTest {
  private static final int BLOCKS = 200_000;
  private static final int PIECE = 1300;

  private static BufferedReader list(RawConnection client) throws Exception {
    String token = "Authorization: OAuth2 the-system-token\r\n";
    var unused =
        client.send("GET /index HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + token + "\r\n");
    return new BufferedReader(new InputStreamReader(client.socket().getInputStream(), ISO_8859_1));
  }

  @Test
  void firstLinesComeBeforeTheLastAreFound() throws Exception {
    ListedVolume volume = new ListedVolume(BLOCKS).waitingAfter(PIECE);
    try (Scene scene = Scene.over(volume.service())) {
      BufferedReader lines = list(scene.client());
      String line = lines.readLine();
      while (!line.contains("+18 ")) {
        line = lines.readLine();
      }
      assertEquals("0".repeat(32) + "+18 1890777600000000000", line);
      volume.goOn();
      long found = 1 + lines.lines().filter(next -> next.contains("+18 ")).count();
      // Chunks end in the middle of no line, so each is whole.
      assertEquals(BLOCKS, found);
    }
  }

  @Test
  void memoryDoesNotGrowWithTheListing() throws Exception {
    ListedVolume volume = new ListedVolume(BLOCKS);
    try (Scene scene = Scene.over(volume.service())) {
      assertEquals(BLOCKS, list(scene.client()).lines().filter(l -> l.contains("+18 ")).count());
      assertEquals(0, scene.service().buffers().status().reservedBytes());
    }
    // What a line is made of, in the volume's layers, too, and nothing that stays: 1000 were seen.
    long each = volume.allocated() / BLOCKS;
    assertTrue(each < 1300, "bytes taken for each line: " + each);
  }
}
