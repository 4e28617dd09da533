// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.keepvolume.BlockHash;
import org.keepvolume.DeviceIdentity;
import org.keepvolume.Operation;
import org.keepvolume.RecordingSink;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.layer.Layers;

/** Building a block store: what is refused, and whose the volumes and the pool are. */
class BlockStoreBuilderTest {
  private static final byte[] FOO = "foo".getBytes(US_ASCII);
  private static final BlockHash HASH = BlockHash.of(FOO);

  private final FakeVolume first = new FakeVolume("fake:1").with(FOO);
  private final FakeVolume second = new FakeVolume("fake:2");

  @Test
  void refusesToBuildWithoutAMount() {
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> BlockStore.builder().build());
    assertEquals("no volume is mounted: call mount at least once", e.getMessage());
  }

  @Test
  void refusesOneDeviceMountedTwiceNamingBothMountsAndClosesNothing() {
    FakeVolume again = new FakeVolume("fake:1");
    BlockStoreBuilder builder =
        BlockStore.builder()
            .mount(first, id("one"))
            .mount(second, id("two"))
            .mount(again, id("three"));
    IllegalStateException e = assertThrows(IllegalStateException.class, builder::build);
    assertEquals(
        "mounts 1 and 3 are one device, fake:1: one (fake:1) and three (fake:1)", e.getMessage());
    for (FakeVolume volume : List.of(first, second, again)) {
      assertEquals(List.of(), volume.calls());
    }
  }

  @Test
  void refusesOneVolumeObjectMountedTwiceInAndOutOfLayers() {
    BlockStoreBuilder builder =
        BlockStore.builder().mount(first).mount(Layers.standard(first), id("again"));
    assertThrows(IllegalStateException.class, builder::build);
    assertEquals(List.of(), first.calls());
  }

  @Test
  void refusesOneDeviceIdentityUnderTwoDeviceIds() {
    BlockStoreBuilder builder =
        BlockStore.builder()
            .mount(second, id("other"))
            .mount(new Identified("a", "inode 7"), id("one"))
            .mount(Layers.standard(new Identified("b", "inode 7")), id("two"));
    IllegalStateException e = assertThrows(IllegalStateException.class, builder::build);
    assertEquals("mounts 2 and 3 are one directory or device: one (a) and two (b)", e.getMessage());
  }

  @Test
  void mountsDistinctDeviceIdentities() throws VolumeException {
    BlockStore store =
        BlockStore.builder()
            .mount(new Identified("a", "inode 7"))
            .mount(new Identified("b", "inode 8"))
            .build();
    assertEquals(2, store.mounts().size());
    store.close();
  }

  @Test
  void refusesTwoMountsOfOneId() {
    BlockStoreBuilder builder =
        BlockStore.builder().mount(first, id("disk")).mount(second, id("disk"));
    IllegalStateException e = assertThrows(IllegalStateException.class, builder::build);
    assertEquals("mounts 1 and 2 are of one id: disk (fake:1) and disk (fake:2)", e.getMessage());
  }

  @Test
  void aMountIdMayBeAnothersDeviceId() throws VolumeException {
    BlockStore.builder()
        .mount(first, id("fake.2"))
        .mount(new FakeVolume("fake.2"), id("x"))
        .build()
        .close();
  }

  @Test
  void aBuildThatFailedMayBeRepeatedWithWhatWasMissing() throws VolumeException {
    BlockStoreBuilder builder = BlockStore.builder();
    assertThrows(IllegalStateException.class, builder::build);
    try (BlockStore store = builder.mount(first).build()) {
      assertArrayEquals(FOO, store.read(HASH));
    }
  }

  @Test
  void leavesOpenWhatIsToBeKeptOpen() throws IOException {
    BlockStore store =
        BlockStore.builder().mount(first, MountOptions.defaults().keepOpen()).mount(second).build();
    store.close();
    assertEquals(List.of(), first.calls());
    assertEquals(List.of(Operation.CLOSE), second.calls());
    assertEquals(3, first.read(HASH, new RecordingSink()));
  }

  @Test
  void aPoolGivenStaysTheCallers() throws Exception {
    try (BufferPool pool = BufferPool.detectingLeaks(Volume.MAX_BLOCK_SIZE, Duration.ZERO)) {
      for (String device : List.of("fake:3", "fake:4")) {
        FakeVolume volume = new FakeVolume(device).with(FOO);
        try (BlockStore store = BlockStore.builder().buffers(pool).mount(volume).build()) {
          assertEquals(3, store.read(HASH, new RecordingSink()));
        }
      }
      pool.take(1).close();
    }
  }

  @Test
  void readsAndWritesWithThePoolItMakesItself() throws IOException {
    try (BlockStore store =
        BlockStore.builder().bufferBytes(Volume.MAX_BLOCK_SIZE).mount(first).build()) {
      assertEquals(3, store.read(HASH, new RecordingSink()));
      assertEquals(HASH, store.write(ByteBuffer.wrap(FOO)).hash());
    }
  }

  @Test
  void refusesArgumentsOutOfRange() {
    BlockStoreBuilder builder = BlockStore.builder();
    assertEquals(
        "buffers have 67108863 bytes; at least one block of 67108864 must fit",
        assertThrows(
                IllegalArgumentException.class,
                () -> builder.bufferBytes(Volume.MAX_BLOCK_SIZE - 1))
            .getMessage());
    assertEquals(
        "the time limit is PT0S; expected more than 0",
        assertThrows(IllegalArgumentException.class, () -> builder.timeLimit(Duration.ZERO))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> builder.timeLimit(Duration.ofMillis(1).negated()));
    assertThrows(NullPointerException.class, () -> builder.mount(null));
    assertThrows(NullPointerException.class, () -> builder.mount(first, null));
    assertThrows(NullPointerException.class, () -> builder.buffers(null));
    assertThrows(NullPointerException.class, () -> builder.executor(null));
    assertThrows(NullPointerException.class, () -> builder.observer(null));
    assertThrows(NullPointerException.class, () -> builder.presentCheck(null));
    assertThrows(NullPointerException.class, () -> builder.timeLimit(null));
  }

  private static MountOptions id(String id) {
    return MountOptions.defaults().withId(id);
  }

  /** A volume that the operating system knows by something else than its device id. */
  private static final class Identified extends ForwardingVolume implements DeviceIdentity {
    private final Object identity;

    Identified(String device, Object identity) {
      super(new FakeVolume(device));
      this.identity = identity;
    }

    @Override
    public Object deviceIdentity() {
      return identity;
    }
  }
}
