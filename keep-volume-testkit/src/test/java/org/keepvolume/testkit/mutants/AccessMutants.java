// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import static org.keepvolume.testkit.Clause.CP_1;
import static org.keepvolume.testkit.Clause.RO_1;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javax.annotation.Nullable;
import org.keepvolume.Access;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.Capability;
import org.keepvolume.Operation;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashSweep;
import org.keepvolume.TrashVisitor;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeUnsupportedException;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.layer.LayerOptions;
import org.keepvolume.layer.Layers;

/** Mistakes in what a mount forbids. */
final class AccessMutants {
  private AccessMutants() {}

  static List<Mutant> all() {
    return List.of(
        Mutant.ofLayers(
            RO_1,
            "takes a touch for reading",
            (raw, options) ->
                new Layer(raw, options) {
                  @Override
                  public void touch(BlockHash hash) throws VolumeException {
                    if (options.access() == Access.READ_WRITE) {
                      super.touch(hash);
                    } else {
                      raw.touch(hash);
                    }
                  }
                }),
        Mutant.ofLayers(
            RO_1,
            "sweeps the trash of a read-only mount, since only blocks are to be read",
            (raw, options) ->
                new Layer(raw, options) {
                  @Override
                  public TrashSweep emptyTrash() throws VolumeException {
                    return options.access() == Access.READ_ONLY && !options.serialized()
                        ? raw.emptyTrash()
                        : super.emptyTrash();
                  }
                }),
        Mutant.ofLayers(
            RO_1,
            "looks whether the block is there before it refuses to trash it",
            (raw, options) ->
                new Layer(raw, options) {
                  @Override
                  public TrashOutcome trash(BlockHash hash, @Nullable Instant onlyIfMtime)
                      throws VolumeException {
                    if (options.access() == Access.READ_ONLY) {
                      var unused = raw.stat(hash);
                    }
                    return super.trash(hash, onlyIfMtime);
                  }
                }),
        Mutant.ofLayers(
            RO_1,
            "tells what the mount forbids as what the backend cannot do",
            (raw, options) ->
                new Layer(raw, options) {
                  @Override
                  public UntrashOutcome untrash(BlockHash hash) throws VolumeException {
                    if (options.access() == Access.READ_ONLY) {
                      throw new VolumeUnsupportedException(
                          Operation.UNTRASH, hash, deviceId(), Capability.TRASH.refusal(), null);
                    }
                    return super.untrash(hash);
                  }
                }),
        Mutant.ofLayers(
            RO_1,
            "forbids the trash of a mount that is to be emptied",
            (raw, options) ->
                new Layer(raw, options) {
                  @Override
                  public TrashOutcome trash(BlockHash hash, @Nullable Instant onlyIfMtime)
                      throws VolumeException {
                    return options.access() == Access.READ_TRASH
                        ? Layers.restricted(raw, Access.READ_ONLY).trash(hash, onlyIfMtime)
                        : super.trash(hash, onlyIfMtime);
                  }
                }),
        Mutant.ofLayers(
            RO_1,
            "lets a refusal wait for its turn",
            (raw, options) ->
                options.serialized()
                    ? Layers.serialized(
                        Layers.standard(raw, options.withSerialized(false)), options.turnLimit())
                    : Layers.standard(raw, options)),
        Mutant.ofLayers(
            CP_1,
            "claims on a read-only mount what the backend can do",
            (raw, options) ->
                new Layer(raw, options) {
                  @Override
                  public Set<Capability> capabilities() {
                    return raw.capabilities();
                  }
                }),
        Mutant.ofLayers(
            CP_1,
            "lists nothing in place of refusing, since the mount has no trash",
            (raw, options) ->
                new Layer(raw, options) {
                  @Override
                  public void indexTrash(BlockPrefix prefix, TrashVisitor visitor)
                      throws IOException {
                    if (options.access() != Access.READ_ONLY) {
                      super.indexTrash(prefix, visitor);
                    }
                  }
                }));
  }

  /** A layer over the good stack. */
  private static class Layer extends ForwardingVolume {
    Layer(Volume raw, LayerOptions options) {
      super(Layers.standard(raw, options));
    }
  }
}
