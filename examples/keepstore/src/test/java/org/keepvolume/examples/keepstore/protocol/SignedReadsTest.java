// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.keepvolume.examples.keepstore.RawConnection.Answer;

/** A signature from the service's own answer, read back over HTTP. */
class SignedReadsTest {
  private static Ask with(String path, String authorization) {
    return Ask.get(path).header("Authorization", authorization);
  }

  private static String put(Scene scene) throws Exception {
    Answer put = Ask.put("/{hash}").token().send(scene);
    assertEquals(200, put.status(), put.text());
    return "/" + put.text().strip();
  }

  @Test
  void isGoodForItsTimeAndForItsTokenOnly() throws Exception {
    try (Scene scene = new Scene().missing().signing(true).start()) {
      String path = put(scene);
      assertEquals("200, the block", with(path, "OAuth2 " + Scene.TOKEN).seen(scene));
      assertEquals("200, the block", with(path, "Bearer   " + Scene.TOKEN).seen(scene));
      String[] others = {
        Scene.TOKEN.replace('/', ':'),
        Scene.TOKEN.substring(Scene.TOKEN.lastIndexOf('/') + 1),
        Scene.TOKEN.toUpperCase(java.util.Locale.ROOT),
        Scene.TOKEN + "/",
      };
      for (String other : others) {
        assertEquals("403 `Forbidden`", with(path, "Bearer " + other).seen(scene), other);
      }
      scene.clock.advance(Scene.TTL);
      assertEquals("200, the block", Ask.get(path).token().seen(scene));
      scene.clock.advance(Duration.ofSeconds(1));
      assertEquals("401 `Expired permission signature`", Ask.get(path).token().seen(scene));
      assertEquals("403 `Forbidden`", Ask.get(path).seen(scene), "no token comes before expired");
    }
  }

  @Test
  void oldestFormIsAnother() throws Exception {
    String path;
    try (Scene scene = new Scene().signing(true).start()) {
      path = put(scene);
    }
    try (Scene scene =
        new Scene()
            .settings(s -> s.signatures(Scene.KEY, Scene.TTL, false, oldest(), true))
            .start()) {
      assertEquals("403 `Forbidden`", Ask.get(path).token().seen(scene));
      String own = put(scene);
      assertTrue(!own.equals(path), own);
      assertEquals("200, the block", Ask.get(own).token().seen(scene));
    }
  }

  /** The present of a scene that has just begun. */
  private static java.time.InstantSource oldest() {
    return () -> Scene.BEGIN.plus(Scene.TTL).plus(Duration.ofHours(1));
  }

  @Test
  void serviceWithoutAKeySignsNothingAndServiceWithOneLooksAtNothingUnlessTold() throws Exception {
    try (Scene scene = new Scene().start()) {
      assertEquals("/" + Scene.BLOCK.hash() + "+18", put(scene));
    }
    try (Scene scene = new Scene().signing(false).start()) {
      assertTrue(put(scene).contains("+A"), "signed");
      assertEquals("200, the block", Ask.get("/{hash}").seen(scene));
    }
  }
}
