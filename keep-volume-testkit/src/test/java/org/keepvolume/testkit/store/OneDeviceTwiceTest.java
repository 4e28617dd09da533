// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.keepvolume.DeviceIdentity;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.layer.Layers;
import org.keepvolume.store.BlockStore;
import org.keepvolume.store.BlockStoreBuilder;
import org.keepvolume.store.MountOptions;
import org.keepvolume.testkit.TestVolumes;
import org.keepvolume.testkit.fault.FaultScript;
import org.keepvolume.testkit.fault.FaultyVolume;

/** One device mounted twice is an error that names both mounts (ST-6). */
class OneDeviceTwiceTest {
  private static final MountOptions ONE = MountOptions.defaults().withId("one");
  private static final MountOptions TWO = MountOptions.defaults().withId("two");

  @RegisterExtension final FaultScript calls = new FaultScript();

  /** A volume that the operating system knows by a name of its own. */
  private static final class OnInode extends ForwardingVolume implements DeviceIdentity {
    private final Object inode;

    OnInode(Volume delegate, Object inode) {
      super(delegate);
      this.inode = inode;
    }

    @Override
    public Object deviceIdentity() {
      return inode;
    }
  }

  private Volume volume(String device) {
    return new FaultyVolume(TestVolumes.newVolume(device), calls);
  }

  private static BlockStoreBuilder builder(Volume one, Volume two) {
    return BlockStore.builder()
        .mount(TestVolumes.newVolume("fake:other"))
        .mount(one, ONE)
        .mount(two, TWO);
  }

  private void assertRefused(String message, Volume one, Volume two) {
    BlockStoreBuilder builder = builder(one, two);
    assertEquals(message, assertThrows(IllegalStateException.class, builder::build).getMessage());
    assertEquals(0, calls.calls(Operation.CLOSE), "nothing is closed");
  }

  @Test
  @DisplayName("ST-6: two volumes of one device id")
  void oneDeviceId() {
    assertRefused(
        "mounts 2 and 3 are one device, fake:1: one (fake:1) and two (fake:1)",
        volume("fake:1"),
        volume("fake:1"));
  }

  @Test
  @DisplayName("ST-6: one volume object twice, once within layers")
  void oneVolumeObject() {
    Volume volume = volume("fake:1");
    assertRefused(
        "mounts 2 and 3 are one device, fake:1: one (fake:1) and two (fake:1)",
        volume,
        Layers.standard(volume));
  }

  @Test
  @DisplayName("ST-6: two device ids that the operating system knows to be one device")
  void oneIdentity() {
    assertRefused(
        "mounts 2 and 3 are one directory or device: one (fake:1) and two (fake:2)",
        new OnInode(volume("fake:1"), "inode 7"),
        new OnInode(volume("fake:2"), "inode 7"));
  }

  @Test
  @DisplayName("ST-6: distinct devices are no error")
  void distinctDevices() throws VolumeException {
    BlockStoreBuilder builder =
        builder(new OnInode(volume("fake:1"), "inode 7"), new OnInode(volume("fake:2"), "inode 8"));
    try (BlockStore store = builder.build()) {
      assertEquals(3, store.mounts().size());
    }
  }
}
