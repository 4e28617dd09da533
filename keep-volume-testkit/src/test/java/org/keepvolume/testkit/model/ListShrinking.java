// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Lends the kit's shrinker to tests of other packages, for steps of their own. */
public final class ListShrinking {
  private ListShrinking() {}

  /**
   * Makes a failing list small.
   *
   * @param <S> what a step is
   * @param failing the list
   * @param everywhere what may be done to all steps at once
   * @param simpler what may take the place of a step, the simplest first
   * @param fails tells whether a list fails in the same way
   * @return the smallest list that was found to fail
   * @throws Exception never
   */
  public static <S> List<S> shrunk(
      List<S> failing,
      List<UnaryOperator<S>> everywhere,
      Function<S, List<S>> simpler,
      Predicate<List<S>> fails)
      throws Exception {
    Shrinker.Simpler<S> simplifier =
        new Shrinker.Simpler<>() {
          @Override
          public List<UnaryOperator<S>> everywhere() {
            return everywhere;
          }

          @Override
          public List<S> than(S step) {
            return simpler.apply(step);
          }
        };
    return new Shrinker<>(simplifier, fails::test).shrunk(failing);
  }
}
