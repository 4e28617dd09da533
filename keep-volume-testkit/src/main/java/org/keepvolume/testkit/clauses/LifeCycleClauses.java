// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import static org.keepvolume.testkit.Clause.LC_1;
import static org.keepvolume.testkit.Clause.LC_2;
import static org.keepvolume.testkit.Clause.LC_5;
import static org.keepvolume.testkit.Clause.LC_6;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.keepvolume.BlockPrefix;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Capability;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeStatus;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.testkit.RecordingSink;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.Verifies;
import org.keepvolume.testkit.VolumeFixture.MissingDevice;

/** Opening and closing: LC-1, LC-2, LC-5 and LC-6. */
public abstract class LifeCycleClauses extends ClauseGroup {
  private static final int SEVERAL_SLICES = (3 << 20) + 5;

  @Test
  @Verifies(LC_1)
  void openingWhereNoDeviceIsFailsNamingItAndCreatesNothing() throws Exception {
    MissingDevice missing = subject().fixture().missingDevice();
    for (int i = 0; i < 2; i++) {
      try {
        Volume opened = subject().closeLater(missing.open(subject().context(POLICY)));
        see(false, "opening %s, where no device is, gave %s", missing.name(), opened.deviceId());
      } catch (Exception e) {
        see(
            String.valueOf(e.getMessage()).contains(missing.name()),
            "opening a missing device threw %s, which does not name %s",
            e,
            missing.name());
      }
      see(!missing.exists(), "opening %s, where no device was, created it", missing.name());
    }
  }

  @Test
  @Verifies(LC_2)
  void secondCloseDoesNothing() throws Exception {
    Volume stack = subject().standard(POLICY);
    stack.close();
    Map<String, String> device = raw().snapshot();
    for (int i = 0; i < 2; i++) {
      var outcome = inBackground("another close", closing(stack)).await(LC_2);
      see(outcome.thrown() == null, "close of a closed volume threw %s", outcome);
    }
    requireUnchanged(device, "close of a closed volume");
  }

  @Test
  @Verifies(LC_2)
  void volumeObjectsOfOneDeviceHaveOneDeviceId() throws Exception {
    String id = volume().deviceId();
    String another = subject().open(POLICY).deviceId();
    see(id.equals(another), "two volume objects on one device call it %s and %s", id, another);
  }

  @Test
  @Verifies(LC_5)
  void closeLeavesOtherVolumeObjectsAlone() throws Exception {
    Volume another = subject().standard(POLICY);
    Map<String, String> before = outcomes(stored(100));
    requireContent(another, stored(100));
    another.close();
    Map<String, String> after = outcomes(stored(100));
    see(
        after.equals(before),
        "once another volume object was closed, calls gave %s; before, %s",
        after,
        before);
  }

  /** Returns what each call about a block throws, or that it returns. */
  private Map<String, String> outcomes(TestBlock block) throws Exception {
    Map<String, String> outcomes = new TreeMap<>();
    for (var call : Operations.all(this, volume(), block).entrySet()) {
      try {
        var unused = call.getValue().result();
        outcomes.put(call.getKey(), "returned");
      } catch (VolumeException e) {
        outcomes.put(call.getKey(), e.getClass().getSimpleName());
      }
    }
    return outcomes;
  }

  @Test
  @Verifies(LC_2)
  void callsAfterCloseFailAndChangeNothing() throws Exception {
    TestBlock block = oldBlock(100);
    Volume stack = subject().standard(POLICY);
    stack.close();
    Map<String, String> device = raw().snapshot();
    for (Map.Entry<String, Operations.Call> call : Operations.all(this, stack, block).entrySet()) {
      String what = call.getKey() + " after close";
      var unused = requireThrown(IllegalStateException.class, what, () -> call.getValue().result());
      requireUnchanged(device, what);
    }
  }

