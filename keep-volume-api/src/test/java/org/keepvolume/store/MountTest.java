// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keepvolume.Access;
import org.keepvolume.Capability;

/** A volume in its place in a store: its id, and what it takes. */
class MountTest {
  @RegisterExtension final TestStores stores = new TestStores();

  /** Known answers: MD5 of the device id, its last 15 digits in base 36. */
  @ParameterizedTest
  @CsvSource({
    "fake:1, zzzzz-nyw5e-v35qog9ydh42e4m",
    "fake:2, zzzzz-nyw5e-fx864pdymocza90",
    "fake:35, zzzzz-nyw5e-09x4bg5v5df7dyj"
  })
  void anIdIsDerivedFromTheDevice(String device, String id) {
    assertEquals(id, mount(device, MountOptions.defaults()).id());
  }

  @Test
  void aDerivedIdHas27CharactersWhateverTheDevice() {
    for (int i = 0; i < 500; i++) {
      String id = mount("device \u00e9 " + i, MountOptions.defaults()).id();
      assertTrue(id.matches("zzzzz-nyw5e-[0-9a-z]{15}"), id);
    }
  }

  @Test
  void aDerivedIdDependsOnTheDeviceAlone() {
    MountOptions other =
        MountOptions.defaults().withPriority(3).withReplication(2).withAccess(Access.READ_ONLY);
    assertEquals(mount("fake:1", MountOptions.defaults()).id(), mount("fake:1", other).id());
    assertNotEquals(mount("fake:1", other).id(), mount("fake:2", other).id());
  }

  @Test
  void aGivenIdIsTaken() {
    assertEquals("disk.0", mount("fake:1", MountOptions.defaults().withId("disk.0")).id());
  }

  @Test
  void namesItselfByIdAndDevice() {
    assertEquals(
        "disk0 (fake:1)", mount("fake:1", MountOptions.defaults().withId("disk0")).toString());
  }

  @Test
  void aStoreShowsItsMountsInTheOrderOfMounting() {
    MountOptions low = MountOptions.defaults().withPriority(-1).withId("low");
    MountOptions high = MountOptions.defaults().withPriority(1).withId("high");
    BlockStore store =
        BlockStore.builder()
            .mount(new FakeVolume("fake:1"), low)
            .mount(new FakeVolume("fake:2"), high)
            .build();
    assertEquals("low", store.mounts().get(0).id());
    assertSame(high, store.mounts().get(1).options());
    assertEquals("fake:2", store.mounts().get(1).volume().deviceId());
  }

  @Test
  void theAccessDecidesWhatAMountTakes() {
    for (Access access : Access.values()) {
      BlockStore store =
          BlockStore.builder()
              .mount(
                  new FakeVolume("fake:1", Capability.WRITE, Capability.TRASH),
                  MountOptions.defaults().withAccess(access))
              .build();
      Mount mount = store.mounts().get(0);
      assertEquals(access.allowsWrite(), mount.takesWrites());
      assertEquals(access.allowsTrash(), mount.takesTrash());
    }
    BlockStore store = stores.of(new FakeVolume("fake:1", new Capability[0]));
    assertFalse(store.mounts().get(0).takesWrites());
    assertFalse(store.mounts().get(0).takesTrash());
  }

  private static Mount mount(String device, MountOptions options) {
    return new Mount(new FakeVolume(device), options);
  }
}
