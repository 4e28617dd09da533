// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.store;

import static org.keepvolume.testkit.store.CopyOnDevice.BLOCK;
import static org.keepvolume.testkit.store.CopyOnDevice.DAMAGED;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockSink;
import org.keepvolume.Volume;
import org.keepvolume.layer.ForwardingVolume;

/** A volume that breaks the contract of reads: what it delivers is not as it says. */
final class OddDelivery extends ForwardingVolume {
  private static final int SIZE = BLOCK.length;

  /** How a block may be delivered that is not to be believed. */
  enum Oddity {
    /** Nothing at all, and success. */
    NOTHING,
    /** Bytes, without saying how many. */
    WITHOUT_BEGIN,
    /** One more byte is announced than comes. */
    ONE_TOO_FEW,
    /** One byte less is announced than comes. */
    ONE_TOO_MANY,
    /** An empty block is announced, and comes. */
    EMPTY,
    /** More is announced than a block can have. */
    TOO_LARGE,
    /** Less than nothing is announced. */
    NEGATIVE,
    /** The right bytes, the second half first. */
    SECOND_HALF_FIRST,
    /** The halves at the places of each other. */
    HALVES_SWAPPED,
    /** The first half twice, so that the number of bytes is right. */
    FIRST_HALF_TWICE,
    /** A gap of one byte. */
    GAP,
    /** A part that overlaps another. */
    OVERLAP,
    /** A last byte with one bit flipped. */
    LAST_BIT,
    /** A block that announces itself again in the middle. */
    BEGUN_TWICE,
    /** Another block, whole. */
    OTHER_BLOCK,
    /** The right bytes, and one of them once more. */
    GOOD_AND_MORE
  }

  private final Oddity oddity;

  OddDelivery(Volume delegate, Oddity oddity) {
    super(delegate);
    this.oddity = oddity;
  }

  private static ByteBuffer part(int from, int to) {
    return ByteBuffer.wrap(BLOCK).slice(from, to - from);
  }

  @Override
  public int read(BlockHash hash, BlockSink sink) throws IOException {
    int half = SIZE / 2;
    switch (oddity) {
      case NOTHING -> {}
      case WITHOUT_BEGIN -> sink.write(part(0, SIZE), 0);
      case ONE_TOO_FEW -> {
        sink.begin(SIZE + 1);
        sink.write(part(0, SIZE), 0);
      }
      case ONE_TOO_MANY -> {
        sink.begin(SIZE - 1);
        sink.write(part(0, SIZE), 0);
      }
      case EMPTY -> sink.begin(0);
      case TOO_LARGE -> sink.begin(MAX_BLOCK_SIZE + 1);
      case NEGATIVE -> sink.begin(-1);
      case SECOND_HALF_FIRST -> twoParts(sink, half, part(half, SIZE), 0, part(0, half));
      case HALVES_SWAPPED -> twoParts(sink, 0, part(half, SIZE), half, part(0, half));
      case FIRST_HALF_TWICE -> twoParts(sink, 0, part(0, half), 0, part(0, half));
      case GAP -> twoParts(sink, 0, part(0, half), half + 1, part(half + 1, SIZE));
      case OVERLAP -> twoParts(sink, 0, part(0, half), half - 1, part(half - 1, SIZE));
      case LAST_BIT -> {
        byte[] flipped = BLOCK.clone();
        flipped[SIZE - 1] ^= 1;
        sink.begin(SIZE);
        sink.write(ByteBuffer.wrap(flipped), 0);
      }
      case BEGUN_TWICE -> {
        sink.begin(SIZE);
        sink.write(part(0, half), 0);
        sink.begin(SIZE);
        sink.write(part(half, SIZE), half);
      }
      case OTHER_BLOCK -> {
        sink.begin(DAMAGED.length);
        sink.write(ByteBuffer.wrap(DAMAGED), 0);
        return DAMAGED.length;
      }
      case GOOD_AND_MORE -> {
        sink.begin(SIZE);
        sink.write(part(0, SIZE), 0);
        sink.write(part(0, 1), SIZE - 1);
      }
    }
    return SIZE;
  }

  private static void twoParts(
      BlockSink sink, int position, ByteBuffer part, int otherPosition, ByteBuffer otherPart)
      throws IOException {
    sink.begin(SIZE);
    sink.write(part, position);
    sink.write(otherPart, otherPosition);
  }
}
