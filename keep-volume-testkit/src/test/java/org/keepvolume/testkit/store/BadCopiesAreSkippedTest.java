// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.keepvolume.testkit.store.CopyOnDevice.BLOCK;
import static org.keepvolume.testkit.store.CopyOnDevice.DAMAGED;
import static org.keepvolume.testkit.store.CopyOnDevice.HASH;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.Operation;
import org.keepvolume.VolumeException;
import org.keepvolume.testkit.CollectingSink;
import org.keepvolume.testkit.fault.NthCall;

/** A damaged or failing copy is skipped while a good one exists (ST-2). */
class BadCopiesAreSkippedTest {
  private final RecordedEvents events = new RecordedEvents();

  @RegisterExtension
  final ScriptedMounts mounts = new ScriptedMounts(3, builder -> builder.observer(events));

  private static final List<Consumer<NthCall>> BAD =
      List.of(
          call -> call.corrupt(0),
          call -> call.corrupt(BLOCK.length - 1),
          call -> call.shortenTo(0),
          call -> call.shortenTo(BLOCK.length - 1),
          call -> call.breakOffAfter(0),
          call -> call.breakOffAfter(BLOCK.length),
          NthCall::unavailable,
          NthCall::failure,
          NthCall::missing);

  static IntStream badCopies() {
    return IntStream.range(0, BAD.size());
  }

  @ParameterizedTest
  @MethodSource("badCopies")
  @DisplayName("ST-2: the third copy is read if two are bad, whatever is wrong with them")
  void aGoodCopyIsFoundBehindTwoBadOnes(int first) throws IOException {
    mounts.put(BLOCK, 0, 1, 2);
    for (int second = 0; second < BAD.size(); second++) {
      BAD.get(first).accept(mounts.faults(0).on(Operation.READ, second + 1));
      BAD.get(second).accept(mounts.faults(1).on(Operation.READ, second + 1));
      CollectingSink sink = new CollectingSink();
      assertEquals(BLOCK.length, mounts.store().read(HASH, sink));
      assertEquals(List.of(BLOCK.length), sink.begins());
      assertArrayEquals(BLOCK, sink.content());
    }
  }

  @Test
  @DisplayName("ST-2: with damaged copies alone the error says corrupt, and names the first")
  void noGoodCopyIsCorrupt() throws IOException {
    mounts.put(DAMAGED, 1, 2);
    VolumeException e = assertThrows(BlockCorruptException.class, () -> mounts.store().read(HASH));
    assertEquals(Optional.of("fake:2"), e.volume());
    assertEquals(
        List.of("damaged on fake:2", "read fell back from fake:2", "damaged on fake:3"),
        events.events());
  }

  @Test
  @DisplayName("ST-2: a failed verification deletes and changes nothing")
  void damagedCopiesStay() throws IOException {
    mounts.put(DAMAGED, 0, 1);
    mounts.put(BLOCK, 2);
    List<CopyOnDevice> before = List.of(mounts.copy(0), mounts.copy(1), mounts.copy(2));
    assertArrayEquals(BLOCK, mounts.store().read(HASH));
    assertEquals(before, List.of(mounts.copy(0), mounts.copy(1), mounts.copy(2)));
  }

  @Test
  @DisplayName("ST-2: a good first copy is all that is read")
  void nothingElseIsAskedIfTheFirstIsGood() throws IOException {
    mounts.put(BLOCK, 0, 1, 2);
    assertArrayEquals(BLOCK, mounts.store().read(HASH));
    assertEquals(List.of(1, 0, 0), mounts.calls(Operation.READ));
    assertEquals(List.of(), events.events());
  }
}
