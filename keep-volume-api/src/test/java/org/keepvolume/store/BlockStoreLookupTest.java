// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockPrefix;
import org.keepvolume.CallCancelledException;
import org.keepvolume.IndexVisitor;
import org.keepvolume.Operation;
import org.keepvolume.VolumeUnavailableException;

/** Stat and index of the block store over its mounts. */
class BlockStoreLookupTest {
  private static final byte[] FOO = "foo".getBytes(US_ASCII);
  private static final byte[] BAR = "bar".getBytes(US_ASCII);
  private static final BlockHash FOO_HASH = BlockHash.of(FOO);
  private static final BlockHash BAR_HASH = BlockHash.of(BAR);

  @RegisterExtension final TestStores stores = new TestStores();

  private final FakeVolume first = new FakeVolume("fake:1");
  private final FakeVolume second = new FakeVolume("fake:2");
  private final BlockStore store = stores.of(first, second);
  private final List<BlockHash> seen = new ArrayList<>();

  @Test
  void statAsksMountsInOrderAndReadsNoData() throws IOException {
    second.with(FOO);
    BlockInfo info = store.stat(FOO_HASH);
    assertEquals(FOO_HASH, info.hash());
    assertEquals(3, info.size());
    assertEquals(List.of(Operation.STAT), first.calls());
    assertEquals(List.of(Operation.STAT), second.calls());
  }

  @Test
  void statSaysNotFoundIfEveryMountSaidSo() {
    BlockNotFoundException e =
        assertThrows(BlockNotFoundException.class, () -> store.stat(FOO_HASH));
    assertEquals(Operation.STAT, e.operation());
  }

  @Test
  void statNeverReportsAnUnavailableMountAsMissing() throws IOException {
    first.unavailable(Operation.STAT);
    VolumeUnavailableException e =
        assertThrows(VolumeUnavailableException.class, () -> store.stat(FOO_HASH));
    assertEquals(Optional.of("fake:1"), e.volume());
    second.with(FOO);
    assertEquals(3, store.stat(FOO_HASH).size());
  }

  @Test
  void aCancelledStatIsNotTriedOnTheNextMount() {
    first.failing(new CallCancelledException(Operation.STAT, FOO_HASH, "fake:1", "x", null));
    second.with(FOO);
    assertThrows(CallCancelledException.class, () -> store.stat(FOO_HASH));
    assertEquals(List.of(), second.calls());
  }

  @Test
  void indexListsEachMountsBlocksOneMountAfterTheOther() throws IOException {
    first.with(FOO);
    second.with(BAR).with(FOO);
    store.index(BlockPrefix.ALL, block -> seen.add(block.hash()));
    assertEquals(List.of(FOO_HASH, BAR_HASH, FOO_HASH), seen);
  }

  @Test
  void indexPassesThePrefixOn() throws IOException {
    first.with(FOO).with(BAR);
    store.index(BlockPrefix.of(BAR_HASH), block -> seen.add(block.hash()));
    assertEquals(List.of(BAR_HASH), seen);
  }

  @Test
  void indexStoppedByFalseAsksNoFurtherMount() throws IOException {
    first.with(FOO);
    second.with(BAR);
    store.index(BlockPrefix.ALL, block -> !seen.add(block.hash()));
    assertEquals(List.of(FOO_HASH), seen);
    assertEquals(List.of(), second.calls());
  }

  @Test
  void indexRethrowsTheVisitorsExceptionAsTheSameInstance() {
    first.with(FOO);
    IOException checked = new IOException("visitor");
    assertSame(
        checked,
        assertThrows(
            IOException.class,
            () ->
                store.index(
                    BlockPrefix.ALL,
                    b -> {
                      throw checked;
                    })));
    IllegalStateException unchecked = new IllegalStateException("visitor");
    assertSame(
        unchecked,
        assertThrows(
            IllegalStateException.class,
            () ->
                store.index(
                    BlockPrefix.ALL,
                    b -> {
                      throw unchecked;
                    })));
    assertEquals(List.of(), second.calls());
  }

  @Test
  void indexThatAMountCannotCompleteThrows() {
    first.with(FOO);
    second.unavailable(Operation.INDEX);
    VolumeUnavailableException e =
        assertThrows(
            VolumeUnavailableException.class,
            () -> store.index(BlockPrefix.ALL, block -> seen.add(block.hash())));
    assertEquals(Optional.of("fake:2"), e.volume());
    assertEquals(List.of(FOO_HASH), seen);
  }

  @Test
  void anIndexVisitorMayUseTheStore() throws IOException {
    first.with(FOO);
    store.index(BlockPrefix.ALL, block -> store.stat(block.hash()).size() == 3);
    assertEquals(List.of(Operation.INDEX, Operation.STAT), first.calls());
  }

  @Test
  void refusesNulls() {
    IndexVisitor visitor = block -> true;
    assertThrows(NullPointerException.class, () -> store.stat(null));
    assertThrows(NullPointerException.class, () -> store.index(null, visitor));
    assertThrows(NullPointerException.class, () -> store.index(BlockPrefix.ALL, null));
    assertEquals(List.of(), first.calls());
  }
}
