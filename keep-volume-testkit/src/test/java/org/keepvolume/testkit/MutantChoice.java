// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.keepvolume.testkit.mutants.Mutant;

/** Which of many broken backends a run of the tests takes, by a system property. */
final class MutantChoice {
  private static final String PROPERTY = "keepvolume.testkit.mutants";
  private static final String WHICH = System.getProperty(PROPERTY, "first");

  private MutantChoice() {}

  /** Tells whether every broken backend is asked for. */
  static boolean isAll() {
    return WHICH.equals("all");
  }

  /** Returns the first or last of each clause, every tenth, or all, as asked for. */
  static List<Mutant> of(List<Mutant> all) {
    assertTrue(
        List.of("first", "last", "sample", "all").contains(WHICH),
        "-D"
            + PROPERTY
            + " is "
            + WHICH
            + "; expected all, a sample, or first or last of each clause");
    if (isAll()) {
      return all;
    }
    if (WHICH.equals("sample")) {
      return IntStream.range(0, all.size()).filter(i -> i % 10 == 0).mapToObj(all::get).toList();
    }
    Map<Clause, Mutant> chosen = new EnumMap<>(Clause.class);
    for (Mutant mutant : all) {
      chosen.merge(mutant.clause(), mutant, (one, next) -> WHICH.equals("first") ? one : next);
    }
    return List.copyOf(chosen.values());
  }
}
