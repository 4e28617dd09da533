// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockSink;
import org.keepvolume.BlockTooLargeException;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Operation;
import org.keepvolume.SeededRandom;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.layer.ForwardingVolume;

/** What a mount is found to hold of a block that is to be written (ST-3, ST-4). */
class PresentCopiesTest {
  /** More than one part of the fake volume. */
  private static final byte[] BLOCK = SeededRandom.bytes(250_000);

  private static final BlockHash HASH = BlockHash.of(BLOCK);

  private final FakeVolume volume = new FakeVolume("fake:1");

  @Test
  void findsAnEqualCopyByOneRead() throws VolumeException {
    volume.with(BLOCK);
    assertEquals(PresentCopy.EQUAL, compare());
    assertEquals(List.of(Operation.READ), volume.calls());
  }

  @Test
  void comparesWhatLiesBetweenPositionAndLimit() throws VolumeException {
    volume.with(BLOCK);
    ByteBuffer data =
        ByteBuffer.allocateDirect(BLOCK.length + 9)
            .put(4, BLOCK)
            .position(4)
            .limit(4 + BLOCK.length);
    PresentCopies copies = new PresentCopies(PresentCheck.COMPARE);
    assertEquals(PresentCopy.EQUAL, copies.find(volume, HASH, data));
    assertEquals(4, data.position());
    assertEquals(4 + BLOCK.length, data.limit());
  }

  @Test
  void findsTheEmptyBlock() throws VolumeException {
    PresentCopies copies = new PresentCopies(PresentCheck.COMPARE);
    ByteBuffer none = ByteBuffer.allocate(0);
    assertEquals(PresentCopy.MISSING, copies.find(volume, BlockHash.EMPTY, none));
    volume.with(new byte[0]);
    assertEquals(PresentCopy.EQUAL, copies.find(volume, BlockHash.EMPTY, none));
    volume.with(BlockHash.EMPTY, new byte[1]);
    assertEquals(PresentCopy.DAMAGED, copies.find(volume, BlockHash.EMPTY, none));
  }

  @Test
  void findsNothing() throws VolumeException {
    assertEquals(PresentCopy.MISSING, compare());
  }

  @Test
  void findsDamageOfEverySortWithoutNeedingTheSize() throws VolumeException {
    byte[] firstByte = BLOCK.clone();
    firstByte[0] ^= 1;
    byte[] lastByte = BLOCK.clone();
    lastByte[BLOCK.length - 1] ^= 1;
    byte[] shorter = Arrays.copyOf(BLOCK, BLOCK.length - 1);
    byte[] longer = Arrays.copyOf(BLOCK, BLOCK.length + 1);
    for (byte[] damaged : List.of(firstByte, lastByte, shorter, longer, new byte[0])) {
      volume.with(HASH, damaged);
      assertEquals(PresentCopy.DAMAGED, compare());
    }
  }

  @Test
  void aCopyTooLargeToBeReadIsDamaged() throws VolumeException {
    volume.with(BLOCK).failing(new BlockTooLargeException(Operation.READ, HASH, "", "", null));
    assertEquals(PresentCopy.DAMAGED, compare());
  }

  @Test
  void aCopyThatTheVolumeItselfFindsCorruptIsDamaged() throws VolumeException {
    volume.with(BLOCK).failing(new BlockCorruptException(Operation.READ, HASH, "", "", null));
    assertEquals(PresentCopy.DAMAGED, compare());
  }

  @Test
  void tellsACollisionFromDamage() throws VolumeException {
    volume.with(Collision.HASH, Collision.other());
    PresentCopies copies = new PresentCopies(PresentCheck.COMPARE);
    ByteBuffer data = ByteBuffer.wrap(Collision.one());
    assertEquals(PresentCopy.COLLIDING, copies.find(volume, Collision.HASH, data));
    volume.with(Collision.HASH, Collision.one());
    assertEquals(PresentCopy.EQUAL, copies.find(volume, Collision.HASH, data));
  }

