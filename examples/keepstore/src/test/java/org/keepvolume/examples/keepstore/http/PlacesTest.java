// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.keepvolume.examples.keepstore.http.RequestSize.LARGE;
import static org.keepvolume.examples.keepstore.http.RequestSize.SMALL;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.examples.keepstore.http.Places.Entry;

class PlacesTest {
  @Test
  void largeRequestsNeverHaveAllPlaces() {
    Places<String> places = new Places<>(4, 9);
    for (String large : new String[] {"a", "b", "c"}) {
      assertEquals(Entry.PLACE, places.enter(large, LARGE));
    }
    assertEquals(Entry.WAITS, places.enter("d", LARGE));
    assertEquals(Entry.PLACE, places.enter("e", SMALL));
    assertEquals(Entry.WAITS, places.enter("f", SMALL));
    assertEquals("f", places.free(SMALL), "a large one may have no more");
    assertNull(places.free(SMALL));
    assertEquals("d", places.free(LARGE));
    assertEquals(3, places.taken());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 8})
  void onePlaceAtLeastIsForSmallRequestsAlone(int most) {
    Places<Integer> places = new Places<>(most, most);
    for (int i = 0; i < 3 * most; i++) {
      var unused = places.enter(i, LARGE);
    }
    assertTrue(places.taken() > 0 && places.taken() < most, "" + places.taken());
    assertTrue(places.waiting() > 0 && places.waiting() < most, "" + places.waiting());
    assertEquals(Entry.PLACE, places.enter(-1, SMALL));
  }

  @Test
  void onePlaceServesLargeRequestsToo() {
    Places<String> places = new Places<>(1, 9);
    assertEquals(Entry.PLACE, places.enter("a", LARGE));
    assertEquals(Entry.WAITS, places.enter("b", SMALL));
    assertEquals(Entry.WAITS, places.enter("c", LARGE));
    assertEquals("b", places.free(LARGE));
    assertEquals("c", places.free(SMALL));
  }

  @Test
  void whoWaitsIsServedInTheOrderOfComing() {
    Places<String> places = new Places<>(2, 9);
    places.enter("a", SMALL);
    places.enter("b", SMALL);
    places.enter("c", LARGE);
    places.enter("d", SMALL);
    assertEquals("c", places.free(SMALL), "endless small ones do not keep a large one out");
    assertEquals("d", places.free(SMALL));
  }

  @Test
  void largeRequestsThatWaitLeaveRoomForSmallOnes() {
    Places<Integer> places = new Places<>(1, 4);
    places.enter(0, SMALL);
    for (int i = 1; i <= 3; i++) {
      assertEquals(Entry.WAITS, places.enter(i, LARGE));
    }
    assertEquals(Entry.REFUSED, places.enter(4, LARGE));
    assertEquals(Entry.WAITS, places.enter(5, SMALL));
    assertEquals(Entry.REFUSED, places.enter(6, SMALL));
    assertEquals(4, places.waiting());
  }

  @Test
  void whoGivesUpIsPassedByAndMakesRoomForAnother() {
    Places<String> places = new Places<>(1, 1);
    places.enter("a", SMALL);
    assertEquals(Entry.WAITS, places.enter("b", SMALL));
    assertEquals(Entry.REFUSED, places.enter("c", SMALL));
    assertTrue(places.giveUp("b"));
    assertFalse(places.giveUp("b"));
    assertEquals(Entry.WAITS, places.enter("d", SMALL));
    assertEquals("d", places.free(SMALL));
    assertFalse(places.giveUp("d"), "it has a place");
  }
}
