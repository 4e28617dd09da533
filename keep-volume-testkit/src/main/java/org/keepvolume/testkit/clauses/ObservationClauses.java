// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import static org.keepvolume.testkit.Clause.OB_1;

import com.google.common.base.CaseFormat;
import com.google.common.collect.Sets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;
import javax.annotation.Nullable;
import org.junit.jupiter.api.Test;
import org.keepvolume.Access;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSink;
import org.keepvolume.CallCancelledException;
import org.keepvolume.CallOutcome;
import org.keepvolume.Capability;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeFullException;
import org.keepvolume.VolumeReadOnlyException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.layer.LayerOptions;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.Verifies;
import org.keepvolume.testkit.fault.FaultScript;
import org.keepvolume.testkit.fault.FaultyVolume;
import org.keepvolume.testkit.fault.NthCall;

/** What an observer is told of an opened volume: OB-1. */
public abstract class ObservationClauses extends ClauseGroup {
  private static final int SIZE = 1000;
  private static final int SEVERAL_SLICES = (3 << 20) + 5;

  /** How long a call is held up, so that its time is known not to be less. */
  private static final long HELD_NANOS = Duration.ofMillis(1).toNanos();

  private static final Set<Operation> TRASH =
      Sets.immutableEnumSet(
          Operation.TRASH, Operation.UNTRASH, Operation.INDEX_TRASH, Operation.EMPTY_TRASH);

  private FaultScript below;
  private Told told;

  /** Opens a volume whose observer tells this group, above a backend that follows the script. */
  private Volume observed(LayerOptions options) throws Exception {
    below = new FaultScript();
    return observed(options, raw -> new FaultyVolume(raw, below));
  }

  private Volume observed(LayerOptions options, UnaryOperator<Volume> backend) throws Exception {
    told = new Told();
    Volume volume = subject().standard(POLICY, options.withObserver(told), backend);
    told.expect(volume.deviceId());
    return volume;
  }

  /** Returns the calls that the checks let through: what a volume claims is CP-1's. */
  private Map<Operation, Operations.Call> calls(Volume volume, TestBlock block) {
    Map<Operation, Operations.Call> calls = new EnumMap<>(Operation.class);
    Operations.all(this, volume, block)
        .forEach(
            (name, call) ->
                calls.put(
                    Operation.valueOf(CaseFormat.LOWER_CAMEL.to(CaseFormat.UPPER_UNDERSCORE, name)),
                    call));
    if (!claims(volume, Capability.WRITE)) {
      calls.keySet().removeAll(EnumSet.of(Operation.WRITE, Operation.TOUCH));
    }
    if (!claims(volume, Capability.TRASH)) {
      calls.keySet().removeAll(TRASH);
    }
    return calls;
  }

  private boolean claims(Volume volume, Capability capability) {
    return has(capability) && volume.capabilities().contains(capability);
  }

  /** Makes a call, and requires that it is told as what it was. */
  private void requireTold(Operation operation, Operations.Call call, int size, long leastNanos) {
    told.forget();
    CallOutcome outcome = CallOutcome.SUCCESS;
    long start = System.nanoTime();
    try {
      var unused = call.result();
    } catch (Exception e) {
      outcome = CallOutcome.of(e);
    }
    long took = System.nanoTime() - start;
    boolean transfers =
        operation == Operation.WRITE
            || (operation == Operation.READ && outcome == CallOutcome.SUCCESS);
    told.requireOne(operation, outcome, transfers ? size : 0, leastNanos, took);
  }

  @Test
  @Verifies(OB_1)
  void everyOperationIsCountedWithOutcomeBytesAndTime() throws Exception {
    Volume volume = observed(LayerOptions.defaults());
    for (TestBlock block : List.of(oldBlock(SIZE), block(SIZE))) { // one present, one missing
      for (Map.Entry<Operation, Operations.Call> call : calls(volume, block).entrySet()) {
        next(call.getKey()).run(ObservationClauses::passTime);
        requireTold(call.getKey(), call.getValue(), SIZE, HELD_NANOS);
      }
    }
    requireTold(
        Operation.CLOSE,
        () -> {
          volume.close();
          return "success";
        },
        0,
        0);
  }

  private NthCall next(Operation operation) {
    return below.on(operation, below.calls(operation) + 1);
  }

  private static void passTime() {
    long start = System.nanoTime();
    while (System.nanoTime() - start < HELD_NANOS) {
      Thread.onSpinWait();
    }
  }

  @Test
  @Verifies(OB_1)
  void failingOperationsAreCountedByWhatFailed() throws Exception {
    Volume volume = observed(LayerOptions.defaults());
    List<NthCall.Failure> failures =
        List.of(
            (operation, hash, device) ->
                new VolumeUnavailableException(operation, hash, device, "scripted", null, null),
            (operation, hash, device) ->
                new VolumeFailureException(operation, hash, device, "scripted", null),
            (operation, hash, device) ->
                new VolumeFullException(operation, hash, device, "scripted", null),
            (operation, hash, device) ->
                new CallCancelledException(operation, hash, device, "scripted", null));
    for (Map.Entry<Operation, Operations.Call> call : calls(volume, stored(SIZE)).entrySet()) {
      for (NthCall.Failure failure : failures) {
        next(call.getKey()).fail(failure);
        requireTold(call.getKey(), call.getValue(), SIZE, 0);
      }
    }
  }

