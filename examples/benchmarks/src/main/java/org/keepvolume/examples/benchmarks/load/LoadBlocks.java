// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks.load;

import java.nio.ByteBuffer;
import java.util.Random;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockHasher;

/**
 * Blocks of one size that differ in their first bytes, so that many need hardly more memory than
 * one.
 */
final class LoadBlocks {
  private static final int NUMBER_BYTES = Long.BYTES;

  private final byte[] rest;

  LoadBlocks(int size) {
    rest = new byte[size - NUMBER_BYTES];
    new Random(size).nextBytes(rest); // must be the same in every process
  }

  /** Returns the first bytes of a block, which no other block has. */
  byte[] begin(long number) {
    return ByteBuffer.allocate(NUMBER_BYTES).putLong(0, number).array();
  }

  /** Returns the bytes behind those, which all blocks have; not to be changed. */
  byte[] rest() {
    return rest;
  }

  BlockHash hash(long number) {
    return new BlockHasher()
        .update(ByteBuffer.wrap(begin(number)))
        .update(ByteBuffer.wrap(rest))
        .finish();
  }

  /** Returns the whole block. */
  ByteBuffer block(long number) {
    return ByteBuffer.allocate(NUMBER_BYTES + rest.length).put(begin(number)).put(rest).flip();
  }
}
