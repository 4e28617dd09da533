// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.layer.LayerOptions;
import org.keepvolume.layer.Layers;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.VolumeFixture;
import org.keepvolume.testkit.memory.MemoryFixture;
import org.keepvolume.testkit.memory.MemoryRaw;

/**
 * A backend with one mistake, which exactly one clause must find.
 *
 * @param clause the clause that it breaks
 * @param bug the mistake, in a few words; the name of its test
 * @param fixture makes the broken backend's device
 * @param layers makes the stack that clauses of scope OPENED speak of
 */
public record Mutant(Clause clause, String bug, FixtureMaker fixture, LayerMaker layers) {
  /** Makes a fixture. */
  @FunctionalInterface
  public interface FixtureMaker {
    VolumeFixture make() throws Exception;
  }

  /** Makes the stack around a backend. */
  @FunctionalInterface
  public interface LayerMaker {
    Volume around(Volume raw, LayerOptions options);
  }

  /** Breaks a good volume, with access to what lies behind it. */
  @FunctionalInterface
  public interface Breaker {
    Volume broken(Volume volume, MemoryRaw raw, VolumeContext context) throws Exception;
  }

  /** A reference volume, broken. */
  static Mutant of(Clause clause, String bug, Breaker breaker) {
    return ofFixture(
        clause,
        bug,
        () ->
            new MemoryFixture() {
              @Override
              public Volume open(VolumeContext context) throws Exception {
                return breaker.broken(super.open(context), raw(), context);
              }
            });
  }

  /** Another fixture altogether. */
  static Mutant ofFixture(Clause clause, String bug, FixtureMaker fixture) {
    return new Mutant(clause, bug, fixture, Layers::standard);
  }

  /** A good volume in a broken stack. */
  static Mutant ofLayers(Clause clause, String bug, LayerMaker layers) {
    return new Mutant(clause, bug, MemoryFixture::new, layers);
  }

  @Override
  public String toString() {
    return clause + ": " + bug;
  }
}