  @Test
  @Verifies(LC_2)
  void deviceIdAndCapabilitiesAnswerAfterClose() throws Exception {
    Volume stack = subject().standard(POLICY);
    String deviceId = stack.deviceId();
    Set<Capability> capabilities = stack.capabilities();
    stack.close();
    var id = inBackground("deviceId after close", stack::deviceId).await(LC_2);
    see(
        deviceId.equals(id.value()),
        "deviceId gave %s before close, and %s after it",
        deviceId,
        id);
    var set = inBackground("capabilities after close", stack::capabilities).await(LC_2);
    see(
        capabilities.equals(set.value()),
        "capabilities gave %s before close, and %s after it",
        capabilities,
        set);
  }

  @Test
  @Verifies(LC_5)
  void threadsAndDescriptorsAreGoneAfterClose() throws Exception {
    TestBlock block = stored(SEVERAL_SLICES);
    for (Volume volume : List.of(volume(), subject().open(POLICY))) {
      useInEveryWay(volume, block);
    }
    subject().closeVolumesAndAwaitTheirThreads();
  }

  private void useInEveryWay(Volume volume, TestBlock block) throws Exception {
    for (Supplier<RecordingSink> sink :
        List.<Supplier<RecordingSink>>of(
            RecordingSink::sequential, RecordingSink::lending, RecordingSink::parallelCalls)) {
      attempt(() -> volume.read(block.hash(), sink.get()));
      attempt(() -> volume.read(block.hash(), sink.get().onBegin(LifeCycleClauses::fail)));
      attempt(() -> volume.read(block.hash(), sink.get().onFirstWrite(LifeCycleClauses::fail)));
      attempt(
          () ->
              volume.read(
                  block.hash(), sink.get().onFirstWrite(Thread.currentThread()::interrupt)));
    }
    attempt(
        () -> {
          volume.index(BlockPrefix.ALL, entry -> failing());
          return "success";
        });
    attempt(
        () -> {
          volume.index(BlockPrefix.ALL, entry -> false);
          return "success";
        });
    for (TestBlock each : List.of(block, oldBlock(100), block(100))) {
      for (Operations.Call call : Operations.all(this, volume, each).values()) {
        attempt(call);
      }
    }
    if (has(Capability.TRASH)) {
      attempt(
          () -> {
            volume.indexTrash(BlockPrefix.ALL, (hash, size, deadline) -> failing());
            return "success";
          });
    }
  }

  /** Makes a call whose result is another clause's matter. */
  private static void attempt(Operations.Call call) {
    try {
      var unused = call.result();
    } catch (Exception e) {
      // What counts is what the call leaves behind.
    }
    boolean unusedFlag = Thread.interrupted();
  }

  private static void fail() throws IOException {
    boolean unused = failing();
  }

  private static boolean failing() throws IOException {
    throw new IOException("enough");
  }

