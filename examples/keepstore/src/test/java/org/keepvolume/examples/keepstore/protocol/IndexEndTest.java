// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.examples.keepstore.RawConnection;

/** A listing ends with an empty line if it is whole, and with nothing of that kind if it is not. */
class IndexEndTest {
  private static final int BLOCKS = 5000;

  /** Lines of 56 bytes, which are sent when no line of the longest form fits any more. */
  private static final int FIRST_PIECE = (65536 - 75) / 56 + 1;

  private static String everything(RawConnection client) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      InputStream in = client.socket().getInputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        all.write(next);
      }
    } catch (SocketException e) {
      // Reset: no more comes.
    }
    return all.toString(US_ASCII);
  }

  private static String listing(ListedVolume volume, String path) throws Exception {
    try (Scene scene = Scene.over(volume.service())) {
      String head = path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
      var unused =
          scene.client().send("GET " + head + "Authorization: OAuth2 the-system-token\r\n\r\n");
      return everything(scene.client());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 500, 1168, 1169, 1170, 1171, 2338, 2339, 2340, 4999, 5000})
  void failureAtAnyEntryEndsTheListingWithoutItsEnd(int lines) throws Exception {
    for (boolean checked : new boolean[] {true, false}) {
      ListedVolume volume = new ListedVolume(BLOCKS).failingAfter(lines, checked);
      String answer = listing(volume, "/index");
      if (lines > FIRST_PIECE) {
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        assertFalse(answer.contains("\n\n") || answer.endsWith("0\r\n\r\n"), "it seems whole");
      } else {
        assertTrue(answer.startsWith(checked ? "HTTP/1.1 503 " : "HTTP/1.1 500 "), answer);
        assertFalse(answer.contains("+18 "), "no line is sent with an error");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1168, 1169, 1170, 1171, 5000})
  void wholeListingHasOneEmptyLineAtItsEnd(int blocks) throws Exception {
    try (Scene scene = Scene.over(new ListedVolume(blocks).service())) {
      String text = Ask.get("/index").admin().send(scene).text();
      assertEquals(blocks, text.split("\\+18 ", -1).length - 1, "lines");
      assertEquals(blocks * 56 + 1, text.length());
      assertEquals(text.length() - 1, ("\n" + text).indexOf("\n\n"), "the empty line");
    }
  }
}
