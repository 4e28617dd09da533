// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepvolume.Access;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Capability;
import org.keepvolume.Operation;
import org.keepvolume.TrashOutcome;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeReadOnlyException;
import org.keepvolume.VolumeUnavailableException;

/** Touch, trash and untrash of the block store: what came of it on each mount. */
class BlockStoreChangesTest {
  private static final byte[] FOO = "foo".getBytes(US_ASCII);
  private static final BlockHash HASH = BlockHash.of(FOO);

  @RegisterExtension final TestStores stores = new TestStores();

  private final FakeVolume first = volume("fake:1");
  private final FakeVolume second = volume("fake:2");
  private final FakeVolume third = volume("fake:3");
  private final BlockStore store = stores.of(first, second, third);

  /** The changes of one block; what holds for one holds for all. */
  enum Change {
    TOUCH(Operation.TOUCH) {
      @Override
      List<? extends MountResult<?>> make(BlockStore store) throws VolumeException {
        return store.touch(HASH);
      }
    },
    TRASH(Operation.TRASH) {
      @Override
      List<? extends MountResult<?>> make(BlockStore store) throws VolumeException {
        return store.trash(HASH, null);
      }
    },
    UNTRASH(Operation.UNTRASH) {
      @Override
      List<? extends MountResult<?>> make(BlockStore store) throws VolumeException {
        return store.untrash(HASH);
      }
    };

    final Operation operation;

    Change(Operation operation) {
      this.operation = operation;
    }

    abstract List<? extends MountResult<?>> make(BlockStore store) throws VolumeException;
  }

  @Test
  void touchesEveryCopy() throws VolumeException {
    first.with(FOO);
    third.with(FOO);
    List<MountResult<TouchOutcome>> results = store.touch(HASH);
    assertEquals(store.mounts(), results.stream().map(MountResult::mount).toList());
    assertEquals(Optional.of(TouchOutcome.TOUCHED), results.get(0).value());
    assertEquals(Optional.empty(), results.get(0).failure());
    assertEquals(Optional.empty(), results.get(1).value());
    assertInstanceOf(BlockNotFoundException.class, results.get(1).failure().orElseThrow());
    assertEquals(Optional.of(TouchOutcome.TOUCHED), results.get(2).value());
    assertNotEquals(Instant.EPOCH, first.mtime(HASH));
    assertNotEquals(Instant.EPOCH, third.mtime(HASH));
  }

  @Test
  void trashesAndRestoresEveryCopy() throws VolumeException {
    first.with(FOO);
    second.with(FOO);
    List<MountResult<TrashOutcome>> trashed = store.trash(HASH, null);
    assertEquals(Optional.of(TrashOutcome.TRASHED), trashed.get(0).value());
    assertEquals(Optional.of(TrashOutcome.TRASHED), trashed.get(1).value());
    assertInstanceOf(BlockNotFoundException.class, trashed.get(2).failure().orElseThrow());
    assertTrue(first.trashed(HASH) && second.trashed(HASH));
    assertThrows(BlockNotFoundException.class, () -> store.stat(HASH));
    third.with(FOO);
    List<MountResult<UntrashOutcome>> restored = store.untrash(HASH);
    assertEquals(
        List.of(UntrashOutcome.RESTORED, UntrashOutcome.RESTORED, UntrashOutcome.ALREADY_LIVE),
        restored.stream().map(result -> result.value().orElseThrow()).toList());
    assertEquals(3, store.stat(HASH).size());
  }

  @Test
  void aMountWhoseCopyHasAnotherMtimeKeepsIt() throws VolumeException {
    first.with(FOO);
    second.with(FOO).touch(HASH);
    List<MountResult<TrashOutcome>> results = store.trash(HASH, Instant.EPOCH);
    assertEquals(Optional.of(TrashOutcome.TRASHED), results.get(0).value());
    assertEquals(Optional.of(TrashOutcome.CHANGED), results.get(1).value());
    assertEquals(3, store.stat(HASH).size());
    assertEquals(
        List.of(TrashOutcome.CHANGED),
        store.trash(HASH, Instant.EPOCH).stream().flatMap(r -> r.value().stream()).toList(),
        "left as it is on the only mount that has it: an answer, no failure");
  }

  @ParameterizedTest
  @EnumSource
  void mountsAreAskedInTheBlocksOrder(Change change) throws VolumeException {
    BlockStore reversed =
        BlockStore.builder()
            .mount(first, TestStores.inPlace(2))
            .mount(second, TestStores.inPlace(1))
            .mount(third.with(FOO), TestStores.inPlace(0))
            .build();
    assertEquals(
        List.of("fake:3", "fake:2", "fake:1"),
        change.make(reversed).stream().map(r -> r.mount().volume().deviceId()).toList());
  }

