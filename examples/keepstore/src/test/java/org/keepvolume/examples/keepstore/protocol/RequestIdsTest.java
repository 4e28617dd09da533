// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.examples.keepstore.RawConnection.Answer;

/** The name of a request, by which it is found in the logs of all services. */
class RequestIdsTest {
  private static final String HEADER = "X-Request-Id";

  private static Answer get(Scene scene, String id) throws Exception {
    return Ask.get("/{hash}").header(HEADER, id).send(scene);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "req-0123456789abcdefghij",
        "REQ-0123456789ABCDEFGHIJ",
        "0a7d5b2e-0c7b-4b6e-8c8e-7d3f0c9d1a11",
        "x;y=\"z\",<&>",
      })
  void isTakenAsItIs(String id) throws Exception {
    try (Scene scene = new Scene().start()) {
      assertEquals(id, get(scene, id).header(HEADER));
      scene.awaitFinished(200);
      assertEquals(id, scene.service().finished().get(0).id().text());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "tab\there", "na\u00efve", "a,\u0080b", ""})
  void isReplacedWhereItWouldBreakALine(String id) throws Exception {
    try (Scene scene = new Scene().start()) {
      String made = get(scene, id).header(HEADER);
      assertTrue(made.matches("req-[0-9a-z]{20}"), made);
      assertNotEquals(made, get(scene, id).header(HEADER));
    }
  }

  @Test
  void ofTheSameConnectionAreToldApartByCase() throws Exception {
    try (Scene scene = new Scene().start()) {
      assertEquals("req-a", get(scene, "req-a").header(HEADER));
      assertEquals("REQ-A", get(scene, "REQ-A").header(HEADER));
    }
  }

  @Test
  void isInRefusalsToo() throws Exception {
    try (Scene scene = new Scene().start()) {
      for (String path : new String[] {"/x", "/index", "/pull", "/" + "0".repeat(32)}) {
        Answer answer = Ask.get(path).header(HEADER, "req-1").send(scene);
        assertTrue(answer.status() >= 400, path);
        assertEquals("req-1", answer.header(HEADER), path);
      }
    }
  }
}
