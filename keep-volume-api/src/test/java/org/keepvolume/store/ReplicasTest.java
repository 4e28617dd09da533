// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockLocator;
import org.keepvolume.WriteResult;

/** Counting replicas by device, in all and by storage class (ST-5). */
class ReplicasTest {
  private static final WriteOptions TWO = WriteOptions.defaults().withReplicas(2);

  private final Mount plain = mount("fake:1", MountOptions.defaults());
  private final Mount hot = mount("fake:2", classes("hot"));
  private final Mount both = mount("fake:3", classes("hot", "cold").withReplication(3));

  @Test
  void startsWithNone() {
    Replicas replicas = new Replicas(TWO);
    assertTrue(replicas.none());
    assertFalse(replicas.enough());
    assertResult(replicas, 0, Map.of());
    assertEquals("0 of 2 replicas written", replicas.shortfall());
  }

  @Test
  void countsDevicesWhateverTheirClassIfNoneIsWanted() {
    Replicas replicas = new Replicas(TWO);
    replicas.add(plain);
    assertFalse(replicas.none());
    assertFalse(replicas.enough());
    assertTrue(replicas.wants(hot));
    replicas.add(hot);
    assertTrue(replicas.enough());
    assertFalse(replicas.wants(both));
    assertResult(replicas, 2, Map.of("default", 1, "hot", 1));
  }

  @Test
  void neverCountsOneDeviceTwice() {
    Replicas replicas = new Replicas(TWO);
    replicas.add(plain);
    replicas.add(plain);
    replicas.add(mount("fake:1", classes("hot").withId("another")));
    assertFalse(replicas.enough());
    assertResult(replicas, 1, Map.of("default", 1));
  }

  @Test
  void aCopyCountsAsOftenAsItsMountSays() {
    Replicas replicas = new Replicas(TWO);
    replicas.add(both);
    assertTrue(replicas.enough());
    assertResult(replicas, 3, Map.of("cold", 3, "hot", 3));
  }

  @Test
  void eachClassWantedNeedsAllReplicas() {
    Replicas replicas = new Replicas(TWO.withStorageClasses(List.of("hot", "cold")));
    assertFalse(replicas.wants(plain));
    assertTrue(replicas.wants(hot));
    replicas.add(hot);
    replicas.add(mount("fake:4", classes("hot")));
    assertFalse(replicas.wants(mount("fake:5", classes("hot"))), "hot enough");
    assertFalse(replicas.enough());
    assertEquals(
        "2 of 2 replicas written, wanted in each of [hot, cold], by class {hot=2}",
        replicas.shortfall());
    assertTrue(replicas.wants(both));
    replicas.add(both);
    assertTrue(replicas.enough());
  }

  @Test
  void aCopyIsCountedOnItsOwn() {
    Replicas replicas = new Replicas(TWO);
    replicas.add(plain);
    Replicas trial = replicas.copy();
    trial.add(plain);
    assertFalse(trial.enough(), "the copy forgot a device");
    trial.add(hot);
    assertTrue(trial.enough());
    assertFalse(replicas.enough());
    assertResult(replicas, 1, Map.of("default", 1));
  }

  private static void assertResult(Replicas replicas, int total, Map<String, Integer> byClass) {
    WriteResult result = replicas.result(BlockLocator.of(BlockHash.EMPTY, 0));
    assertEquals(total, result.replicas());
    assertEquals(byClass, result.storageClasses());
  }

  private static MountOptions classes(String... classes) {
    return MountOptions.defaults().withStorageClasses(List.of(classes));
  }

  private static Mount mount(String device, MountOptions options) {
    return new Mount(new FakeVolume(device), options);
  }
}
