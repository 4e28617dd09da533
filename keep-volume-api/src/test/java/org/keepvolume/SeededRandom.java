// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import java.util.Random;

/** Random test data from one seed, which is logged and can be set again by a system property. */
public final class SeededRandom {
  private static final String PROPERTY = "keepvolume.testkit.seed";

  private SeededRandom() {}

  /** Starts a sequence from the set seed, or from a new one; logs it either way. */
  public static Random create() {
    long seed = Long.getLong(PROPERTY, new Random().nextLong());
    System.getLogger(SeededRandom.class.getName())
        .log(System.Logger.Level.INFO, "to repeat: -D{0}={1}", PROPERTY, Long.toString(seed));
    return new Random(seed);
  }

  /** Returns random bytes. */
  public static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    create().nextBytes(bytes);
    return bytes;
  }
}
