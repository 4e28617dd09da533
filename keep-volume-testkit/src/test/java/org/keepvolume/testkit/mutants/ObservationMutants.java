// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import static org.keepvolume.testkit.Clause.OB_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockSink;
import org.keepvolume.CallOutcome;
import org.keepvolume.FinishedCall;
import org.keepvolume.Operation;
import org.keepvolume.VolumeObserver;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.layer.Layers;

/** Mistakes in what observers are told. */
final class ObservationMutants {
  private ObservationMutants() {}

  static List<Mutant> all() {
    return List.of(
        telling(
            "counts nothing on the error path",
            call -> call.outcome() == CallOutcome.SUCCESS ? List.of(call) : List.of()),
        telling(
            "forgets to count sweeps",
            call -> call.operation() == Operation.EMPTY_TRASH ? List.of() : List.of(call)),
        telling("counts every call in two layers", call -> List.of(call, call)),
        telling(
            "measures no time", call -> List.of(changed(call, call.outcome(), call.bytes(), 0))),
        telling(
            "measures time in microseconds",
            call -> List.of(changed(call, call.outcome(), call.bytes(), call.nanos() / 1000))),
        telling(
            "counts the bytes of reads alone",
            call ->
                List.of(
                    call.operation() == Operation.WRITE
                        ? changed(call, call.outcome(), 0, call.nanos())
                        : call)),
        telling(
            "counts no bytes of a read that the sink ended",
            call ->
                List.of(
                    call.outcome() == CallOutcome.CALLER
                        ? changed(call, call.outcome(), 0, call.nanos())
                        : call)),
        telling(
            "takes a sink's exception for the volume's",
            call ->
                List.of(
                    call.outcome() == CallOutcome.CALLER
                        ? changed(call, CallOutcome.FAILED, call.bytes(), call.nanos())
                        : call)),
        telling(
            "does not count what the mount refuses",
            call -> call.outcome() == CallOutcome.REFUSED ? List.of() : List.of(call)),
        telling(
            "takes what is unavailable for missing",
            call ->
                List.of(
                    call.outcome() == CallOutcome.UNAVAILABLE
                        ? changed(call, CallOutcome.NOT_FOUND, call.bytes(), call.nanos())
                        : call)),
        Mutant.ofLayers(
            OB_1,
            "counts calls that the checks refuse",
            (raw, options) ->
                Layers.observed(
                    Layers.standard(raw, options.withObserver(VolumeObserver.none())),
                    options.observer())),
        Mutant.ofLayers(
            OB_1,
            "hides the memory that a sink lends",
            (raw, options) ->
                Layers.standard(
                    new ForwardingVolume(raw) {
                      @Override
                      public int read(BlockHash hash, BlockSink sink) throws IOException {
                        return raw.read(hash, new Plain(sink));
                      }
                    },
                    options)));
  }

  private static FinishedCall changed(
      FinishedCall call, CallOutcome outcome, long bytes, long nanos) {
    return new FinishedCall(call.volume(), call.operation(), outcome, bytes, nanos);
  }

  /** A stack that tells other ends of calls than those that were. */
  private static Mutant telling(String bug, Function<FinishedCall, List<FinishedCall>> told) {
    return Mutant.ofLayers(
        OB_1,
        bug,
        (raw, options) ->
            Layers.standard(raw, options.withObserver(new Changed(options.observer(), told))));
  }

  private record Changed(VolumeObserver observer, Function<FinishedCall, List<FinishedCall>> told)
      implements VolumeObserver {
    @Override
    public void started(String volume, Operation operation) {
      observer.started(volume, operation);
    }

    @Override
    public void finished(FinishedCall call) {
      told.apply(call).forEach(observer::finished);
    }
  }

  /** Forwards the bytes, and not what else a sink can do. */
  private record Plain(BlockSink sink) implements BlockSink {
    @Override
    public void begin(int size) throws IOException {
      sink.begin(size);
    }

    @Override
    public void write(ByteBuffer src, int position) throws IOException {
      sink.write(src, position);
    }
  }
}
