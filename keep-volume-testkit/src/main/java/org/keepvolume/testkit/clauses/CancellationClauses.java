// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import static org.keepvolume.testkit.Clause.CX_1;
import static org.keepvolume.testkit.Clause.CX_2;
import static org.keepvolume.testkit.Clause.WR_3;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockPrefix;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Capability;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.testkit.DeviceFault;
import org.keepvolume.testkit.RawAccess.Injection;
import org.keepvolume.testkit.RecordingSink;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.Verifies;

/** Interrupts and limits: CX-1 and CX-2. */
public abstract class CancellationClauses extends ClauseGroup {
  private static final int SEVERAL_SLICES = (5 << 20) + 5;
  private static final int OTHER_READERS = 4;

  @Test
  @Verifies(CX_1)
  void interruptedThreadIsCancelledAndChangesNothing() throws Exception {
    Volume volume = volume();
    Map<String, Operations.Call> calls = callsWithEffect();
    Behaviour before = behaviour();
    Map<String, String> device = raw().snapshot();
    for (Map.Entry<String, Operations.Call> call : calls.entrySet()) {
      String what = call.getKey() + " by an interrupted thread";
      Background<Object> started =
          inBackground(
              what,
              () -> {
                Thread.currentThread().interrupt();
                return call.getValue().result();
              });
      requireCancelled(what, started);
      requireUnchanged(device, what);
    }
    requireBehaviour(before, volume);
  }

  @Test
  @Verifies(CX_1)
  void interruptInsideTheSinkEndsTheRead() throws Exception {
    TestBlock block = stored(SEVERAL_SLICES);
    Volume volume = volume();
    Behaviour before = behaviour();
    List<Supplier<RecordingSink>> kinds =
        List.of(RecordingSink::sequential, RecordingSink::lending, RecordingSink::parallelCalls);
    for (Supplier<RecordingSink> kind : kinds) {
      AtomicReference<RecordingSink> used = new AtomicReference<>();
      Background<Integer> read =
          inBackground(
              "a read interrupted inside its sink",
              () -> {
                Thread caller = Thread.currentThread();
                RecordingSink sink = kind.get().onFirstWrite(caller::interrupt);
                used.set(sink);
                return volume.read(block.hash(), sink);
              });
      var outcome = read.await(CX_1);
      RecordingSink sink = used.get();
      boolean nothingWasLeft = outcome.thrown() == null && sink.complete();
      if (nothingWasLeft && (sink.parallel() || sink.writes() == 1)) {
        requireFlag("a read interrupted inside its sink", read);
      } else {
        requireCancelled("a read interrupted in the first of several writes to its sink", read);
      }
    }
    requireBehaviour(before, volume);
  }

  @Test
  @Verifies(CX_1)
  void interruptInsideAVisitorEndsTheListing() throws Exception {
    Volume volume = volume();
    Behaviour before = behaviour();
    for (int i = 0; i < 3; i++) {
      TestBlock unused = stored(10);
    }
    AtomicInteger visits = new AtomicInteger();
    requireCancelled(
        "an index interrupted inside its visitor at the first of several blocks",
        inBackground(
            "an index interrupted inside its visitor",
            () -> {
              volume.index(BlockPrefix.ALL, entry -> interruptAtFirst(visits));
              return visits;
            }));
    if (has(Capability.TRASH) && trashedCopies(volume) > 1) {
      AtomicInteger trashVisits = new AtomicInteger();
      requireCancelled(
          "an index of the trash interrupted inside its visitor at the first of several copies",
          inBackground(
              "an index of the trash interrupted inside its visitor",
              () -> {
                volume.indexTrash(
                    BlockPrefix.ALL, (hash, size, deadline) -> interruptAtFirst(trashVisits));
                return trashVisits;
              }));
    }
    requireBehaviour(before, volume);
  }