  /** A sink that takes one part and fails at the next one. */
  private static final class Failing implements BlockSink {
    private final IOException failure;
    private final int failingPart;
    private int parts;
    private int taken;

    /** Makes a sink that fails in begin, where the part is -1, or in a write. */
    Failing(IOException failure, int failingPart) {
      this.failure = failure;
      this.failingPart = failingPart;
    }

    @Override
    public void begin(int size) throws IOException {
      if (failingPart < 0) {
        throw failure;
      }
    }

    @Override
    public void write(ByteBuffer src, int position) throws IOException {
      if (parts == failingPart) {
        throw failure;
      }
      parts++;
      taken += src.remaining();
    }
  }

  @Test
  @Verifies(OB_1)
  void whatSinkOrVisitorThrowsIsCountedAsTheCallers() throws Exception {
    TestBlock block = stored(SEVERAL_SLICES);
    TestBlock trashed = has(Capability.TRASH) ? trashedBlock(SIZE) : block;
    Volume volume = observed(LayerOptions.defaults());
    IOException failure = new IOException("the caller's own");
    for (int part = -1; part < 2; part++) {
      Failing sink = new Failing(failure, part);
      requireCallers(
          Operation.READ, failure, () -> volume.read(block.hash(), sink), () -> sink.taken);
    }
    requireCallers(
        Operation.INDEX,
        failure,
        () -> {
          volume.index(BlockPrefix.of(block.hash()), info -> fail(failure));
          return "success";
        },
        () -> 0);
    if (claims(volume, Capability.TRASH)) {
      requireCallers(
          Operation.INDEX_TRASH,
          failure,
          () -> {
            volume.indexTrash(
                BlockPrefix.of(trashed.hash()), (hash, size, deadline) -> fail(failure));
            return "success";
          },
          () -> 0);
    }
  }

  private static boolean fail(IOException failure) throws IOException {
    throw failure;
  }

  private void requireCallers(
      Operation operation, IOException failure, Operations.Call call, IntSupplier bytes) {
    told.forget();
    CallOutcome outcome = CallOutcome.SUCCESS;
    try {
      var unused = call.result();
    } catch (Exception e) {
      // Only the same instance is known to be the caller's; RD-4 and IX-5 speak of that.
      outcome = e == failure ? CallOutcome.CALLER : CallOutcome.of(e);
    }
    told.requireOne(operation, outcome, bytes.getAsInt(), 0, Long.MAX_VALUE);
  }

  @Test
  @Verifies(OB_1)
  void refusalsOfTheMountAreCountedAndThoseOfTheChecksAreNot() throws Exception {
    TestBlock block = block(SIZE);
    Volume volume = observed(LayerOptions.defaults().withAccess(Access.READ_ONLY));
    if (has(Capability.WRITE)) {
      try {
        volume.write(block.hash(), block.buffer());
      } catch (VolumeReadOnlyException e) {
        told.requireOne(Operation.WRITE, CallOutcome.REFUSED, SIZE, 0, Long.MAX_VALUE);
      } catch (VolumeException e) {
        // RO-1 speaks of that.
      }
    }
    volume.close();
    told.forget();
    try {
      var unused = volume.stat(block.hash());
    } catch (IllegalStateException e) {
      told.requireNothing("a call on a closed volume");
    }
    try {
      volume.close();
    } catch (IllegalStateException e) {
      // LC-2 speaks of that.
    }
    told.requireNothing("the close of a closed volume");
  }

  /** The caller's sink, which lends memory of its own and takes parts from any thread. */
  private static final class Lending implements BlockSink {
    private final ByteBuffer lent = ByteBuffer.allocateDirect(1);
    private @Nullable ByteBuffer written;

    @SuppressWarnings("ReferenceEquality") // equal content elsewhere is not the sink's memory
    boolean isLent(@Nullable ByteBuffer buffer) {
      return buffer == lent;
    }

    @Override
    public void begin(int size) {}

    @Override
    public void write(ByteBuffer src, int position) {
      written = src;
    }

    @Override
    public ByteBuffer room(int position, int length) {
      return lent;
    }

    @Override
    public boolean parallel() {
      return true;
    }
  }

  /** A backend that holds one byte under every name, and fills what the sink lends. */
  private static final class OneByte extends ForwardingVolume {
    private boolean parallel;
    private @Nullable ByteBuffer room;

    OneByte(Volume volume) {
      super(volume);
    }

    @Override
    public int read(BlockHash hash, BlockSink sink) throws IOException {
      parallel = sink.parallel();
      sink.begin(1);
      room = sink.room(0, 1);
      sink.write(room == null ? ByteBuffer.allocate(1) : room, 0);
      return 1;
    }
  }

  @Test
  @Verifies(OB_1)
  void countingChangesNothingOfASinksOffers() throws Exception {
    OneByte[] backend = new OneByte[1];
    Volume volume = observed(LayerOptions.defaults(), raw -> backend[0] = new OneByte(raw));
    Lending sink = new Lending();
    int size = volume.read(block(SIZE).hash(), sink);
    told.requireOne(Operation.READ, CallOutcome.SUCCESS, size, 0, Long.MAX_VALUE);
    see(backend[0].parallel, "a sink that is parallel was not, seen from the backend");
    see(
        sink.isLent(backend[0].room) && sink.isLent(sink.written),
        "the memory that a sink lent did not come to the backend and back as the same buffer");
  }
}
