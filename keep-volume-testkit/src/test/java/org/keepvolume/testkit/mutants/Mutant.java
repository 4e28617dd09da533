// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import java.util.function.UnaryOperator;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
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
public record Mutant(
    Clause clause, String bug, FixtureMaker fixture, UnaryOperator<Volume> layers) {
  /** Makes a fixture. */
  @FunctionalInterface
  public interface FixtureMaker {
    VolumeFixture make() throws Exception;
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
    return new Mutant(clause, bug, fixture, org.keepvolume.layer.Layers::standard);
  }

  /** A good volume in a broken stack. */
  static Mutant ofLayers(Clause clause, String bug, UnaryOperator<Volume> layers) {
    return new Mutant(clause, bug, MemoryFixture::new, layers);
  }

  @Override
  public String toString() {
    return clause + ": " + bug;
  }
}