  @Test
  @Verifies(LC_5)
  void executorThatWasGivenStaysOpen() throws Exception {
    ExecutorService executor =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, Subject.THREAD_PREFIX + "executor");
              thread.setDaemon(true);
              return thread;
            });
    AutoCloseable unusedPool = subject().closeLater(executor::shutdownNow);
    TestBlock block = stored(SEVERAL_SLICES);
    Volume volume = subject().fixture().open(subject().context(POLICY).withExecutor(executor));
    try {
      attempt(() -> volume.read(block.hash(), RecordingSink.parallelCalls()));
    } finally {
      volume.close();
    }
    try {
      String answer = executor.submit(() -> "runs").get();
      see(answer.equals("runs"), "the executor given to the volume gave %s after close", answer);
    } catch (RejectedExecutionException e) {
      throw new Seen("the executor given to the volume was shut down by close: " + e, e);
    }
  }

  /** Under the stack: a backend whose status waits at a gate, and whose closes are counted. */
  private static final class Watched extends ForwardingVolume {
    private final Gate gate;
    private final AtomicInteger closes = new AtomicInteger();

    Watched(Volume volume, Gate gate) {
      super(volume);
      this.gate = gate;
    }

    @Override
    public VolumeStatus status() {
      try {
        gate.pass();
      } catch (IOException e) {
        throw new IllegalStateException("a running call was not left to end: " + e, e);
      }
      return new VolumeStatus(OptionalLong.empty(), OptionalLong.empty());
    }

    @Override
    public void close() throws VolumeException {
      int unused = closes.incrementAndGet();
      super.close();
    }

    void requireCloses(int expected, String when) {
      see(
          closes.get() == expected,
          "%s the backend had been closed %s times; expected %s",
          when,
          closes,
          expected);
    }
  }

  private static Callable<String> closing(Volume volume) {
    return () -> {
      volume.close();
      return "success";
    };
  }

  @Test
  @Verifies(LC_6)
  void backendIsClosedOnceHoweverOftenTheVolumeIs() throws Exception {
    try (Gate gate = new Gate(subject().limit())) {
      Watched[] backend = new Watched[1];
      Volume stack = subject().standard(POLICY, raw -> backend[0] = new Watched(raw, gate));
      for (int i = 0; i < 3; i++) {
        var unused = inBackground("close", closing(stack)).await(LC_6);
      }
      backend[0].requireCloses(1, "after three closes");
    }
  }

  @Test
  @Verifies(LC_6)
  void closeWaitsForRunningCallsAndRefusesNewOnes() throws Exception {
    TestBlock block = stored(100);
    try (Gate gate = new Gate(subject().limit())) {
      Watched[] backend = new Watched[1];
      Volume stack = subject().standard(POLICY, raw -> backend[0] = new Watched(raw, gate));
      Background<VolumeStatus> running = inBackground("a running call", stack::status);
      see(gate.awaitArrivals(1), "a call of the volume did not reach its backend");
      List<Background<String>> closes =
          List.of(inBackground("close", closing(stack)), inBackground("close", closing(stack)));
      for (Background<String> close : closes) {
        see(!close.awaitEndedOrWaiting(), "close returned while a call was running");
      }
      backend[0].requireCloses(0, "while a call was running");
      var refused = inBackground("stat", () -> stack.stat(block.hash())).await(LC_6);
      see(
          refused.thrown() instanceof IllegalStateException,
          "while close waited for a running call a new call gave %s",
          refused);
      gate.open();
      var ended = running.await(LC_6);
      see(ended.thrown() == null, "close did not let a running call end: %s", ended);
      var first = closes.get(0).await(LC_6);
      var second = closes.get(1).await(LC_6);
      see(
          first.thrown() == null || second.thrown() == null, // of a second close LC-2 speaks
          "two closes beside a running call both failed: %s, %s",
          first,
          second);
      backend[0].requireCloses(1, "after two closes at once");
    }
  }

  @Test
  @Verifies(LC_6)
  void interruptedCloseGoesOnAtTheNextClose() throws Exception {
    TestBlock block = stored(100);
    try (Gate gate = new Gate(subject().limit())) {
      Watched[] backend = new Watched[1];
      Volume stack = subject().standard(POLICY, raw -> backend[0] = new Watched(raw, gate));
      Background<VolumeStatus> running = inBackground("a running call", stack::status);
      see(gate.awaitArrivals(1), "a call of the volume did not reach its backend");
      Background<String> close = inBackground("an interrupted close", closing(stack));
      boolean unused = close.awaitEndedOrWaiting();
      close.interrupt();
      var outcome = close.await(LC_6);
      see(
          outcome.thrown() instanceof CallCancelledException && close.endedInterrupted(),
          "close, interrupted while it waited for a running call, gave %s; the flag is %s",
          outcome,
          close.endedInterrupted() ? "set" : "not set");
      backend[0].requireCloses(0, "after an interrupted close");
      var refused = inBackground("stat", () -> stack.stat(block.hash())).await(LC_6);
      see(
          refused.thrown() instanceof IllegalStateException,
          "after an interrupted close a new call gave %s",
          refused);
      gate.open();
      var ended = running.await(LC_6);
      see(ended.thrown() == null, "an interrupted close did not let a running call end: %s", ended);
      var again = inBackground("a further close", closing(stack)).await(LC_6);
      see(again.thrown() == null, "close after an interrupted close threw %s", again);
      backend[0].requireCloses(1, "after a further close");
    }
  }
}
