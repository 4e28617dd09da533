// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.load;

import java.lang.System.Logger.Level;
import java.security.SecureRandom;

/** The seed of a test's random data: {@code keepvolume.testkit.seed} sets one that was logged. */
final class Seed {
  private Seed() {}

  static long next(Class<?> test) {
    long seed = Long.getLong("keepvolume.testkit.seed", new SecureRandom().nextLong());
    System.getLogger(test.getName()).log(Level.WARNING, "-Dkeepvolume.testkit.seed={0}", "" + seed);
    return seed;
  }
}
