// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.keepvolume.Access;
import org.keepvolume.BlockHash;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Capability;
import org.keepvolume.Operation;
import org.keepvolume.TrashSweep;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeReadOnlyException;

/** Sweeps of the trash of all mounts of a block store. */
class BlockStoreSweepTest {
  private static final byte[] FOO = "foo".getBytes(US_ASCII);
  private static final BlockHash HASH = BlockHash.of(FOO);

  @RegisterExtension final TestStores stores = new TestStores();

  private final FakeVolume first =
      new FakeVolume("fake:1", Capability.WRITE, Capability.TRASH).with(FOO);
  private final FakeVolume second =
      new FakeVolume("fake:2", Capability.WRITE, Capability.TRASH).with(FOO);
  private final BlockStore store = stores.of(first, new FakeVolume("fake:0"), second);

  @Test
  void sweepsEveryMountThatHasATrash() throws VolumeException {
    assertEquals(3, store.trash(HASH, null).size() + 1);
    List<MountResult<TrashSweep>> results = store.emptyTrash();
    assertEquals(2, results.size());
    for (MountResult<TrashSweep> result : results) {
      assertEquals(Optional.of(new TrashSweep(1, 3, 0, 0, 0, 0)), result.value());
    }
    assertTrue(!first.trashed(HASH) && !second.trashed(HASH));
    assertEquals(Optional.of(new TrashSweep(0, 0, 0, 0, 0, 0)), store.emptyTrash().get(0).value());
  }

  @Test
  void aMountThatFailsIsOneResultAndTheOthersAreSwept() throws VolumeException {
    assertEquals(2, store.trash(HASH, null).size());
    VolumeFailureException failure =
        new VolumeFailureException(Operation.EMPTY_TRASH, null, "fake:1", "broken", null);
    first.failing(failure);
    List<MountResult<TrashSweep>> results = store.emptyTrash();
    assertSame(failure, results.get(0).failure().orElseThrow());
    assertEquals(1, results.get(1).value().orElseThrow().deletedBlocks());
  }

  @Test
  void allMayFail() throws VolumeException {
    first.unavailable(Operation.EMPTY_TRASH);
    second.unavailable(Operation.EMPTY_TRASH);
    assertEquals(
        List.of(true, true),
        store.emptyTrash().stream().map(result -> result.failure().isPresent()).toList());
  }

  @Test
  void aCancelledSweepEndsTheCall() {
    VolumeException cancelled =
        new CallCancelledException(Operation.EMPTY_TRASH, null, "fake:1", "interrupted", null);
    first.failing(cancelled);
    assertSame(cancelled, assertThrows(CallCancelledException.class, store::emptyTrash));
    assertEquals(List.of(), second.calls());
  }

  @Test
  void sweepsAMountForReadAndTrashButNoneForReadAlone() throws VolumeException {
    BlockStore mixed =
        BlockStore.builder()
            .mount(first, TestStores.inPlace(0).withAccess(Access.READ_ONLY))
            .mount(second, TestStores.inPlace(1).withAccess(Access.READ_TRASH))
            .build();
    assertEquals(1, mixed.emptyTrash().size());
    assertEquals(List.of(), first.calls());
    assertEquals(List.of(Operation.EMPTY_TRASH), second.calls());
  }

  @Test
  void saysThatNoMountAllowsIt() {
    VolumeReadOnlyException e =
        assertThrows(
            VolumeReadOnlyException.class, () -> stores.of(new FakeVolume("x")).emptyTrash());
    assertEquals("empty trash: no mounted volume allows it", e.getMessage());
  }
}