  private static boolean interruptAtFirst(AtomicInteger visits) {
    if (visits.incrementAndGet() == 1) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  /** Trashes a few blocks, and counts the copies listed. */
  private int trashedCopies(Volume volume) throws Exception {
    for (int i = 0; i < 3; i++) {
      tryToTrash(volume, oldBlock(10));
    }
    AtomicInteger copies = new AtomicInteger();
    volume.indexTrash(BlockPrefix.ALL, (hash, size, deadline) -> copies.incrementAndGet() > 0);
    return copies.get();
  }

  @Test
  @Verifies(CX_1)
  void interruptInTheMiddleOfAChangeEndsItOrLetsItEnd() throws Exception {
    Volume volume = volume();
    Map<String, Operations.Call> calls = callsWithEffect();
    Behaviour before = behaviour();
    for (Map.Entry<String, Operations.Call> call : calls.entrySet()) {
      Background<Object> started =
          inBackground(
              call.getKey(),
              () -> {
                Thread caller = Thread.currentThread();
                subject().clock().onNextLook(caller::interrupt);
                return call.getValue().result();
              });
      var outcome = started.await(CX_1);
      if (!subject().clock().cancelAction()) {
        String what = call.getKey() + " interrupted when it asked for the time";
        requireFlag(what, started);
        see(
            outcome.thrown() == null
                || outcome.thrown() instanceof CallCancelledException
                || outcome.thrown() instanceof BlockNotFoundException
                || failsAlike(call.getValue(), outcome.thrown()),
            "%s threw %s in place of CallCancelledException",
            what,
            outcome);
      }
    }
    requireBehaviour(before, volume);
  }

  /**
   * Tells whether a call fails in the same way without an interrupt; then that is not the cause.
   */
  private boolean failsAlike(Operations.Call call, Throwable thrown) throws Exception {
    var alone = inBackground("a call, not interrupted,", call::result).await(CX_1);
    return alone.thrown() != null && alone.thrown().getClass() == thrown.getClass();
  }

  @Test
  @Verifies(CX_1)
  void interruptAtAnyMomentOfAWriteLeavesTheWholeBlockOrNone() throws Exception {
    if (!has(Capability.WRITE)) {
      throw new NotApplicable("the fixture's device takes no writes");
    }
    Volume volume = volume();
    Behaviour before = behaviour();
    TestBlock block = block(SEVERAL_SLICES);
    for (int i = 0; i < subject().rounds(24); i++) {
      Background<String> write =
          inBackground(
              "an interrupted write",
              () -> {
                volume.write(block.hash(), block.buffer());
                return "success";
              });
      for (int spins = subject().blocks().number(20_000); spins > 0; spins--) {
        Thread.onSpinWait();
      }
      write.interrupt();
      var outcome = write.await(CX_1);
      if (outcome.thrown() != null) {
        requireCancelled("an interrupted write", write);
      }
      Optional<byte[]> content = raw().content(block.hash());
      boolean whole = content.isPresent() && Arrays.equals(content.get(), block.bytes());
      boolean none = content.isEmpty() && outcome.thrown() != null;
      if (!whole && !none) {
        String left = content.map(bytes -> bytes.length + " bytes").orElse("nothing");
        throw new Violation(
            WR_3, "an interrupted write of " + block + " gave " + outcome + " and left " + left);
      }
      raw().remove(block.hash());
    }
    requireBehaviour(before, volume);
  }

  @Test
  @Verifies(CX_1)
  void interruptOfOneReadDisturbsNoOther() throws Exception {
    TestBlock block = stored(SEVERAL_SLICES);
    Volume volume = volume();
    var alone = inBackground("a read", () -> Behaviour.content(volume, block)).await(CX_1);
    List<Background<String>> others = new ArrayList<>();
    try (Gate gate = new Gate(subject().limit())) {
      for (int i = 0; i < OTHER_READERS; i++) {
        others.add(
            inBackground("a read beside an interrupted one", () -> read(block, gate, gate::pass)));
      }
      int atOnce = subject().fixture().readsTakeTurns() ? 1 : OTHER_READERS;
      see(gate.awaitArrivals(atOnce), "%s reads at once did not all begin", atOnce);
      Background<String> interrupted =
          inBackground(
              "an interrupted read",
              () -> read(block, gate, () -> Thread.currentThread().interrupt()));
      if (!interrupted.awaitEndedOrWaiting()) {
        interrupted.interrupt(); // it waits for its turn
      }
      var unused = interrupted.await(CX_1);
    }
    for (Background<String> other : others) {
      var outcome = other.await(CX_1);
      see(
          outcome.toString().equals(alone.toString()),
          "a read alone gave %s, and beside an interrupted read of the same block %s",
          alone,
          outcome);
    }
  }

  /** Reads a block, acting in the first write; in the end at the latest it has come to the gate. */
  private String read(TestBlock block, Gate gate, RecordingSink.Action first) throws Exception {
    try {
      return Behaviour.content(volume(), block, RecordingSink.sequential().onFirstWrite(first));
    } finally {
      gate.arrived();
    }
  }

  @Test
  @Verifies(CX_1)
  void interruptEndsTheWaitForAnotherCall() throws Exception {
    if (!has(Capability.WRITE)) {
      throw new NotApplicable("the fixture's device takes no writes: no call waits for another");
    }
    TestBlock block = stored(100);
    Volume volume = volume();
    Behaviour before = behaviour();
    try (Gate gate = new Gate(subject().limit())) {
      subject().clock().onNextLook(gate::pass);
      Background<String> holder =
          inBackground(
              "a touch held up when it asks for the time",
              () -> {
                volume.touch(block.hash());
                return "success";
              });
      boolean unused = holder.awaitEndedOrWaiting();
      boolean unusedToo = subject().clock().cancelAction();
      for (Map.Entry<String, Operations.Call> call :
          Operations.all(this, volume, block).entrySet()) {
        String what = call.getKey() + " interrupted while it waits for another call";
        Background<Object> waiting = inBackground(what, call.getValue()::result);
        if (!waiting.awaitEndedOrWaiting()) {
          waiting.interrupt();
          var outcome = waiting.await(CX_1);
          if (outcome.thrown() != null) {
            requireCancelled(what, waiting);
          }
        }
      }
      gate.open();
      var unusedOutcome = holder.await(CX_1);
    }
    requireBehaviour(before, volume);
  }

  @Test
  @Verifies(CX_2)
  void timeInsideTheSinkCountsTowardsNoLimit() throws Exception {
    TestBlock block = stored((3 << 20) + 5);
    RecordingSink sink = RecordingSink.sequential().onWrite(() -> letPass(Duration.ofDays(1)));
    var outcome = Renewal.attempt(() -> volume().read(block.hash(), sink));
    see(
        outcome.thrown() == null && sink.complete(),
        "a read whose sink took a day for each part gave %s",
        outcome);
  }

  @Test
  @Verifies(CX_2)
  void deviceThatDoesNotAnswerIsUnavailableAfterTheLimit() throws Exception {
    Volume volume = volume();
    Map<String, Operations.Call> calls = callsWithEffect();
    Behaviour before = Behaviour.of(this, volume, stored(100), CX_2);
    Optional<Injection> stalled = inject(DeviceFault.STALLED, CX_2);
    if (stalled.isEmpty()) {
      return; // there was evidence
    }
    Map<String, Background<Object>> started = new LinkedHashMap<>();
    calls.forEach(
        (name, call) ->
            started.put(name, inBackground(name + " on a stalled device", call::result)));
    for (Map.Entry<String, Background<Object>> call : started.entrySet()) {
      var outcome = call.getValue().await(CX_2);
      see(
          outcome.thrown() instanceof VolumeUnavailableException,
          "%s on a device that does not answer gave %s in place of VolumeUnavailableException",
          call.getKey(),
          outcome);
    }
    stalled.get().close();
    Behaviour after = Behaviour.of(this, volume, stored(100), CX_2);
    see(
        after.equals(before),
        "once the device answers again calls give %s; before, %s",
        after,
        before);
  }

  /** Returns calls each of which would change something if it can change anything at all. */
  private Map<String, Operations.Call> callsWithEffect() throws Exception {
    Volume volume = volume();
    TestBlock trashed = oldBlock(100);
    if (has(Capability.TRASH)) {
      tryToTrash(volume, trashed);
      letPass(LIFETIME.plusMinutes(1)); // a sweep would remove it
    }
    Map<String, Operations.Call> calls = Operations.all(this, volume, oldBlock(100));
    if (has(Capability.WRITE)) {
      TestBlock another = block(SEVERAL_SLICES);
      calls.put(
          "write of a new block",
          () -> {
            volume.write(another.hash(), another.buffer());
            return "success";
          });
    }
    if (has(Capability.TRASH)) {
      calls.put("untrash", () -> volume.untrash(trashed.hash()));
    }
    return calls;
  }

  private static void tryToTrash(Volume volume, TestBlock block) {
    try {
      var unused = volume.trash(block.hash(), null);
    } catch (VolumeException e) {
      // Other clauses are about that; with less in the trash the calls here have less to do.
    }
  }

  private void requireCancelled(String what, Background<?> call) throws Exception {
    var outcome = call.await(CX_1);
    see(
        outcome.thrown() instanceof CallCancelledException,
        "%s gave %s in place of CallCancelledException",
        what,
        outcome);
    requireFlag(what, call);
  }

  private static void requireFlag(String what, Background<?> call) {
    see(call.endedInterrupted(), "after %s the thread's interrupt flag is not set", what);
  }

  private Behaviour behaviour() throws Exception {
    return Behaviour.of(this, volume(), stored(100), CX_1);
  }

  private void requireBehaviour(Behaviour before, Volume volume) throws Exception {
    Behaviour after = Behaviour.of(this, volume, stored(100), CX_1);
    see(
        after.equals(before),
        "after the interrupt calls give %s; before, they gave %s",
        after,
        before);
  }
}
