// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import java.util.SplittableRandom;

/** The seeds of random tests: logged, and set again by a system property. */
public final class Seeds {
  private static final String PROPERTY = "keepvolume.testkit.seed";

  private Seeds() {}

  public static long next() {
    Long given = Long.getLong(PROPERTY);
    long seed = given != null ? given : new SplittableRandom().nextLong();
    System.Logger log = System.getLogger(Seeds.class.getName());
    log.log(
        System.Logger.Level.INFO, "random data of seed -D{0}={1}", PROPERTY, Long.toString(seed));
    return seed;
  }
}
