// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was meant: "did you mean". */
final class Suggestions {
  private Suggestions() {}

  /** Returns the nearest of some names, if it is near: a third of its letters may be wrong. */
  static Optional<String> nearest(String wrong, Collection<String> names) {
    return names.stream()
        .filter(name -> isNear(wrong, name))
        .min(
            Comparator.comparingInt((String name) -> distance(wrong, name))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static boolean isNear(String wrong, String name) {
    int most = Math.max(1, name.length() / 3);
    // A text of any length may come from outside; the table below must stay small.
    return Math.abs(wrong.length() - name.length()) <= most && distance(wrong, name) <= most;
  }

  /** Tells whether a text differs from a name by a slip of the finger or two. */
  static boolean isSlip(String wrong, String name) {
    return Math.abs(wrong.length() - name.length()) <= 2 && distance(wrong, name) <= 2;
  }

  /** Returns {@code ; did you mean x?}, or nothing. */
  static String didYouMean(String prefix, String wrong, Collection<String> names) {
    return nearest(wrong, names).map(name -> "; did you mean " + prefix + name + "?").orElse("");
  }

  /** Counts letters put in, left out, replaced, or swapped with their neighbour, whatever case. */
  private static int distance(String first, String second) {
    String a = first.toLowerCase(Locale.ROOT);
    String b = second.toLowerCase(Locale.ROOT);
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int cheapest(int[][] cost, String a, String b, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int cheapest =
        Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(cheapest, cost[i - 2][j - 2] + 1) : cheapest;
  }
}