  @ParameterizedTest
  @EnumSource
  void saysNotFoundIfEveryMountSaidSo(Change change) {
    BlockNotFoundException e = assertThrows(BlockNotFoundException.class, () -> change.make(store));
    assertEquals(change.operation, e.operation());
    assertEquals(2, e.getSuppressed().length);
  }

  @ParameterizedTest
  @EnumSource
  void neverReportsAnUnavailableMountAsMissing(Change change) {
    second.unavailable(change.operation);
    VolumeUnavailableException e =
        assertThrows(VolumeUnavailableException.class, () -> change.make(store));
    assertEquals(Optional.of("fake:2"), e.volume());
  }

  @ParameterizedTest
  @EnumSource
  void aMountThatFailsIsOneResultIfAnotherDidAsAsked(Change change) throws VolumeException {
    VolumeFailureException failure =
        new VolumeFailureException(change.operation, HASH, "fake:1", "broken", null);
    first.with(FOO).failing(failure);
    second.with(FOO);
    List<? extends MountResult<?>> results = change.make(store);
    assertSame(failure, results.get(0).failure().orElseThrow());
    assertTrue(results.get(1).value().isPresent());
    String id = store.mounts().get(0).id();
    assertEquals(id + ": " + failure.getMessage(), results.get(0).toString());
    String value = results.get(1).value().orElseThrow().toString();
    assertEquals(store.mounts().get(1).id() + ": " + value, results.get(1).toString());
  }

  @ParameterizedTest
  @EnumSource
  void aCancelledChangeIsNotTriedOnTheNextMount(Change change) {
    first.failing(new CallCancelledException(change.operation, HASH, "fake:1", "x", null));
    second.with(FOO);
    assertThrows(CallCancelledException.class, () -> change.make(store));
    assertEquals(List.of(), second.calls());
  }

  @ParameterizedTest
  @EnumSource
  void mountsThatDoNotAllowItAreNotAskedIfAnotherDidAsAsked(Change change) throws VolumeException {
    first.with(FOO);
    second.with(FOO);
    BlockStore mixed =
        BlockStore.builder()
            .mount(first, TestStores.inPlace(0).withAccess(Access.READ_ONLY))
            .mount(second, TestStores.inPlace(1))
            .build();
    List<? extends MountResult<?>> results = change.make(mixed);
    assertEquals(1, results.size());
    assertEquals("fake:2", results.get(0).mount().volume().deviceId());
    assertEquals(List.of(), first.calls());
  }

  @ParameterizedTest
  @EnumSource
  void saysReadOnlyIfTheBlockIsOnlyWhereItMayNotBeChanged(Change change) {
    BlockStore mixed =
        BlockStore.builder()
            .mount(first, TestStores.inPlace(0))
            .mount(second, TestStores.inPlace(1).withAccess(Access.READ_ONLY))
            .build();
    assertThrows(BlockNotFoundException.class, () -> change.make(mixed));
    second.calls().clear();
    second.with(FOO);
    VolumeReadOnlyException e =
        assertThrows(VolumeReadOnlyException.class, () -> change.make(mixed));
    assertEquals(
        change.operation
            + " "
            + HASH
            + " on fake:2: the block is there, and the mount does not allow it to be changed",
        e.getMessage());
    assertEquals(List.of(Operation.STAT), second.calls());
    second.unavailable(Operation.STAT);
    assertThrows(VolumeUnavailableException.class, () -> change.make(mixed));
  }

  @Test
  void aMountForReadAndTrashIsTrashedButNotTouched() throws VolumeException {
    first.with(FOO);
    BlockStore emptying =
        BlockStore.builder()
            .mount(first, TestStores.inPlace(0).withAccess(Access.READ_TRASH))
            .build();
    assertThrows(VolumeReadOnlyException.class, () -> emptying.touch(HASH));
    assertEquals(Instant.EPOCH, first.mtime(HASH));
    assertEquals(Optional.of(TrashOutcome.TRASHED), emptying.trash(HASH, null).get(0).value());
    assertTrue(first.trashed(HASH));
  }

  @Test
  void refusesNulls() {
    assertThrows(NullPointerException.class, () -> store.touch(null));
    assertThrows(NullPointerException.class, () -> store.trash(null, Instant.EPOCH));
    assertThrows(NullPointerException.class, () -> store.untrash(null));
    assertEquals(List.of(), first.calls());
  }

  private static FakeVolume volume(String device) {
    return new FakeVolume(device, Capability.WRITE, Capability.TRASH);
  }
}
