// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import com.google.common.collect.Sets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.keepvolume.Capability;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.Evidence;
import org.keepvolume.testkit.memory.MemoryFixture;

/** A fixture that declares DURABLE, and has good evidence for all clauses but one. */
final class DurableFixture extends MemoryFixture {
  private static final String RUN = "writes under a tracer of system calls";

  private final Clause clause;
  private final Optional<Evidence> evidence;

  private DurableFixture(Clause clause, Optional<Evidence> evidence) {
    this.clause = clause;
    this.evidence = evidence;
  }

  static Mutant withViolation(Clause clause, String bug, String violation) {
    Evidence evidence = new Evidence(RUN, List.of(violation));
    return Mutant.ofFixture(clause, bug, () -> new DurableFixture(clause, Optional.of(evidence)));
  }

  static Mutant withoutEvidence(Clause clause, String bug) {
    return Mutant.ofFixture(clause, bug, () -> new DurableFixture(clause, Optional.empty()));
  }

  @Override
  public Set<Capability> capabilities() {
    return with(super.capabilities());
  }

  private static Set<Capability> with(Set<Capability> others) {
    return Sets.immutableEnumSet(Sets.union(others, Set.of(Capability.DURABLE)));
  }

  @Override
  public Volume open(VolumeContext context) throws Exception {
    return new ForwardingVolume(super.open(context)) {
      @Override
      public Set<Capability> capabilities() {
        return with(super.capabilities());
      }
    };
  }

  @Override
  public Optional<Evidence> evidence(Clause asked) throws Exception {
    return asked == clause ? evidence : Optional.of(new Evidence(RUN, List.of()));
  }
}
