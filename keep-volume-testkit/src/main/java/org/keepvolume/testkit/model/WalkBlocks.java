// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import java.util.Arrays;
import java.util.List;
import org.keepvolume.BlockHash;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.TestBlocks;

/** The blocks that walks use: always the same, so that a walk can be told by its steps alone. */
final class WalkBlocks {
  /** How many hashes there are. */
  static final int COUNT = 5;

  /** The block of which there are two variants. */
  static final int COLLIDING = 4;

  /** What {@link Step.Damage} leaves. */
  static final int DAMAGED = 2;

  /** Bytes that no step has put there. */
  static final int UNKNOWN = -1;

  private static final List<TestBlock> PLAIN = plain();
  private static final List<TestBlock> PAIR = TestBlocks.collisionPair();
  private static final byte[][] DAMAGED_BYTES = damaged();

  private WalkBlocks() {}

  private static List<TestBlock> plain() {
    // The seeds give hashes that begin as those of others do: the pair's, and that of no bytes.
    return List.of(
        TestBlocks.empty(),
        TestBlocks.oneByte(),
        new TestBlocks(5374).random(4096),
        new TestBlocks(3380).random(65_537));
  }

  static BlockHash hash(int block) {
    return block(block, 0).hash();
  }

  static TestBlock block(int block, int variant) {
    return block == COLLIDING ? PAIR.get(variant) : PLAIN.get(block);
  }

  private static byte[][] damaged() {
    byte[][] damaged = new byte[COUNT][];
    for (int block = 0; block < COUNT; block++) {
      TestBlock whole = block(block, 0);
      damaged[block] =
          switch (block) {
            case 0 -> new byte[] {1};
            case 2 -> new byte[0];
            case 3 -> whole.first(whole.size() / 2);
            default -> whole.damagedAt(0);
          };
    }
    return damaged;
  }

  /** Returns the bytes themselves, not to be changed. */
  static byte[] bytes(int block, int variant) {
    return variant == DAMAGED ? DAMAGED_BYTES[block] : block(block, variant).bytes();
  }

  static int size(int block, int variant) {
    return bytes(block, variant).length;
  }

  /** Tells which variant some bytes are. */
  static int variant(int block, byte[] bytes) {
    for (int variant : List.of(0, 1, DAMAGED)) {
      boolean exists = variant != 1 || block == COLLIDING;
      if (exists && Arrays.equals(bytes, bytes(block, variant))) {
        return variant;
      }
    }
    return UNKNOWN;
  }

  /** Returns the number of a block; -1 if it is none of these. */
  static int number(BlockHash hash) {
    for (int block = 0; block < COUNT; block++) {
      if (hash(block).equals(hash)) {
        return block;
      }
    }
    return -1;
  }

  static String describe(int variant) {
    return switch (variant) {
      case DAMAGED -> "damaged";
      case UNKNOWN -> "unknown bytes";
      default -> "variant " + variant;
    };
  }
}
