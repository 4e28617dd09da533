// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import java.util.ArrayList;
import java.util.List;
import javax.annotation.CheckReturnValue;

/** Makes a failing list of steps shorter and simpler, as long as it goes on failing. */
@CheckReturnValue
final class Shrinker {
  /** How many lists are tried. */
  static final int RUNS = 300;

  /** Tries a list. */
  @FunctionalInterface
  interface Trial {
    /** Tells whether it fails in the same way. */
    boolean fails(List<Step> steps) throws Exception;
  }

  private final Trial trial;
  private int left = RUNS;

  Shrinker(Trial trial) {
    this.trial = trial;
  }

  /** Returns the smallest list that was found. */
  List<Step> shrunk(List<Step> failing) throws Exception {
    List<Step> smallest = failing;
    List<Step> before;
    do {
      before = smallest;
      smallest = simplified(withoutParts(smallest));
    } while (smallest != before && left > 0);
    return smallest;
  }

  private boolean fails(List<Step> steps) throws Exception {
    if (left == 0) {
      return false;
    }
    left--;
    return trial.fails(steps);
  }

  /** Drops halves, quarters, and so on down to single steps. */
  private List<Step> withoutParts(List<Step> failing) throws Exception {
    List<Step> smallest = failing;
    int size = Math.max(1, smallest.size() / 2);
    while (true) {
      boolean dropped = false;
      for (int from = 0; from < smallest.size(); ) {
        List<Step> rest = new ArrayList<>(smallest);
        rest.subList(from, Math.min(from + size, rest.size())).clear();
        if (fails(rest)) {
          smallest = List.copyOf(rest);
          dropped = true;
        } else {
          from += size;
        }
      }
      if (size == 1 && !dropped) {
        return smallest;
      }
      size = dropped ? Math.min(size, Math.max(1, smallest.size() / 2)) : Math.max(1, size / 2);
    }
  }

  private List<Step> simplified(List<Step> failing) throws Exception {
    List<Step> smallest = failing;
    for (int block = 1; block < WalkBlocks.COUNT; block++) {
      int from = block;
      List<Step> renamed = smallest.stream().map(step -> step.renamed(from, 0)).toList();
      if (!renamed.equals(smallest) && fails(renamed)) {
        smallest = renamed;
      }
    }
    for (int i = 0; i < smallest.size(); i++) {
      for (Step simpler : smallest.get(i).simpler()) {
        List<Step> other = new ArrayList<>(smallest);
        other.set(i, simpler);
        if (fails(other)) {
          smallest = List.copyOf(other);
          break;
        }
      }
    }
    return smallest;
  }
}
