// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.race;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.keepvolume.posix.process.ChildJvm;

/** A process of a race, as the test sees it. */
final class RaceProcess implements AutoCloseable {
  private final ChildJvm child;

  private RaceProcess(ChildJvm child) {
    this.child = child;
  }

  /**
   * Starts a process.
   *
   * @param launcher the command before {@code java}; may be empty
   */
  static RaceProcess start(List<String> launcher, RaceSetup setup, int number) throws IOException {
    return new RaceProcess(
        ChildJvm.start(launcher, RaceMain.class, setup.line(), Integer.toString(number)));
  }

  /** Makes sure that it runs, and that the times of its events can be compared with ours. */
  void shakeHands() throws IOException {
    long before = System.nanoTime();
    child.send("time");
    long there = Long.parseLong(answer());
    long after = System.nanoTime();
    if (before > there || there > after) {
      throw new AssertionError(
          String.format(
              "System.nanoTime is no common clock here: %d there, between %d and %d here",
              there, before, after));
    }
  }

  /** Has its threads run; see {@link #finishRace}. */
  void startRace(long lastEpoch, Path events) throws IOException {
    child.send("race\t" + lastEpoch + "\t" + events);
  }

  /** Waits until its threads have ended. */
  void finishRace() throws IOException {
    String unused = answer();
  }

  private String answer() throws IOException {
    String answer = child.receive();
    if (answer == null) {
      throw new AssertionError("a process of the race ended:\n" + child.errors());
    }
    return answer;
  }

  @Override
  public void close() {
    child.close();
  }
}
