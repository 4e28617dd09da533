// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import static org.keepvolume.testkit.Clause.CP_1;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.Capability;
import org.keepvolume.Operation;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashSweep;
import org.keepvolume.TrashVisitor;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeStatus;
import org.keepvolume.VolumeUnsupportedException;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.layer.Layers;
import org.keepvolume.testkit.memory.LesserFixture;

/** Mistakes in what a volume declares and refuses. */
final class CapabilityMutants {
  private CapabilityMutants() {}

  static List<Mutant> all() {
    return List.of(
        declaring("promises to be shared, which it is not meant to be", Capability.values()),
        declaring("keeps its trash to itself", Capability.WRITE),
        Mutant.of(
            CP_1,
            "takes capabilities back when it has seen more of the device",
            (volume, raw, context) -> new Changing(volume)),
        Mutant.of(
            CP_1,
            "gives its own set of capabilities away",
            (volume, raw, context) ->
                new ForwardingVolume(volume) {
                  @Override
                  public Set<Capability> capabilities() {
                    return EnumSet.copyOf(super.capabilities());
                  }
                }),
        withoutTrash(
            "lets trash through, since the backend happens to have one",
            (raw, options) ->
                new ForwardingVolume(Layers.standard(raw, options)) {
                  @Override
                  public TrashOutcome trash(BlockHash hash, @Nullable Instant onlyIfMtime)
                      throws VolumeException {
                    return raw.trash(hash, onlyIfMtime);
                  }
                }),
        withoutTrash(
            "trashes first and refuses then",
            (raw, options) ->
                new ForwardingVolume(Layers.standard(raw, options)) {
                  @Override
                  public TrashOutcome trash(BlockHash hash, @Nullable Instant onlyIfMtime)
                      throws VolumeException {
                    TrashOutcome unused = raw.trash(hash, null);
                    return super.trash(hash, onlyIfMtime);
                  }
                }),
        withoutTrash(
            "lists no trash in place of refusing",
            (raw, options) ->
                new ForwardingVolume(Layers.standard(raw, options)) {
                  @Override
                  public void indexTrash(BlockPrefix prefix, TrashVisitor visitor) {}
                }),
        withoutTrash(
            "refuses a sweep without saying what is missing",
            (raw, options) ->
                new ForwardingVolume(Layers.standard(raw, options)) {
                  @Override
                  public TrashSweep emptyTrash() throws VolumeException {
                    throw new VolumeUnsupportedException(
                        Operation.EMPTY_TRASH, null, deviceId(), "not supported", null);
                  }
                }),
        new Mutant(
            CP_1,
            "drops a write in place of refusing",
            () -> new LesserFixture("memory-read-only", Set.of()),
            (raw, options) ->
                new ForwardingVolume(Layers.standard(raw, options)) {
                  @Override
                  public void write(BlockHash hash, ByteBuffer data) {}
                }),
        new Mutant(
            CP_1,
            "touches although it takes no writes",
            () -> new LesserFixture("memory-read-only", Set.of()),
            (raw, options) ->
                new ForwardingVolume(Layers.standard(raw, options)) {
                  @Override
                  public void touch(BlockHash hash) throws VolumeException {
                    raw.touch(hash);
                  }
                }));
  }

  private static Mutant declaring(String bug, Capability... capabilities) {
    Set<Capability> declared = Set.of(capabilities);
    return Mutant.of(
        CP_1,
        bug,
        (volume, raw, context) ->
            new ForwardingVolume(volume) {
              @Override
              public Set<Capability> capabilities() {
                return declared;
              }
            });
  }

  private static Mutant withoutTrash(String bug, Mutant.LayerMaker layers) {
    return new Mutant(
        CP_1, bug, () -> new LesserFixture("memory-write-only", Set.of(Capability.WRITE)), layers);
  }

  /** Asks the device for its capabilities anew. */
  private static final class Changing extends ForwardingVolume {
    private final AtomicBoolean asked = new AtomicBoolean();

    Changing(Volume volume) {
      super(volume);
    }

    @Override
    public Set<Capability> capabilities() {
      return asked.get() ? Set.of(Capability.WRITE) : super.capabilities();
    }

    @Override
    public VolumeStatus status() throws VolumeException {
      asked.set(true);
      return super.status();
    }
  }
}
