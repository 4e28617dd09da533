// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import static org.keepvolume.Volume.MAX_BLOCK_SIZE;

import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import javax.annotation.CheckReturnValue;

/**
 * Blocks for tests, random ones from one seed; one thread at a time.
 *
 * <p>Two objects with one seed give the same blocks in the same order.
 */
@CheckReturnValue
public final class TestBlocks {
  private static final int BUFFER = 8 << 10;
  private static final int SLICE = 1 << 20;

  /**
   * Sizes at which implementations differ: nothing, one byte, and around the sizes of common
   * buffers, 8 KiB and 1 MiB.
   */
  public static final List<Integer> SIZES =
      List.of(0, 1, BUFFER - 1, BUFFER, BUFFER + 1, SLICE - 1, SLICE, SLICE + 1, 2 * SLICE + 3);

  /** The sizes at the upper limit: 64 MiB - 1 and 64 MiB. */
  public static final List<Integer> LARGEST_SIZES = List.of(MAX_BLOCK_SIZE - 1, MAX_BLOCK_SIZE);

  // X. Wang, D. Feng, X. Lai, H. Yu: Collisions for Hash Functions MD4, MD5, HAVAL-128 and RIPEMD,
  // Cryptology ePrint 2004/199. MD5 of both: 79054025255fb1a26e4bc422aef54eb4.
  private static final String COLLISION_START = "d131dd02c5e6eec4693d9a0698aff95c2fcab5";
  private static final String COLLISION =
      COLLISION_START
          + "8712467eab4004583eb8fb7f8955ad340609f4b30283e488832571415a085125e8f7cdc99fd91dbdf2"
          + "80373c5bd8823e3156348f5bae6dacd436c919c6dd53e2b487da03fd02396306d248cda0e99f33420f577"
          + "ee8ce54b67080a80d1ec69821bcb6a8839396f9652b6ff72a70";
  private static final String OTHER_COLLISION =
      COLLISION_START
          + "0712467eab4004583eb8fb7f8955ad340609f4b30283e4888325f1415a085125e8f7cdc99fd91dbd72"
          + "80373c5bd8823e3156348f5bae6dacd436c919c6dd53e23487da03fd02396306d248cda0e99f33420f577"
          + "ee8ce54b67080280d1ec69821bcb6a8839396f965ab6ff72a70";

  private final SplittableRandom random;

  /**
   * Starts a sequence of random blocks.
   *
   * @param seed any number
   */
  public TestBlocks(long seed) {
    random = new SplittableRandom(seed);
  }

  /**
   * Returns a new block of random bytes.
   *
   * @param size its size in bytes, 0 or more
   * @return a block that was not returned before, unless it is too small to differ
   */
  public TestBlock random(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return TestBlock.of(bytes);
  }

  /**
   * Returns a number for choices of a test.
   *
   * @param bound the first number that is not returned, 1 or more
   * @return 0 to bound - 1
   */
  public int number(int bound) {
    return random.nextInt(bound);
  }

  /**
   * Returns the block without bytes.
   *
   * @return the block d41d8cd98f00b204e9800998ecf8427e
   */
  public static TestBlock empty() {
    return TestBlock.of(new byte[0]);
  }

  /**
   * Returns a block of one byte.
   *
   * @return the block of a zero byte
   */
  public static TestBlock oneByte() {
    return TestBlock.of(new byte[1]);
  }

  /**
   * Returns two different blocks of one hash, published by Wang and others in 2004.
   *
   * @return two blocks of 128 bytes, both 79054025255fb1a26e4bc422aef54eb4
   */
  public static List<TestBlock> collisionPair() {
    HexFormat hex = HexFormat.of();
    return List.of(
        TestBlock.of(hex.parseHex(COLLISION)), TestBlock.of(hex.parseHex(OTHER_COLLISION)));
  }
}
