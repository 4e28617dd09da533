// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockTooLargeException;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Capability;
import org.keepvolume.Operation;
import org.keepvolume.SeededRandom;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFullException;
import org.keepvolume.VolumeReadOnlyException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.WriteResult;

/** Writes of the block store: which mount gets the block, and what its failures become. */
class BlockStoreWriteTest {
  private static final byte[] FOO = "foo".getBytes(US_ASCII);
  private static final BlockHash HASH = BlockHash.of(FOO);

  @RegisterExtension final TestStores stores = new TestStores();

  private final FakeVolume first = new FakeVolume("fake:1");
  private final FakeVolume second = new FakeVolume("fake:2");

  @Test
  void looksOnAllMountsAndWritesToTheFirstAlone() throws VolumeException {
    WriteResult result = store(first, second).write(ByteBuffer.wrap(FOO));
    assertEquals("acbd18db4cc2f85cedef654fccc4a4d8+3", result.locator().toString());
    assertEquals(1, result.replicas());
    assertEquals(Map.of("default", 1), result.storageClasses());
    assertArrayEquals(FOO, first.stored(HASH));
    assertEquals(List.of(Operation.READ, Operation.WRITE), first.calls());
    assertEquals(List.of(Operation.READ), second.calls());
  }

  @Test
  void fallsBackToTheNextMountWhenOneIsFull() throws VolumeException {
    first.failing(full("fake:1"));
    assertEquals(1, store(first, second).write(ByteBuffer.wrap(FOO)).replicas());
    assertArrayEquals(FOO, second.stored(HASH));
  }

  @Test
  void fallsBackToTheNextMountWhenOneIsUnavailable() throws VolumeException {
    first.unavailable(Operation.WRITE);
    store(first, second).write(ByteBuffer.wrap(FOO));
    assertArrayEquals(FOO, second.stored(HASH));
  }

  @Test
  void passesByMountsThatTakeNoWrites() throws VolumeException {
    FakeVolume readOnly = new FakeVolume("fake:0", Capability.TRASH);
    store(readOnly, second).write(ByteBuffer.wrap(FOO));
    assertEquals(List.of(), readOnly.calls());
    assertArrayEquals(FOO, second.stored(HASH));
  }

  @Test
  void throwsTheFailureThatMayPassWithTheOthersSuppressed() {
    first.failing(full("fake:1"));
    second.unavailable(Operation.WRITE);
    FakeVolume third = new FakeVolume("fake:3").failing(full("fake:3"));
    BlockStore store = store(first, second, third);
    VolumeException e =
        assertThrows(VolumeUnavailableException.class, () -> store.write(ByteBuffer.wrap(FOO)));
    assertEquals("write on fake:2: busy", e.getMessage());
    assertEquals(
        List.of("write " + HASH + " on fake:1: no room", "write " + HASH + " on fake:3: no room"),
        List.of(e.getSuppressed()[0].getMessage(), e.getSuppressed()[1].getMessage()));
  }

  @Test
  void saysThatAllAreFullIfTheyAre() {
    VolumeFullException full = full("fake:1");
    first.failing(full);
    second.failing(full("fake:2"));
    BlockStore store = store(first, second);
    assertSame(
        full, assertThrows(VolumeFullException.class, () -> store.write(ByteBuffer.wrap(FOO))));
    assertEquals(1, full.getSuppressed().length);
  }

  @Test
  void saysThatNoMountTakesWrites() {
    BlockStore store = store(new FakeVolume("fake:1", new Capability[0]));
    VolumeReadOnlyException e =
        assertThrows(VolumeReadOnlyException.class, () -> store.write(ByteBuffer.wrap(FOO)));
    assertEquals(
        "write acbd18db4cc2f85cedef654fccc4a4d8: no mounted volume takes writes", e.getMessage());
  }

  @Test
  void aCancelledWriteIsNotTriedOnTheNextMount() {
    CallCancelledException cancelled =
        new CallCancelledException(Operation.WRITE, HASH, "fake:1", "interrupted", null);
    first.failing(cancelled);
    BlockStore store = store(first, second);
    assertSame(
        cancelled,
        assertThrows(CallCancelledException.class, () -> store.write(ByteBuffer.wrap(FOO))));
    assertEquals(List.of(Operation.READ), second.calls());
  }

  @Test
  void leavesTheCallersBufferAsItWas() throws VolumeException {
    ByteBuffer data =
        ByteBuffer.allocateDirect(9).put(2, FOO).position(2).limit(5).asReadOnlyBuffer();
    first.failing(full("fake:1"));
    WriteResult result = store(first, second).write(data);
    assertEquals(HASH, result.hash());
    assertArrayEquals(FOO, second.stored(HASH));
    assertEquals(2, data.position());
    assertEquals(5, data.limit());
  }

  @Test
  void takesBlocksOfNoAndOfOneByte() throws VolumeException {
    BlockStore store = store(first);
    assertEquals(
        "d41d8cd98f00b204e9800998ecf8427e+0",
        store.write(ByteBuffer.allocate(0)).locator().toString());
    assertArrayEquals(new byte[0], store.read(BlockHash.EMPTY));
    assertEquals(
        "0cc175b9c0f1b6a831c399e269772661+1",
        store.write(ByteBuffer.wrap(new byte[] {'a'})).locator().toString());
    assertArrayEquals(
        new byte[] {'a'}, store.read(BlockHash.parse("0cc175b9c0f1b6a831c399e269772661")));
  }

  @Test
  void takesTheLargestBlockAndGivesItBack() throws VolumeException {
    byte[] block = SeededRandom.bytes(Volume.MAX_BLOCK_SIZE);
    BlockStore store = store(first);
    WriteResult result = store.write(ByteBuffer.wrap(block));
    assertEquals(result.hash() + "+67108864", result.locator().toString());
    assertArrayEquals(block, store.read(result.hash()));
  }

  @Test
  void refusesALargerBlockWithoutAskingAMount() {
    BlockStore store = store(first);
    ByteBuffer data = ByteBuffer.allocate(Volume.MAX_BLOCK_SIZE + 1);
    BlockTooLargeException e = assertThrows(BlockTooLargeException.class, () -> store.write(data));
    assertEquals("write: 67108865 bytes; a block has at most 67108864", e.getMessage());
    assertEquals(List.of(), first.calls());
    assertNull(first.stored(HASH));
  }

  private static VolumeFullException full(String device) {
    return new VolumeFullException(Operation.WRITE, HASH, device, "no room", null);
  }

  private BlockStore store(Volume... volumes) {
    return stores.of(volumes);
  }
}
