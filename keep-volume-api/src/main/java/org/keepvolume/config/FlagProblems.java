// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The mistakes of a command line, which are not found in the order of the arguments. */
final class FlagProblems {
  private record Found(int position, ConfigProblem problem) {}

  private final List<Found> found = new ArrayList<>();

  void at(int position, String what) {
    found.add(new Found(position, new ConfigProblem("argument " + position, what)));
  }

  /** Adds what is wrong with the command line as a whole. */
  void add(String what) {
    found.add(new Found(Integer.MAX_VALUE, new ConfigProblem("", what)));
  }

  /** Returns them in the order of the arguments. */
  ImmutableList<ConfigProblem> inOrder() {
    return found.stream()
        .sorted(Comparator.comparingInt(Found::position))
        .map(Found::problem)
        .collect(ImmutableList.toImmutableList());
  }
}
