// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.keepvolume.BlockHash;
import org.keepvolume.Capability;
import org.keepvolume.Operation;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashSweep;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;

/** A volume that throws what it must not throw is one that failed: others serve. */
class BlockStoreUncheckedTest {
  private static final byte[] FOO = "foo".getBytes(US_ASCII);
  private static final BlockHash HASH = BlockHash.of(FOO);

  @RegisterExtension final TestStores stores = new TestStores();

  private final RuntimeException mistake = new NullPointerException("a plugin's mistake");
  private final FakeVolume first =
      new FakeVolume("fake:1", Capability.WRITE, Capability.TRASH).with(FOO);
  private final FakeVolume second =
      new FakeVolume("fake:2", Capability.WRITE, Capability.TRASH).with(FOO);
  private final BlockStore store = stores.of(first, second);

  private void breaking(FakeVolume volume, Operation operation) {
    volume.on(
        operation,
        () -> {
          throw mistake;
        });
  }

  @Test
  void anotherMountServesReadsAndStats() throws Exception {
    breaking(first, Operation.READ);
    breaking(first, Operation.STAT);
    assertArrayEquals(FOO, store.read(HASH));
    assertEquals(3, store.stat(HASH).size());
  }

  @Test
  void withNoOtherCopyTheFailureNamesVolumeAndMistake() {
    breaking(first, Operation.READ);
    breaking(second, Operation.READ);
    VolumeFailureException e = assertThrows(VolumeFailureException.class, () -> store.read(HASH));
    assertEquals("read " + HASH + " on fake:1: the volume threw " + mistake, e.getMessage());
    assertSame(mistake, e.getCause());
  }

  @Test
  void anotherMountTakesTheWrite() throws VolumeException {
    breaking(first, Operation.READ);
    breaking(first, Operation.WRITE);
    assertEquals(1, store.write(ByteBuffer.wrap(FOO)).replicas());
  }

  @Test
  void whatWasDoneOnOthersIsTold() throws VolumeException {
    breaking(second, Operation.TRASH);
    List<MountResult<TrashOutcome>> trashed = store.trash(HASH, null);
    assertEquals(TrashOutcome.TRASHED, trashed.get(0).value().orElseThrow());
    assertInstanceOf(VolumeFailureException.class, trashed.get(1).failure().orElseThrow());
    breaking(first, Operation.EMPTY_TRASH);
    List<MountResult<TrashSweep>> swept = store.emptyTrash();
    assertInstanceOf(VolumeFailureException.class, swept.get(0).failure().orElseThrow());
    assertEquals(true, swept.get(1).value().isPresent());
  }
}
