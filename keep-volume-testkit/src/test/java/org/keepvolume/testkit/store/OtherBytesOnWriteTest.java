// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.keepvolume.testkit.store.CopyOnDevice.BLOCK;
import static org.keepvolume.testkit.store.CopyOnDevice.DAMAGED;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.BlockCollisionException;
import org.keepvolume.BlockHash;
import org.keepvolume.Operation;
import org.keepvolume.VolumeException;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.TestBlocks;

/** A damaged copy is overwritten on write, another block of the same MD5 never is (ST-4). */
class OtherBytesOnWriteTest {
  private static final TestBlock ONE = TestBlocks.collisionPair().get(0);
  private static final TestBlock OTHER = TestBlocks.collisionPair().get(1);

  private final RecordedEvents events = new RecordedEvents();

  @RegisterExtension
  final ScriptedMounts mounts = new ScriptedMounts(2, builder -> builder.observer(events));

  static Stream<String> damagedCopies() {
    return Stream.of("x123456789", "012345678x", "", "012345678", "0123456789x", "0");
  }

  @ParameterizedTest
  @MethodSource("damagedCopies")
  @DisplayName("ST-4: a damaged copy is overwritten")
  void damagedCopyIsOverwritten(String damaged) throws IOException {
    mounts.put(damaged.getBytes(US_ASCII), 0);
    CopyOnDevice before = mounts.copy(0);
    assertEquals(1, mounts.store().write(ByteBuffer.wrap(BLOCK)).replicas());
    assertEquals("mended", before.changeTo(mounts.copy(0)));
    assertEquals(List.of(1, 0), mounts.calls(Operation.WRITE));
    assertEquals(List.of("damaged on fake:1", "repaired on fake:1"), events.events());
  }

  @Test
  @DisplayName("ST-4: where a damaged copy cannot be overwritten, another mount gets the block")
  void damagedCopyThatCannotBeMended() throws IOException {
    mounts.put(DAMAGED, 0);
    mounts.faults(0).on(Operation.WRITE, 1).full();
    assertEquals(1, mounts.store().write(ByteBuffer.wrap(BLOCK)).replicas());
    assertEquals(CopyOnDevice.Content.DAMAGED, mounts.copy(0).live());
    assertEquals(CopyOnDevice.Content.GOOD, mounts.copy(1).live());
    assertEquals(List.of("damaged on fake:1", "write fell back from fake:1"), events.events());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  @DisplayName("ST-4: other bytes of the same MD5 are a collision, and nothing is written anywhere")
  void collisionIsAnError(int holder) throws IOException {
    BlockHash hash = ONE.hash();
    mounts.device(holder).write(hash, ONE.buffer());
    VolumeException e =
        assertThrows(BlockCollisionException.class, () -> mounts.store().write(OTHER.buffer()));
    assertEquals(Optional.of("fake:" + (holder + 1)), e.volume());
    assertEquals(List.of(0, 0), mounts.calls(Operation.WRITE));
    assertEquals(List.of(0, 0), mounts.calls(Operation.TOUCH));
    assertArrayEquals(ONE.bytes(), mounts.store().read(hash));
  }
}
