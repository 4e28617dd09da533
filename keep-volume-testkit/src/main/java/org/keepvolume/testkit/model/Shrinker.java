// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.annotation.CheckReturnValue;

/**
 * Makes a failing list of steps shorter and simpler, as long as it goes on failing.
 *
 * @param <S> what a step is
 */
@CheckReturnValue
final class Shrinker<S> {
  /** How many lists are tried. */
  static final int RUNS = 300;

  /** Tries a list. */
  @FunctionalInterface
  interface Trial<S> {
    /** Tells whether it fails in the same way. */
    boolean fails(List<S> steps) throws Exception;
  }

  /** Knows what is simpler than a step. */
  interface Simpler<S> {
    /** Returns what may be done to all steps of a list at once. */
    List<UnaryOperator<S>> everywhere();

    /** Returns steps that may take the place of one, the simplest first. */
    List<S> than(S step);
  }

  private final Simpler<S> simpler;
  private final Trial<S> trial;
  private int left = RUNS;

  Shrinker(Simpler<S> simpler, Trial<S> trial) {
    this.simpler = simpler;
    this.trial = trial;
  }

  /** Returns one for the steps of walks on volumes. */
  static Shrinker<Step> ofSteps(Trial<Step> trial) {
    return new Shrinker<>(new SimplerSteps(), trial);
  }

  /** Returns the smallest list that was found. */
  List<S> shrunk(List<S> failing) throws Exception {
    List<S> smallest = failing;
    List<S> before;
    do {
      before = smallest;
      smallest = simplified(withoutParts(smallest));
    } while (smallest != before && left > 0);
    return smallest;
  }

  private boolean fails(List<S> steps) throws Exception {
    if (left == 0) {
      return false;
    }
    left--;
    return trial.fails(steps);
  }

  /** Drops halves, quarters, and so on down to single steps. */
  private List<S> withoutParts(List<S> failing) throws Exception {
    List<S> smallest = failing;
    int size = Math.max(1, smallest.size() / 2);
    while (true) {
      boolean dropped = false;
      for (int from = 0; from < smallest.size(); ) {
        List<S> rest = new ArrayList<>(smallest);
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

  private List<S> simplified(List<S> failing) throws Exception {
    List<S> smallest = failing;
    for (UnaryOperator<S> change : simpler.everywhere()) {
      List<S> changed = smallest.stream().map(change).toList();
      if (!changed.equals(smallest) && fails(changed)) {
        smallest = changed;
      }
    }
    for (int i = 0; i < smallest.size(); i++) {
      for (S simple : simpler.than(smallest.get(i))) {
        List<S> other = new ArrayList<>(smallest);
        other.set(i, simple);
        if (fails(other)) {
          smallest = List.copyOf(other);
          break;
        }
      }
    }
    return smallest;
  }

  /** Steps of volumes are simpler with block 0, and where they say so themselves. */
  private static final class SimplerSteps implements Simpler<Step> {
    @Override
    public List<UnaryOperator<Step>> everywhere() {
      List<UnaryOperator<Step>> renamings = new ArrayList<>();
      for (int block = 1; block < WalkBlocks.COUNT; block++) {
        int from = block;
        renamings.add(step -> step.renamed(from, 0));
      }
      return renamings;
    }

    @Override
    public List<Step> than(Step step) {
      return step.simpler();
    }
  }
}
