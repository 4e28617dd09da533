// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.history;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.List;

/**
 * The calls of one thread.
 *
 * @param thread the number of the thread
 * @param looping whether they are repeated until the scripts beside it that are not have ended
 * @param steps the calls
 */
public record Script(int thread, boolean looping, List<Step> steps) {
  /**
   * Returns a text that {@link #parse} reads.
   *
   * @return one line
   */
  public String text() {
    return thread + " " + looping + " " + steps.stream().map(Step::text).collect(joining(" "));
  }

  /**
   * Reads a script.
   *
   * @param text what {@link #text} returned
   * @return the script that it was made of
   */
  public static Script parse(String text) {
    String[] words = text.split(" ", -1);
    List<Step> steps = Arrays.stream(words).skip(2).map(Step::parse).toList();
    return new Script(Integer.parseInt(words[0]), Boolean.parseBoolean(words[1]), steps);
  }
}
