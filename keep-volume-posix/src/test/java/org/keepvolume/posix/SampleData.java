// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import java.util.Random;
import org.keepvolume.BlockHash;

/** Bytes and hashes for tests; random ones come from one logged seed that can be set again. */
final class SampleData {
  private static final String PROPERTY = "keepvolume.testkit.seed";
  private static final long SEED = Long.getLong(PROPERTY, new Random().nextLong());

  static {
    System.getLogger(SampleData.class.getName())
        .log(System.Logger.Level.INFO, "to repeat: -D{0}={1}", PROPERTY, Long.toString(SEED));
  }

  private SampleData() {}

  /** Returns random bytes, the same for the same size and seed. */
  static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(SEED + size).nextBytes(bytes);
    return bytes;
  }

  /** Returns the hash that starts with the given digits and goes on with zeros. */
  static BlockHash hash(String digits) {
    return BlockHash.parse(digits + "0".repeat(BlockHash.LENGTH - digits.length()));
  }
}