  @Test
  void aCopyThatIsMendedOrRemovedMeanwhileIsWhatTheSecondReadFinds() throws VolumeException {
    volume.with(HASH, new byte[BLOCK.length]);
    onSecondRead(() -> volume.with(BLOCK));
    assertEquals(PresentCopy.EQUAL, compare());
    volume.with(HASH, new byte[BLOCK.length]);
    onSecondRead(
        () -> {
          throw new BlockNotFoundException(Operation.READ, HASH, "fake:1", "gone", null);
        });
    assertEquals(PresentCopy.MISSING, compare());
  }

  private void onSecondRead(FakeVolume.Step step) {
    int before = volume.calls().size();
    volume.on(
        Operation.READ,
        () -> {
          if (volume.calls().size() == before + 2) {
            step.run();
          }
        });
  }

  @Test
  void whatKeepsTheVolumeFromAnsweringIsPassedOn() {
    VolumeException unavailable =
        new VolumeUnavailableException(Operation.READ, HASH, "fake:1", "busy", null, null);
    volume.failing(unavailable);
    assertSame(unavailable, assertThrows(VolumeUnavailableException.class, this::compare));
    VolumeException cancelled =
        new CallCancelledException(Operation.READ, HASH, "fake:1", "interrupted", null);
    volume.failing(cancelled);
    assertSame(cancelled, assertThrows(CallCancelledException.class, this::compare));
  }

  @Test
  void aVolumeThatDeliversNothingIsNoCopy() {
    volume.with(BLOCK).deliveringNothing();
    VolumeFailureException e = assertThrows(VolumeFailureException.class, this::compare);
    assertEquals(
        "write "
            + HASH
            + " on fake:1: the volume broke its contract:"
            + " it ended the read before the block was complete (RD-3)",
        e.getMessage());
  }

  @Test
  void aVolumeThatDeliversOnePartTwiceAndAnotherNeverIsNoCopy() throws VolumeException {
    int half = BLOCK.length / 2;
    assertThrows(VolumeFailureException.class, () -> find(deliveringHalvesAt(0, 0)));
    assertThrows(VolumeFailureException.class, () -> find(deliveringHalvesAt(0, half - 1)));
    assertThrows(VolumeFailureException.class, () -> find(deliveringHalvesAt(0, half, 0)));
    assertEquals(PresentCopy.EQUAL, find(deliveringHalvesAt(half, 0)));
  }

  private static Volume deliveringHalvesAt(int... positions) {
    return new ForwardingVolume(new FakeVolume("fake:1")) {
      @Override
      public int read(BlockHash hash, BlockSink sink) throws IOException {
        sink.begin(BLOCK.length);
        for (int position : positions) {
          sink.write(ByteBuffer.wrap(BLOCK, position, BLOCK.length / 2), position);
        }
        return BLOCK.length;
      }
    };
  }

  @Test
  void statTrustsTheSizeAndReadsNothing() throws VolumeException {
    volume.with(HASH, new byte[BLOCK.length]);
    assertEquals(PresentCopy.EQUAL, stat());
    assertEquals(List.of(Operation.STAT), volume.calls());
  }

  @Test
  void statFindsMissingAndOtherSizes() throws VolumeException {
    assertEquals(PresentCopy.MISSING, stat());
    volume.with(HASH, new byte[BLOCK.length - 1]);
    assertEquals(PresentCopy.DAMAGED, stat());
    volume.unavailable(Operation.STAT);
    assertThrows(VolumeUnavailableException.class, this::stat);
  }

  private PresentCopy compare() throws VolumeException {
    return find(volume);
  }

  private static PresentCopy find(Volume volume) throws VolumeException {
    return new PresentCopies(PresentCheck.COMPARE).find(volume, HASH, ByteBuffer.wrap(BLOCK));
  }

  private PresentCopy stat() throws VolumeException {
    return new PresentCopies(PresentCheck.STAT).find(volume, HASH, ByteBuffer.wrap(BLOCK));
  }
}
