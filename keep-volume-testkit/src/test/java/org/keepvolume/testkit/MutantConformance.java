// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import java.util.concurrent.atomic.AtomicReference;
import org.keepvolume.Volume;
import org.keepvolume.layer.LayerOptions;
import org.keepvolume.testkit.mutants.Mutant;

/** The kit on the mutant of the moment; run by {@link KitRuns} alone. */
public class MutantConformance extends VolumeConformance {
  static final AtomicReference<Mutant> MUTANT = new AtomicReference<>();

  @Override
  protected VolumeFixture fixture() throws Exception {
    return MUTANT.get().fixture().make();
  }

  @Override
  Volume standard(Volume raw, LayerOptions options) {
    return MUTANT.get().layers().around(raw, options);
  }
}
