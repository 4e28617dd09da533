// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.keepvolume.BlockCollisionException;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Operation;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFullException;
import org.keepvolume.VolumeUnavailableException;

/** Writes of blocks that a mount has already: touched, mended, or refused (ST-3, ST-4). */
class BlockStorePresentTest {
  private static final byte[] FOO = "foo".getBytes(US_ASCII);
  private static final byte[] DAMAGED = "fox".getBytes(US_ASCII);
  private static final BlockHash HASH = BlockHash.of(FOO);

  @RegisterExtension final TestStores stores = new TestStores();

  private final FakeVolume first = new FakeVolume("fake:1");
  private final FakeVolume second = new FakeVolume("fake:2");
  private final BlockStore store = stores.of(first, second);

  @Test
  void aPresentBlockIsTouchedAndNotWritten() throws VolumeException {
    first.with(FOO);
    assertEquals(1, write(store));
    assertEquals(List.of(Operation.READ, Operation.TOUCH), first.calls());
    assertEquals(List.of(), second.calls());
    assertNotEquals(Instant.EPOCH, first.mtime(HASH));
  }

  @Test
  void aPresentBlockCountsWhereverItIs() throws VolumeException {
    second.with(FOO);
    assertEquals(1, write(store));
    assertNull(first.stored(HASH), "written although another mount has it");
    assertEquals(List.of(Operation.READ, Operation.TOUCH), second.calls());
  }

  @Test
  void aBlockWhoseTouchFailsIsWrittenAgain() throws VolumeException {
    first.with(FOO);
    for (VolumeException failure :
        List.of(
            new BlockNotFoundException(Operation.TOUCH, HASH, "fake:1", "trashed", null),
            new VolumeUnavailableException(Operation.TOUCH, HASH, "fake:1", "", null, null))) {
      first.calls().clear();
      first.failing(failure);
      Instant before = first.mtime(HASH);
      assertEquals(1, write(store));
      assertEquals(List.of(Operation.READ, Operation.TOUCH, Operation.WRITE), first.calls());
      assertNotEquals(before, first.mtime(HASH));
    }
    assertEquals(List.of(), second.calls());
  }

  @Test
  void aBlockThatIsNeitherTouchedNorWrittenDoesNotCount() throws VolumeException {
    first.with(FOO).unavailable(Operation.TOUCH);
    VolumeException full = new VolumeFullException(Operation.WRITE, HASH, "fake:1", "", null);
    first.failing(full);
    assertEquals(1, write(store));
    assertArrayEquals(FOO, second.stored(HASH));
    assertEquals(Operation.TOUCH, ((VolumeException) full.getSuppressed()[0]).operation());
  }

  @Test
  void oneExceptionThrownByTouchAndWriteIsNoTrouble() {
    VolumeException same =
        new VolumeUnavailableException(Operation.WRITE, HASH, "fake:1", "", null, null);
    FakeVolume.Step failing =
        () -> {
          throw same;
        };
    first.with(FOO).on(Operation.TOUCH, failing).on(Operation.WRITE, failing);
    BlockStore alone = stores.of(first);
    assertSame(same, assertThrows(VolumeUnavailableException.class, () -> write(alone)));
  }

  @Test
  void aCancelledTouchEndsTheWrite() {
    VolumeException cancelled =
        new CallCancelledException(Operation.TOUCH, HASH, "fake:1", "interrupted", null);
    first.with(FOO).failing(cancelled);
    assertSame(cancelled, assertThrows(CallCancelledException.class, () -> write(store)));
    assertEquals(List.of(Operation.READ, Operation.TOUCH), first.calls());
    assertEquals(List.of(), second.calls());
  }

  @Test
  void aDamagedCopyIsOverwritten() throws VolumeException {
    for (byte[] damaged : List.of(DAMAGED, new byte[0], new byte[3], new byte[4])) {
      first.with(HASH, damaged);
      assertEquals(1, write(store));
      assertArrayEquals(FOO, first.stored(HASH));
    }
    assertEquals(List.of(), second.calls());
  }

  @Test
  void aDamagedCopyThatCanNotBeMendedDoesNotCount() throws VolumeException {
    first.with(HASH, DAMAGED);
    first.failing(new VolumeFullException(Operation.WRITE, HASH, "fake:1", "", null));
    assertEquals(1, write(store));
    assertArrayEquals(DAMAGED, first.stored(HASH));
    assertArrayEquals(FOO, second.stored(HASH));
  }

  @Test
  void aCollisionIsAnErrorAndNothingIsOverwritten() throws VolumeException {
    second.with(Collision.HASH, Collision.other());
    BlockCollisionException e =
        assertThrows(
            BlockCollisionException.class, () -> store.write(ByteBuffer.wrap(Collision.one())));
    assertEquals(Optional.of("fake:2"), e.volume());
    assertEquals(
        "write " + Collision.HASH + " on fake:2: the volume holds other bytes with that MD5",
        e.getMessage());
    assertArrayEquals(Collision.other(), second.stored(Collision.HASH));
    assertEquals(Instant.EPOCH, second.mtime(Collision.HASH));
    assertNull(first.stored(Collision.HASH));
    assertEquals(1, store.write(ByteBuffer.wrap(Collision.other())).replicas());
  }

  @Test
  void aCollisionBehindAMountThatCouldNotBeAskedForAMomentIsAnError() throws VolumeException {
    first.with(Collision.HASH, Collision.other());
    first.on(
        Operation.READ,
        () -> {
          if (first.calls().size() == 1) {
            throw new VolumeUnavailableException(
                Operation.READ, Collision.HASH, "fake:1", "busy", null, null);
          }
        });
    assertThrows(
        BlockCollisionException.class,
        () -> stores.of(first).write(ByteBuffer.wrap(Collision.one())));
    assertArrayEquals(Collision.other(), first.stored(Collision.HASH));
  }

  @Test
  void aMountThatCanNotTellWhatItHasIsWrittenLast() throws VolumeException {
    first.unavailable(Operation.READ);
    assertEquals(1, write(store));
    assertNull(first.stored(HASH));
    assertArrayEquals(FOO, second.stored(HASH));
    WriteOptions two = WriteOptions.defaults().withReplicas(2);
    assertEquals(2, store.write(ByteBuffer.wrap(FOO), two).replicas());
    assertArrayEquals(FOO, first.stored(HASH), "never tried");
  }

  @Test
  void withStatADamagedCopyOfTheRightSizeCountsAsTheBlock() throws VolumeException {
    BlockStore trusting =
        stores.of(BlockStore.builder().presentCheck(PresentCheck.STAT), first, second);
    first.with(HASH, DAMAGED);
    assertEquals(1, write(trusting));
    assertEquals(List.of(Operation.STAT, Operation.TOUCH), first.calls());
    assertArrayEquals(DAMAGED, first.stored(HASH));
    first.with(HASH, new byte[4]);
    assertEquals(1, write(trusting));
    assertArrayEquals(FOO, first.stored(HASH));
  }

  private static int write(BlockStore store) throws VolumeException {
    return store.write(ByteBuffer.wrap(FOO)).replicas();
  }
}
