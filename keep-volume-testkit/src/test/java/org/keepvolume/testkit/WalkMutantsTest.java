// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepvolume.testkit.mutants.Mutant;
import org.keepvolume.testkit.mutants.WalkMutants;

/**
 * What the walks are there for: mistakes that no test of one clause finds. Two of them, or all
 * where {@link MutantChoice} is all.
 */
class WalkMutantsTest {
  @TempDir Path reports;

  static List<Mutant> mutants() {
    return MutantChoice.isAll() ? WalkMutants.all() : WalkMutants.all().subList(0, 2);
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void testsOfOneClauseFindNothing(Mutant mutant) throws Exception {
    assertEquals(List.of(), KitRuns.failures(KitRuns.on(mutant, reports)));
  }
}
