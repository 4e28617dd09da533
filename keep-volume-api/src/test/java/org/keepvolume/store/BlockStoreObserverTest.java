// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockTooLargeException;
import org.keepvolume.CallOutcome;
import org.keepvolume.FinishedCall;
import org.keepvolume.Operation;
import org.keepvolume.RecordingSink;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFullException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.layer.LayerOptions;
import org.keepvolume.layer.Layers;
import org.keepvolume.observe.StoreObserver;

/** What an observer of a block store is told. */
class BlockStoreObserverTest {
  private static final byte[] FOO = "foo".getBytes(US_ASCII);
  private static final BlockHash HASH = BlockHash.of(FOO);

  @RegisterExtension final TestStores stores = new TestStores();

  private final Recorder told = new Recorder();
  private final FakeVolume first = new FakeVolume("fake:1");
  private final FakeVolume second = new FakeVolume("fake:2");
  private final BlockStore store = stores.of(BlockStore.builder().observer(told), first, second);

  @Test
  void aReadThatFallsBackTellsWhy() throws IOException {
    first.unavailable(Operation.READ);
    second.with(FOO);
    assertArrayEquals(FOO, store.read(HASH));
    assertEquals(List.of("fell back: read on fake:1: busy"), told.events);
  }

  @Test
  void aReadOfADamagedCopyTellsOfItAndFallsBack() throws IOException {
    first.with(HASH, "fox".getBytes(US_ASCII));
    second.with(FOO);
    assertEquals(3, store.read(HASH, new RecordingSink()));
    assertEquals(2, told.events.size());
    assertEquals("damaged: fake:1", told.events.get(0));
    assertEquals(
        "fell back: read "
            + HASH
            + " on fake:1: the 3 stored bytes have MD5 2b95d1f09b8b66c5c43622a4d9ec9a04",
        told.events.get(1));
  }

  @Test
  void anObjectLargerThanABlockIsADamagedCopy() throws IOException {
    first.failing(new BlockTooLargeException(Operation.READ, HASH, "fake:1", "2 GB", null));
    second.with(FOO);
    assertArrayEquals(FOO, store.read(HASH));
    assertEquals(
        List.of("damaged: fake:1", "fell back: read " + HASH + " on fake:1: 2 GB"), told.events);
  }

  @Test
  void aStatThatFallsBackTellsWhy() throws IOException {
    first.unavailable(Operation.STAT);
    second.with(FOO);
    assertEquals(3, store.stat(HASH).size());
    second.unavailable(Operation.STAT);
    assertThrows(VolumeUnavailableException.class, () -> store.stat(HASH));
    assertEquals(
        List.of("fell back: stat on fake:1: busy", "fell back: stat on fake:1: busy"), told.events);
  }

  @Test
  void theLastMountOfAReadIsNotFallenBackFrom() {
    first.unavailable(Operation.READ);
    second.with(HASH, "fox".getBytes(US_ASCII));
    assertThrows(VolumeUnavailableException.class, () -> store.read(HASH));
    assertEquals(List.of("fell back: read on fake:1: busy", "damaged: fake:2"), told.events);
  }

  @Test
  void aBlockThatIsSomewhereElseIsNoFallBack() throws IOException {
    second.with(FOO);
    assertArrayEquals(FOO, store.read(HASH));
    assertEquals(1, store.write(ByteBuffer.wrap(FOO)).replicas());
    assertThrows(BlockNotFoundException.class, () -> store.read(BlockHash.EMPTY));
    assertEquals(List.of(), told.events);
  }

  @Test
  void aWriteThatFallsBackTellsWhy() throws IOException {
    first.failing(new VolumeFullException(Operation.WRITE, HASH, "fake:1", "no room", null));
    assertEquals(1, store.write(ByteBuffer.wrap(FOO)).replicas());
    assertEquals(List.of("fell back: write " + HASH + " on fake:1: no room"), told.events);
  }

  @Test
  void theLastMountOfAWriteIsNotFallenBackFrom() {
    first.failing(new VolumeFullException(Operation.WRITE, HASH, "fake:1", "no room", null));
    second.unavailable(Operation.WRITE);
    assertThrows(VolumeUnavailableException.class, () -> store.write(ByteBuffer.wrap(FOO)));
    assertEquals(List.of("fell back: write " + HASH + " on fake:1: no room"), told.events);
    BlockStore alone = stores.of(BlockStore.builder().observer(told), second);
    told.events.clear();
    second.unavailable(Operation.READ);
    assertThrows(VolumeUnavailableException.class, () -> alone.write(ByteBuffer.wrap(FOO)));
    assertEquals(List.of(), told.events);
  }

  @Test
  void aLookThatFailsBeforeTheSameMountIsWrittenIsTold() throws IOException {
    BlockStore alone = stores.of(BlockStore.builder().observer(told), second);
    second.unavailable(Operation.READ);
    assertEquals(1, alone.write(ByteBuffer.wrap(FOO)).replicas());
    assertEquals(List.of("fell back: write: read on fake:2: busy"), told.events);
  }

