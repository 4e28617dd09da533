// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.keepvolume.testkit.store.CopyOnDevice.BLOCK;
import static org.keepvolume.testkit.store.CopyOnDevice.HASH;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockSink;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.store.BlockStore;
import org.keepvolume.store.BufferPool;
import org.keepvolume.store.MountOptions;
import org.keepvolume.testkit.CollectingSink;
import org.keepvolume.testkit.TestVolumes;
import org.keepvolume.testkit.fault.FaultySink;

/** No byte leaves a store before its whole block is verified (ST-8). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnverifiedBytesStayInsideTest {
  private BufferPool pool;

  @BeforeAll
  void open() {
    pool = BufferPool.detectingLeaks(Volume.MAX_BLOCK_SIZE, Duration.ZERO);
  }

  @AfterAll
  void close() {
    pool.close();
  }

  private static Volume good(String device) throws VolumeException {
    Volume volume = TestVolumes.newVolume(device);
    volume.write(HASH, ByteBuffer.wrap(BLOCK));
    return volume;
  }

  private BlockStore store(Volume... volumes) {
    var builder = BlockStore.builder().buffers(pool);
    for (int i = 0; i < volumes.length; i++) {
      builder.mount(volumes[i], MountOptions.defaults().withPriority(-i));
    }
    return builder.build();
  }

  private static Volume odd(OddDelivery.Oddity oddity) throws VolumeException {
    return new OddDelivery(good("fake:odd"), oddity);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("ST-8: a sink sees nothing of a copy that is not what it says")
  void sinkSeesNothing(OddDelivery.Oddity oddity) throws IOException {
    CollectingSink sink = new CollectingSink();
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    try (BlockStore store = store(odd(oddity))) {
      assertThrows(VolumeException.class, () -> store.read(HASH, sink));
      assertThrows(VolumeException.class, () -> store.read(HASH, stream));
      assertThrows(VolumeException.class, () -> store.read(HASH));
      ByteBuffer destination = ByteBuffer.allocate(20).position(3);
      assertThrows(VolumeException.class, () -> store.read(HASH, destination));
      assertEquals(3, destination.position());
    }
    assertEquals(List.of(), sink.begins());
    assertEquals(0, stream.size());
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("ST-8: falling back to another mount is invisible to the sink")
  void fallBackIsInvisible(OddDelivery.Oddity oddity) throws IOException {
    CollectingSink sink = new CollectingSink();
    try (BlockStore store = store(odd(oddity), good("fake:good"))) {
      assertEquals(BLOCK.length, store.read(HASH, sink));
      assertEquals(List.of(BLOCK.length), sink.begins());
      assertArrayEquals(BLOCK, sink.content());
      assertArrayEquals(BLOCK, store.read(HASH));
      ByteBuffer destination = ByteBuffer.allocate(BLOCK.length);
      assertEquals(BLOCK.length, store.read(HASH, destination));
      assertArrayEquals(BLOCK, destination.array());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 4, 9, 11, 4096, Integer.MAX_VALUE})
  @DisplayName("ST-8: the size is that of the verified bytes, whatever the volume returns")
  void returnedSizeIsNotBelieved(int returned) throws IOException {
    Volume lying =
        new ForwardingVolume(good("fake:1")) {
          @Override
          public int read(BlockHash hash, BlockSink sink) throws IOException {
            int unused = super.read(hash, sink);
            return returned;
          }
        };
    CollectingSink sink = new CollectingSink();
    try (BlockStore store = store(lying)) {
      assertEquals(BLOCK.length, store.read(HASH, sink));
      assertEquals(List.of(BLOCK.length), sink.begins());
      assertArrayEquals(BLOCK, sink.content());
      ByteBuffer destination = ByteBuffer.allocate(20);
      assertEquals(BLOCK.length, store.read(HASH, destination));
      assertEquals(BLOCK.length, destination.position());
    }
  }

  @Test
  @DisplayName("ST-8: a buffer used before holds nothing that gets into another block")
  void leftoversOfOtherBlocksStayInside() throws IOException {
    Volume device = good("fake:1");
    byte[] longer = new byte[4000];
    device.write(BlockHash.of(longer), ByteBuffer.wrap(longer));
    try (BlockStore store = store(device)) {
      assertEquals(4000, store.read(BlockHash.of(longer), new CollectingSink()));
      CollectingSink sink = new CollectingSink();
      assertEquals(BLOCK.length, store.read(HASH, sink));
      assertArrayEquals(BLOCK, sink.content());
    }
  }

  @Test
  @DisplayName("ST-8: a sink that fails is not given another copy")
  void failedSinkIsNotGivenAnotherCopy() throws IOException {
    CollectingSink sink = new CollectingSink();
    IOException failure = new IOException("gone");
    try (BlockStore store = store(good("fake:1"), good("fake:2"))) {
      BlockSink failing = FaultySink.failingAt(sink, BLOCK.length - 1, failure);
      assertSame(failure, assertThrows(IOException.class, () -> store.read(HASH, failing)));
      assertEquals(List.of(BLOCK.length), sink.begins());
    }
  }
}
