// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.keepvolume.BlockHash;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Operation;
import org.keepvolume.RecordingSink;
import org.keepvolume.SeededRandom;
import org.keepvolume.Volume;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.WriteResult;

/** Writes of blocks that come from a channel, through a buffer that always comes back. */
@Timeout(60)
class BlockStoreChannelTest {
  private static final byte[] FOO = "foo".getBytes(US_ASCII);
  private static final BlockHash HASH = BlockHash.of(FOO);
  private static final WriteOptions ONE = WriteOptions.defaults();

  /** Two blocks of this size do not fit into the pool: a buffer that is lost is missed. */
  private static final int LARGE = TestStores.POOL_BYTES * 3 / 4;

  @RegisterExtension final TestStores stores = new TestStores();

  private final FakeVolume volume = new FakeVolume("fake:1");
  private final BlockStore store = stores.of(volume);

  @Test
  void storesWhatTheSourceHas() throws IOException {
    byte[] block = SeededRandom.bytes(LARGE);
    WriteResult result = store.write(new Source(block, 10_000), LARGE, ONE);
    assertEquals(BlockHash.of(block) + "+" + LARGE, result.locator().toString());
    assertArrayEquals(block, volume.stored(result.hash()));
  }

  @Test
  void readsTheSourceUpToTheSizeOnTheCallersThreadAndLeavesItOpen() throws IOException {
    Source source = new Source("foobar".getBytes(US_ASCII), 2);
    assertEquals(HASH, store.write(source, 3, ONE).hash());
    assertEquals("bar", new String(source.rest(), US_ASCII));
    assertTrue(source.isOpen());
  }

  @Test
  void takesTheEmptyBlockWithoutReadingTheSource() throws IOException {
    Source source = new Source(FOO, 3);
    assertEquals(BlockHash.EMPTY, store.write(source, 0, ONE).hash());
    assertArrayEquals(new byte[0], volume.stored(BlockHash.EMPTY));
    assertArrayEquals(FOO, source.rest());
  }

  @Test
  void takesTheLargestBlock() throws IOException {
    byte[] block = SeededRandom.bytes(Volume.MAX_BLOCK_SIZE);
    try (BlockStore large = BlockStore.builder().mount(new FakeVolume("fake:2")).build()) {
      BlockHash hash =
          large
              .write(Channels.newChannel(new ByteArrayInputStream(block)), block.length, ONE)
              .hash();
      assertEquals(BlockHash.of(block), hash);
      assertArrayEquals(block, large.read(hash));
    }
  }

  @Test
  void refusesSizesOutOfRangeWithoutReadingTheSource() {
    for (int size : new int[] {-1, Volume.MAX_BLOCK_SIZE + 1, Integer.MAX_VALUE}) {
      Source source = new Source(FOO, 3);
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> store.write(source, size, ONE));
      assertEquals("size is " + size + "; a block has 0 to 67108864 bytes", e.getMessage());
      assertArrayEquals(FOO, source.rest());
    }
    assertEquals(List.of(), volume.calls());
  }

  @Test
  void aSourceThatEndsEarlyStoresNothing() {
    byte[] bytes = SeededRandom.bytes(LARGE);
    EOFException e =
        assertThrows(
            EOFException.class, () -> store.write(new Source(bytes, 10_000), LARGE + 1, ONE));
    assertEquals(
        "the source of a block of " + (LARGE + 1) + " bytes ended after " + LARGE, e.getMessage());
    assertEquals(List.of(), volume.calls());
    assertNoneLent();
  }

  @Test
  void aSourcesExceptionIsTheSameInstanceAndStoresNothing() {
    IOException checked = new IOException("the network went away");
    Source failing = new Source(FOO, 2).failing(checked);
    assertSame(checked, assertThrows(IOException.class, () -> store.write(failing, 3, ONE)));
    assertNoneLent();
    IllegalStateException unchecked = new IllegalStateException("broken");
    ReadableByteChannel breaking = new Source(FOO, 2).breaking(unchecked);
    assertSame(
        unchecked, assertThrows(IllegalStateException.class, () -> store.write(breaking, 3, ONE)));
    assertNoneLent();
    assertEquals(List.of(), volume.calls());
  }

  @Test
  void aFailureOfTheVolumeGivesTheBufferBack() throws IOException {
    volume.unavailable(Operation.WRITE);
    byte[] block = SeededRandom.bytes(LARGE);
    assertThrows(
        VolumeUnavailableException.class, () -> store.write(new Source(block, LARGE), LARGE, ONE));
    assertNoneLent();
    volume.on(Operation.WRITE, () -> {});
    BlockHash hash = store.write(new Source(block, LARGE), LARGE, ONE).hash();
    assertEquals(LARGE, store.read(hash, new RecordingSink()));
    assertNoneLent();
  }

  @Test
  void anInterruptEndsTheReadingOfASourceThatNeverEnds() {
    Source dripping = new Source(new byte[LARGE], 1).interruptingAt(3);
    try {
      CallCancelledException e =
          assertThrows(CallCancelledException.class, () -> store.write(dripping, LARGE, ONE));
      assertEquals("write: interrupted while the source was read", e.getMessage());
    } finally {
      assertTrue(Thread.interrupted(), "the flag was lost");
    }
    assertEquals(LARGE - 3, dripping.rest().length);
    assertFalse(volume.calls().contains(Operation.WRITE));
    assertNoneLent();
  }

  @Test
  void refusesNulls() {
    assertThrows(NullPointerException.class, () -> store.write(null, 3, ONE));
    Source source = new Source(FOO, 3);
    assertThrows(NullPointerException.class, () -> store.write(source, 3, null));
    assertArrayEquals(FOO, source.rest());
    assertThrows(NullPointerException.class, () -> store.write(ByteBuffer.wrap(FOO), null));
    assertThrows(NullPointerException.class, () -> store.write(null));
  }

  private void assertNoneLent() {
    assertEquals(0, stores.pool().lentBytes());
  }

  /** Gives at most some bytes at each read, on the thread that made it. */
  private static final class Source implements ReadableByteChannel {
    private final ByteBuffer bytes;
    private final int most;
    private final Thread reader = Thread.currentThread();
    private IOException failure;
    private RuntimeException broken;
    private int interruptsAt = -1;
    private boolean open = true;

    Source(byte[] bytes, int most) {
      this.bytes = ByteBuffer.wrap(bytes);
      this.most = most;
    }

    Source failing(IOException e) {
      failure = e;
      return this;
    }

    Source breaking(RuntimeException e) {
      broken = e;
      return this;
    }

    Source interruptingAt(int position) {
      interruptsAt = position;
      return this;
    }

    byte[] rest() {
      byte[] rest = new byte[bytes.remaining()];
      bytes.duplicate().get(rest);
      return rest;
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
      assertSame(reader, Thread.currentThread());
      if (failure != null && bytes.position() > 0) {
        throw failure;
      }
      if (broken != null && bytes.position() > 0) {
        throw broken;
      }
      if (!bytes.hasRemaining()) {
        return -1;
      }
      int length = Math.min(Math.min(most, bytes.remaining()), destination.remaining());
      destination.put(bytes.slice(bytes.position(), length));
      bytes.position(bytes.position() + length);
      if (bytes.position() == interruptsAt) {
        Thread.currentThread().interrupt();
      }
      return length;
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      open = false;
    }
  }
}
