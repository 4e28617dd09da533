// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import static org.keepvolume.testkit.Clause.CX_1;
import static org.keepvolume.testkit.Clause.CX_2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSink;
import org.keepvolume.CallCancelledException;
import org.keepvolume.IndexVisitor;
import org.keepvolume.Operation;
import org.keepvolume.TrashSweep;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.layer.ForwardingVolume;

/** Mistakes about interrupts and limits. */
final class CancellationMutants {
  private CancellationMutants() {}

  static List<Mutant> all() {
    return List.of(
        Mutant.of(
            CX_1,
            "swallows the interrupt: the flag is clear afterwards",
            (volume, raw, context) ->
                new ForwardingVolume(volume) {
                  @Override
                  public void touch(BlockHash hash) throws VolumeException {
                    try {
                      super.touch(hash);
                    } catch (CallCancelledException e) {
                      boolean unused = Thread.interrupted();
                      throw e;
                    }
                  }
                }),
        Mutant.of(
            CX_1,
            "does not look at the flag before it sweeps",
            (volume, raw, context) ->
                new ForwardingVolume(volume) {
                  @Override
                  public TrashSweep emptyTrash() throws VolumeException {
                    boolean interrupted = Thread.interrupted();
                    try {
                      return super.emptyTrash();
                    } finally {
                      restore(interrupted);
                    }
                  }
                }),
        Mutant.of(
            CX_1,
            "takes the interrupt of a read for a device that does not answer",
            (volume, raw, context) ->
                new ForwardingVolume(volume) {
                  @Override
                  public int read(BlockHash hash, BlockSink sink) throws IOException {
                    try {
                      return super.read(hash, sink);
                    } catch (CallCancelledException e) {
                      throw new VolumeUnavailableException(
                          Operation.READ, hash, deviceId(), "broken off", null, e);
                    }
                  }
                }),
        Mutant.of(CX_1, "reads to the end once begun", (volume, raw, context) -> new Deaf(volume)),
        Mutant.of(
            CX_1,
            "an interrupt closes the channel that all readers of a block share",
            (volume, raw, context) -> new SharedChannel(volume)),
        Mutant.of(
            CX_1,
            "cannot write any more once a write was interrupted",
            (volume, raw, context) -> new WornOut(volume)),
        Mutant.of(
            CX_2,
            "waits for the lock without a limit, and hangs",
            (volume, raw, context) ->
                new ForwardingVolume(volume) {
                  @Override
                  public void touch(BlockHash hash) throws VolumeException {
                    while (true) {
                      try {
                        super.touch(hash);
                        return;
                      } catch (VolumeUnavailableException e) {
                        if (!"no answer within PT0.02S".equals(e.detail())) {
                          throw e;
                        }
                      }
                    }
                  }
                }),
        Mutant.of(
            CX_2,
            "tells a device that does not answer as a failure that a person must look at",
            (volume, raw, context) ->
                new ForwardingVolume(volume) {
                  @Override
                  public BlockInfo stat(BlockHash hash) throws VolumeException {
                    try {
                      return super.stat(hash);
                    } catch (VolumeUnavailableException e) {
                      throw new VolumeFailureException(
                          Operation.STAT, hash, deviceId(), "timeout", e);
                    }
                  }
                }));
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks at the interrupt flag before a transfer or a listing, and not in between. */
  private static final class Deaf extends ForwardingVolume {
    Deaf(Volume volume) {
      super(volume);
    }

    @Override
    public int read(BlockHash hash, BlockSink sink) throws IOException {
      boolean[] interrupted = new boolean[1];
      try {
        return super.read(
            hash,
            new ReadMutants.SinkOver(sink) {
              @Override
              public void write(ByteBuffer src, int position) throws IOException {
                super.write(src, position);
                interrupted[0] |= Thread.interrupted();
              }
            });
      } finally {
        restore(interrupted[0]);
      }
    }

    @Override
    public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
      boolean[] interrupted = new boolean[1];
      try {
        super.index(
            prefix,
            block -> {
              boolean more = visitor.visit(block);
              interrupted[0] |= Thread.interrupted();
              return more;
            });
      } finally {
        restore(interrupted[0]);
      }
    }
  }

  /** Readers that run at once share what an interrupt of one of them closes. */
  private static final class SharedChannel extends ForwardingVolume {
    private final AtomicInteger interrupts = new AtomicInteger();

    SharedChannel(Volume volume) {
      super(volume);
    }

    @Override
    public int read(BlockHash hash, BlockSink sink) throws IOException {
      int opened = interrupts.get();
      try {
        return super.read(
            hash,
            new ReadMutants.SinkOver(sink) {
              @Override
              public void write(ByteBuffer src, int position) throws IOException {
                if (interrupts.get() != opened) {
                  throw new VolumeFailureException(
                      Operation.READ, hash, deviceId(), "the channel is closed", null);
                }
                super.write(src, position);
              }
            });
      } catch (CallCancelledException e) {
        int unused = interrupts.incrementAndGet();
        throw e;
      }
    }
  }

  /** An interrupt in the middle leaves something behind that every later write trips over. */
  private static final class WornOut extends ForwardingVolume {
    private volatile boolean wornOut;

    WornOut(Volume volume) {
      super(volume);
    }

    @Override
    public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
      if (wornOut) {
        throw new VolumeFailureException(
            Operation.WRITE, hash, deviceId(), "the writer is closed", null);
      }
      boolean interrupted = Thread.currentThread().isInterrupted();
      try {
        super.write(hash, data);
      } catch (CallCancelledException e) {
        wornOut = !interrupted;
        throw e;
      }
    }
  }
}
