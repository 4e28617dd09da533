// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks.load;

/** How long the rounds against services take, and how many of them only warm up. */
final class Effort {
  /** A JVM that shares two cores with its clients takes 40 s of puts to compile what it runs. */
  private static final double WARM_UP_SMALL = 45;

  private static final int WARM_UP_LARGE = 2;
  private static final double WARM_UP_EMBEDDED = 10;

  private Effort() {}

  /** Returns the seconds of a round. */
  static double seconds() {
    return Double.parseDouble(System.getProperty("keepstore-seconds", "3"));
  }

  /** Returns the seconds of a round of small puts, whose blocks stay until all rounds are over. */
  static double secondsOfSmallPuts() {
    return seconds() * 2 / 3;
  }

  /** Returns how many rounds are run before those that count. */
  static int warmUpRounds(Load load) {
    int rounds = load.isSmall() ? (int) Math.ceil(WARM_UP_SMALL / load.seconds()) : WARM_UP_LARGE;
    return Integer.getInteger("keepstore-warm-up", rounds);
  }

  /** Returns for how many seconds the library runs in this JVM before its run that counts. */
  static double warmUpSeconds(Load load) {
    Integer rounds = Integer.getInteger("keepstore-warm-up");
    return rounds == null ? WARM_UP_EMBEDDED : rounds * load.seconds();
  }
}
