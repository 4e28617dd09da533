// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Broken backends that were thought of from the contract alone, without a look at the kit. */
public final class InventedMutants {
  /** They break several clauses, or the kit sees them through the test of another one. */
  private static final Set<String> WIDE =
      Set.of(
          "does not begin an empty block",
          "remembers that a block is missing until it writes it itself",
          "leaves the tail of a longer copy",
          "has one buffer for all reads",
          "sweeps again after a lost answer and forgets what the first removed",
          "lists the latest copy of a block only",
          "answers a whole hash by stat");

  private InventedMutants() {}

  /** Returns those that break exactly one clause. */
  public static List<Mutant> all() {
    return Stream.of(
            InventedTransferMutants.all(),
            InventedTrashMutants.all(),
            InventedListingMutants.all(),
            InventedLifeMutants.all())
        .flatMap(List::stream)
        .filter(mutant -> !WIDE.contains(mutant.bug()))
        .toList();
  }
}
