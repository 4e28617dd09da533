// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.BlockHash;
import org.keepvolume.Operation;
import org.keepvolume.SeededRandom;

/** Writes whose sender has said the block's name: other bytes reach no volume. */
class BlockStoreNamedWriteTest {
  private static final byte[] FOO = "foo".getBytes(US_ASCII);
  private static final byte[] BAR = "bar".getBytes(US_ASCII);
  private static final BlockHash HASH = BlockHash.of(FOO);
  private static final WriteOptions NAMED = WriteOptions.defaults().withHash(HASH);

  @RegisterExtension final TestStores stores = new TestStores();

  private final FakeVolume volume = new FakeVolume("fake:1");
  private final BlockStore store = stores.of(volume);

  private static ReadableByteChannel channel(byte[] bytes) {
    return Channels.newChannel(new ByteArrayInputStream(bytes));
  }

  /** Returns a channel that gives less than is asked for, and nothing at times. */
  private static ReadableByteChannel inPieces(byte[] bytes) {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    return new ReadableByteChannel() {
      private int reads;

      @Override
      public int read(ByteBuffer destination) {
        if (!left.hasRemaining()) {
          return -1;
        }
        int most = reads++ % 3 * 1000;
        int length = Math.min(most, Math.min(left.remaining(), destination.remaining()));
        destination.put(left.slice(left.position(), length));
        left.position(left.position() + length);
        return length;
      }

      @Override
      public boolean isOpen() {
        return true;
      }

      @Override
      public void close() {}
    };
  }

  private void assertRefused(BlockCorruptException e) {
    assertEquals(Optional.of(HASH), e.hash());
    assertEquals(Operation.WRITE, e.operation());
    assertEquals(Optional.empty(), e.volume());
    assertEquals("the data has the hash " + BlockHash.of(BAR), e.detail());
    assertFalse(e.retryable());
    assertEquals(List.of(), volume.calls());
  }

  @Test
  void bytesOfTheNameAreStored() throws Exception {
    assertEquals(HASH, store.write(ByteBuffer.wrap(FOO), NAMED).hash());
    assertArrayEquals(FOO, volume.stored(HASH));
  }

  @Test
  void otherBytesAreRefusedBeforeAnyVolumeIsAsked() {
    ByteBuffer data = ByteBuffer.wrap(BAR);
    assertRefused(assertThrows(BlockCorruptException.class, () -> store.write(data, NAMED)));
    assertEquals(BAR.length, data.remaining());
  }

  @Test
  void bytesOfTheNameAreStoredFromAChannelInSeveralReads() throws Exception {
    byte[] block = SeededRandom.bytes(100_000);
    WriteOptions named = WriteOptions.defaults().withHash(BlockHash.of(block));
    assertEquals(BlockHash.of(block), store.write(inPieces(block), block.length, named).hash());
    assertArrayEquals(block, volume.stored(BlockHash.of(block)));
  }

  @Test
  void otherBytesFromAChannelAreRefusedAndTheirBufferComesBack() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertRefused(
          assertThrows(
              BlockCorruptException.class, () -> store.write(channel(BAR), BAR.length, NAMED)));
    }
    byte[] large = SeededRandom.bytes(TestStores.POOL_BYTES);
    assertEquals(
        BlockHash.of(large),
        store.write(channel(large), large.length, WriteOptions.defaults()).hash());
  }

  @Test
  void nameIsKeptWhenOtherOptionsChange() {
    assertEquals(Optional.empty(), WriteOptions.defaults().hash());
    WriteOptions changed = NAMED.withReplicas(2).withStorageClasses(Set.of("archive"));
    assertEquals(Optional.of(HASH), changed.hash());
    assertEquals(2, changed.withHash(BlockHash.of(BAR)).replicas());
    assertTrue(changed.withHash(HASH).storageClasses().contains("archive"));
    assertThrows(NullPointerException.class, () -> WriteOptions.defaults().withHash(null));
  }
}
