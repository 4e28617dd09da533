// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import static org.keepvolume.testkit.Clause.LC_3;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keepvolume.BlockPrefix;
import org.keepvolume.Capability;
import org.keepvolume.TrashOutcome;
import org.keepvolume.Volume;
import org.keepvolume.testkit.RecordingSink;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.Verifies;

/** Many threads at once: LC-3. */
public abstract class ConcurrencyClauses extends ClauseGroup {
  private static final int THREADS = 8;
  private static final int SHARED_BLOCKS = 3;
  private static final int SIZE = 100_000;

  @Test
  @Verifies(LC_3)
  void manyThreadsGetWhatOneGets() throws Exception {
    Volume volume = volume();
    Map<String, Operations.Call> shared = new LinkedHashMap<>();
    for (int i = 0; i < SHARED_BLOCKS; i++) {
      shared.putAll(callsThatShare(volume, stored(SIZE)));
    }
    Map<String, String> alone = new LinkedHashMap<>();
    for (Map.Entry<String, Operations.Call> call : shared.entrySet()) {
      alone.put(call.getKey(), result(call.getValue()));
    }
    int rounds = subject().rounds(20);
    List<Background<String>> threads = new ArrayList<>();
    try (Gate gate = new Gate(subject().limit())) {
      for (int i = 0; i < THREADS; i++) {
        Map<String, Operations.Call> calls = new LinkedHashMap<>(shared);
        calls.putAll(callsOfOneThread(volume, alone));
        threads.add(
            inBackground(
                "a thread beside " + (THREADS - 1) + " others",
                () -> {
                  gate.pass();
                  return differences(calls, alone, rounds);
                }));
      }
      see(gate.awaitArrivals(THREADS), "the threads of the test did not all begin");
    }
    for (Background<String> thread : threads) {
      String seen = thread.await(LC_3).get();
      see(seen.isEmpty(), "with %s threads at once: %s", THREADS, seen);
    }
  }

  /** Returns calls that do not change what they give, whoever makes them. */
  private Map<String, Operations.Call> callsThatShare(Volume volume, TestBlock block) {
    Map<String, Operations.Call> calls = new LinkedHashMap<>();
    calls.put("read of " + block, () -> Behaviour.content(volume, block));
    calls.put("stat of " + block, () -> volume.stat(block.hash()).size());
    calls.put("index of " + block, () -> list(volume, BlockPrefix.of(block.hash())).size());
    if (has(Capability.WRITE)) {
      calls.put(
          "touch of " + block,
          () -> {
            volume.touch(block.hash());
            return "success";
          });
    }
    if (has(Capability.TRASH)) {
      calls.put("untrash of live " + block, () -> volume.untrash(block.hash()));
      calls.put(
          "trash of young " + block,
          () -> {
            TrashOutcome outcome = volume.trash(block.hash(), null);
            if (outcome != TrashOutcome.TOO_RECENT) {
              raw().put(block.hash(), block.bytes()); // another clause's matter
            }
            return outcome;
          });
    }
    return calls;
  }

  /** Returns calls about a block that no other thread uses, and what they give when alone. */
  private Map<String, Operations.Call> callsOfOneThread(Volume volume, Map<String, String> alone) {
    Map<String, Operations.Call> calls = new LinkedHashMap<>();
    if (has(Capability.WRITE)) {
      TestBlock block = block(SIZE);
      String write = "write and read of " + block;
      calls.put(
          write,
          () -> {
            volume.write(block.hash(), block.buffer());
            return Behaviour.content(volume, block);
          });
      alone.put(write, result(calls.get(write)));
    }
    return calls;
  }

  /** Makes the calls again and again; tells of one that did not give what it gives when alone. */
  private static String differences(
      Map<String, Operations.Call> calls, Map<String, String> alone, int rounds) {
    for (int i = 0; i < rounds; i++) {
      for (Map.Entry<String, Operations.Call> call : calls.entrySet()) {
        String expected = alone.get(call.getKey());
        String given = result(call.getValue());
        if (!given.equals(expected)) {
          return call.getKey() + " gave " + given + "; alone it gave " + expected;
        }
      }
    }
    return "";
  }

  private static String result(Operations.Call call) {
    try {
      return String.valueOf(call.result());
    } catch (Exception e) {
      return e.toString();
    }
  }

  @Test
  @Verifies(LC_3)
  void noCallLeavesALockHeldWhenItFails() throws Exception {
    Volume volume = volume();
    TestBlock block = stored(SIZE);
    TestBlock missing = block(SIZE);
    Behaviour before = Behaviour.of(this, volume, block, LC_3);
    Map<String, Operations.Call> failing = new LinkedHashMap<>();
    failing.put(
        "a read whose sink failed at begin",
        () ->
            volume.read(
                block.hash(), RecordingSink.sequential().onBegin(ConcurrencyClauses::fail)));
    failing.put(
        "a read whose sink failed at the first write",
        () ->
            volume.read(
                block.hash(), RecordingSink.sequential().onFirstWrite(ConcurrencyClauses::fail)));
    failing.put(
        "a read whose parallel sink failed at the first write",
        () ->
            volume.read(
                block.hash(),
                RecordingSink.parallelCalls().onFirstWrite(ConcurrencyClauses::fail)));
    failing.put(
        "an index whose visitor failed",
        () -> {
          volume.index(
              BlockPrefix.ALL,
              entry -> {
                throw new IOException("enough");
              });
          return "success";
        });
    Operations.all(this, volume, missing)
        .forEach((name, call) -> failing.put(name + " of a missing block", call));
    for (Map.Entry<String, Operations.Call> call : failing.entrySet()) {
      raw().remove(missing.hash());
      var unused = inBackground(call.getKey(), call.getValue()::result).await(LC_3);
      Behaviour after = Behaviour.of(this, volume, block, LC_3);
      see(
          after.equals(before),
          "after %s calls about the block give %s; before, %s",
          call.getKey(),
          after,
          before);
    }
    List<String> held = raw().heldLocks();
    see(held.isEmpty(), "after calls that failed there are locks held: %s", held);
  }

  private static void fail() throws IOException {
    throw new IOException("enough");
  }
}