  @Test
  void aTouchThatFailsBeforeTheSameMountIsWrittenIsTold() throws IOException {
    first.with(FOO);
    first.unavailable(Operation.TOUCH);
    assertEquals(1, store.write(ByteBuffer.wrap(FOO)).replicas());
    assertEquals(List.of("fell back: write: touch on fake:1: busy"), told.events);
  }

  @Test
  void aBlockThatIsTrashedBeforeItsTouchIsWrittenWithoutAWord() throws IOException {
    first.with(FOO);
    first.failing(new BlockNotFoundException(Operation.TOUCH, HASH, "fake:1", "gone", null));
    assertEquals(1, store.write(ByteBuffer.wrap(FOO)).replicas());
    assertEquals(List.of(), told.events);
  }

  @Test
  void aLookThatFailsOnOneOfTwoMountsIsToldOnce() throws IOException {
    first.unavailable(Operation.READ);
    second.unavailable(Operation.READ);
    assertEquals(1, store.write(ByteBuffer.wrap(FOO)).replicas());
    assertEquals(
        List.of("fell back: write: read on fake:1: busy", "fell back: write: read on fake:2: busy"),
        told.events);
  }

  @Test
  void aWriteOverADamagedCopyTellsOfItAndOfItsRepair() throws IOException {
    first.with(HASH, "fox".getBytes(US_ASCII));
    assertEquals(1, store.write(ByteBuffer.wrap(FOO)).replicas());
    assertEquals(List.of("damaged: fake:1", "repaired: fake:1"), told.events);
  }

  @Test
  void aRepairThatFailsIsNotTold() throws IOException {
    first.with(HASH, "fox".getBytes(US_ASCII));
    first.failing(new VolumeFullException(Operation.WRITE, HASH, "fake:1", "no room", null));
    assertEquals(1, store.write(ByteBuffer.wrap(FOO)).replicas());
    assertEquals(
        List.of("damaged: fake:1", "fell back: write " + HASH + " on fake:1: no room"),
        told.events);
  }

  @Test
  void everyCallOnAMountIsTold() throws IOException {
    assertEquals(1, store.write(ByteBuffer.wrap(FOO)).replicas());
    assertArrayEquals(FOO, store.read(HASH));
    store.close();
    assertEquals(
        List.of(
            "read on fake:1 NOT_FOUND 0",
            "read on fake:2 NOT_FOUND 0",
            "write on fake:1 SUCCESS 3",
            "read on fake:1 SUCCESS 3",
            "close on fake:1 SUCCESS 0",
            "close on fake:2 SUCCESS 0"),
        told.calls);
  }

  @Test
  void anObserverOfAVolumeAndOfItsStoreIsToldOnce() throws IOException {
    Volume observed = Layers.standard(first, LayerOptions.defaults().withObserver(told));
    BlockStore watched = stores.of(BlockStore.builder().observer(told), observed);
    first.with(FOO);
    assertArrayEquals(FOO, watched.read(HASH));
    assertEquals(List.of("read on fake:1 SUCCESS 3"), told.calls);
  }

  @Test
  void anObserverThatThrowsDisturbsNothing() throws IOException {
    StoreObserver breaking =
        new StoreObserver() {
          @Override
          public void fellBack(
              Operation operation, BlockHash hash, String volume, VolumeException reason) {
            throw new IllegalStateException("broken observer");
          }

          @Override
          public void damagedCopySeen(BlockHash hash, String volume) {
            throw new IllegalStateException("broken observer");
          }

          @Override
          public void repaired(BlockHash hash, String volume) {
            throw new IllegalStateException("broken observer");
          }

          @Override
          public void finished(FinishedCall call) {
            throw new IllegalStateException("broken observer");
          }
        };
    BlockStore watched = stores.of(BlockStore.builder().observer(breaking), first, second);
    first.with(HASH, "fox".getBytes(US_ASCII));
    assertThrows(BlockCorruptException.class, () -> watched.read(HASH));
    assertEquals(1, watched.write(ByteBuffer.wrap(FOO)).replicas());
    first.unavailable(Operation.READ);
    second.with(FOO);
    assertArrayEquals(FOO, watched.read(HASH));
  }

  /** Keeps what it is told as lines. */
  private static final class Recorder implements StoreObserver {
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();

    @Override
    public void finished(FinishedCall call) {
      CallOutcome outcome = call.outcome();
      calls.add(call.operation() + " on " + call.volume() + " " + outcome + " " + call.bytes());
    }

    @Override
    public void fellBack(
        Operation operation, BlockHash hash, String volume, VolumeException reason) {
      assertEquals(HASH, hash);
      events.add(
          "fell back: "
              + (operation == reason.operation() ? "" : operation + ": ")
              + reason.getMessage());
    }

    @Override
    public void damagedCopySeen(BlockHash hash, String volume) {
      assertEquals(HASH, hash);
      events.add("damaged: " + volume);
    }

    @Override
    public void repaired(BlockHash hash, String volume) {
      assertEquals(HASH, hash);
      events.add("repaired: " + volume);
    }
  }
}
