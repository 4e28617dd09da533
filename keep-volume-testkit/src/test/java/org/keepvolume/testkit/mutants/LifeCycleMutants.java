// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import static org.keepvolume.testkit.Clause.LC_1;
import static org.keepvolume.testkit.Clause.LC_2;
import static org.keepvolume.testkit.Clause.LC_6;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Capability;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.layer.LayerOptions;
import org.keepvolume.layer.Layers;
import org.keepvolume.testkit.memory.MemoryFixture;

/** Mistakes in opening and closing. */
final class LifeCycleMutants {
  private LifeCycleMutants() {}

  static List<Mutant> all() {
    return List.of(
        missing("makes the container where there is none", true, "disk1", false),
        missing("makes the container and fails all the same", true, "disk1", true),
        missing("does not say which device is missing", false, "the root", true),
        Mutant.of(
            LC_2,
            "takes the device id from what was released",
            (volume, raw, context) -> new Forgetful(volume)),
        Mutant.ofLayers(
            LC_2,
            "throws when it is closed again",
            (raw, options) ->
                new Layer(raw, options) {
                  private final AtomicBoolean closed = new AtomicBoolean();

                  @Override
                  public void close() throws VolumeException {
                    super.close();
                    if (closed.getAndSet(true)) {
                      throw new IllegalStateException("closed");
                    }
                  }
                }),
        Mutant.ofLayers(
            LC_2,
            "tells a closed volume as a failure of the device",
            (raw, options) ->
                new Layer(raw, options) {
                  @Override
                  public void touch(BlockHash hash) throws VolumeException {
                    try {
                      super.touch(hash);
                    } catch (IllegalStateException e) {
                      throw new VolumeFailureException(
                          Operation.TOUCH, hash, deviceId(), "closed", e);
                    }
                  }
                }),
        Mutant.ofLayers(
            LC_2,
            "has no capabilities once closed",
            (raw, options) ->
                new Layer(raw, options) {
                  private volatile boolean closed;

                  @Override
                  public Set<Capability> capabilities() {
                    return closed ? Set.of() : super.capabilities();
                  }

                  @Override
                  public void close() throws VolumeException {
                    super.close();
                    closed = true;
                  }
                }),
        Mutant.ofLayers(
            LC_6,
            "closes its backend again at each close",
            (raw, options) ->
                new Layer(raw, options) {
                  @Override
                  public void close() throws VolumeException {
                    super.close();
                    raw.close();
                  }
                }),
        Mutant.ofLayers(
            LC_6,
            "never closes its backend",
            (raw, options) ->
                new Layer(
                    new ForwardingVolume(raw) {
                      @Override
                      public void close() {}
                    },
                    options)),
        Mutant.ofLayers(
            LC_6,
            "closes its backend under calls that run",
            (raw, options) -> {
              AtomicBoolean closed = new AtomicBoolean();
              return new Layer(
                  new ForwardingVolume(raw) {
                    @Override
                    public void close() throws VolumeException {
                      if (!closed.getAndSet(true)) {
                        super.close();
                      }
                    }
                  },
                  options) {
                @Override
                public void close() throws VolumeException {
                  if (!closed.getAndSet(true)) {
                    raw.close();
                  }
                  super.close();
                }
              };
            }),
        Mutant.ofLayers(
            LC_6,
            "takes new calls while close waits",
            (raw, options) ->
                new Layer(raw, options) {
                  private volatile boolean closing;

                  @Override
                  public BlockInfo stat(BlockHash hash) throws VolumeException {
                    return closing ? raw.stat(hash) : super.stat(hash);
                  }

                  @Override
                  public void close() throws VolumeException {
                    closing = true;
                    super.close();
                    closing = false;
                  }
                }),
        Mutant.ofLayers(
            LC_6,
            "swallows the interrupt of a close that waits",
            (raw, options) ->
                new Layer(raw, options) {
                  @Override
                  public void close() throws VolumeException {
                    try {
                      super.close();
                    } catch (CallCancelledException e) {
                      return;
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

  /** Forgets its name in close. */
  private static final class Forgetful extends ForwardingVolume {
    private volatile boolean closed;

    Forgetful(Volume volume) {
      super(volume);
    }

    @Override
    public String deviceId() {
      return closed ? "closed" : super.deviceId();
    }

    @Override
    public void close() throws VolumeException {
      super.close();
      closed = true;
    }
  }

  /** A backend with a mistake in opening where no device is. */
  private static Mutant missing(String bug, boolean creates, String named, boolean fails) {
    return Mutant.ofFixture(LC_1, bug, () -> new MissingFixture(creates, named, fails));
  }

  private static final class MissingFixture extends MemoryFixture {
    private final boolean creates;
    private final String named;
    private final boolean fails;

    MissingFixture(boolean creates, String named, boolean fails) {
      this.creates = creates;
      this.named = named;
      this.fails = fails;
    }

    @Override
    public MissingDevice missingDevice() {
      AtomicBoolean exists = new AtomicBoolean();
      return new MissingDevice() {
        @Override
        public String name() {
          return "disk1";
        }

        @Override
        public Volume open(VolumeContext context) throws Exception {
          exists.set(creates);
          if (fails) {
            throw new VolumeFailureException(
                Operation.OPEN, null, null, "there is no device " + named, null);
          }
          return MissingFixture.this.open(context);
        }

        @Override
        public boolean exists() {
          return exists.get();
        }
      };
    }
  }
}
