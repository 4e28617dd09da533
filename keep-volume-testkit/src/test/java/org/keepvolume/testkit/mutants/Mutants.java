// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import java.util.List;
import java.util.stream.Stream;

/** All broken backends. */
public final class Mutants {
  private Mutants() {}

  public static List<Mutant> all() {
    return Stream.of(
            ReadMutants.all(),
            TransferMutants.all(),
            SizeMutants.all(),
            WriteMutants.all(),
            WriteRaceMutants.all(),
            FailedWriteMutants.all(),
            TouchMutants.all(),
            TrashMutants.all(),
            UntrashMutants.all(),
            TrashRaceMutants.all(),
            SweepMutants.all(),
            LostAnswerMutants.all(),
            IndexMutants.all(),
            ListingMutants.all(),
            AccessMutants.all(),
            CancellationMutants.all(),
            LifeCycleMutants.all(),
            ConcurrencyMutants.all(),
            CapabilityMutants.all(),
            ConfigurationMutants.all(),
            SecretMutants.all(),
            ObservationMutants.all(),
            ProviderMutants.all(),
            SharedMutants.all(),
            InventedMutants.all())
        .flatMap(List::stream)
        .toList();
  }
}
