// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.store.BlockStore;
import org.keepvolume.store.MountOptions;
import org.keepvolume.testkit.fault.FaultScript;
import org.keepvolume.testkit.fault.FaultyVolume;
import org.keepvolume.testkit.fault.NthCall;

/** Reads of a block store over two volumes of which one or both give bad copies. */
@Timeout(60)
class BlockStoreBadCopyTest {
  private static final byte[] BLOCK = "0123456789".getBytes(US_ASCII);
  private static final BlockHash HASH = BlockHash.of(BLOCK);

  @RegisterExtension final FaultScript first = new FaultScript();
  @RegisterExtension final FaultScript second = new FaultScript();

  private final Volume below1 = newVolume("fake:1");
  private final Volume below2 = newVolume("fake:2");
  private final BlockStore store =
      BlockStore.builder()
          .bufferBytes(Volume.MAX_BLOCK_SIZE)
          .mount(new FaultyVolume(below1, first), MountOptions.defaults().withPriority(1))
          .mount(new FaultyVolume(below2, second))
          .build();
  private final CollectingSink sink = new CollectingSink();

  private static Volume newVolume(String deviceId) {
    return TestVolumes.newVolume(deviceId);
  }

  /** What may be wrong with a copy; another copy makes up for each (ST-2). */
  enum Bad {
    CORRUPT,
    UNAVAILABLE,
    FAILING,
    MISSING,
    BROKEN_OFF_AT_BEGIN,
    BROKEN_OFF,
    BROKEN_OFF_AT_END,
    SHORTENED,
    EMPTIED;

    void firstRead(FaultScript script) {
      NthCall call = script.on(Operation.READ, 1);
      switch (this) {
        case CORRUPT -> call.corrupt(4);
        case UNAVAILABLE -> call.unavailable();
        case FAILING -> call.failure();
        case MISSING -> call.missing();
        case BROKEN_OFF_AT_BEGIN -> call.breakOffAfter(0);
        case BROKEN_OFF -> call.breakOffAfter(7);
        case BROKEN_OFF_AT_END -> call.breakOffAfter(10);
        case SHORTENED -> call.shortenTo(7);
        case EMPTIED -> call.shortenTo(0);
      }
    }
  }

  static Stream<Arguments> badCopies() {
    return Stream.of(StoreRead.values())
        .flatMap(way -> Stream.of(Bad.values()).map(bad -> Arguments.of(way, bad)));
  }

  @ParameterizedTest
  @MethodSource("badCopies")
  void aReadSkipsABadCopyInvisiblyWhileAnotherIsGood(StoreRead way, Bad bad) throws IOException {
    storeOnBoth();
    bad.firstRead(first);
    assertArrayEquals(BLOCK, way.read(store, HASH));
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAVAILABLE", "BROKEN_OFF_AT_BEGIN", "BROKEN_OFF", "BROKEN_OFF_AT_END"})
  void unavailableIsNeverReportedAsMissing(Bad bad) throws IOException {
    storeOnBoth();
    for (StoreRead way : StoreRead.values()) {
      for (List<FaultScript> order : List.of(List.of(first, second), List.of(second, first))) {
        bad.firstRead(order.get(0));
        order.get(1).on(Operation.READ, 1).missing();
        VolumeException e =
            assertThrows(
                VolumeUnavailableException.class, () -> way.read(store, HASH), way::toString);
        assertInstanceOf(BlockNotFoundException.class, e.getSuppressed()[0]);
        first.close();
        second.close();
      }
    }
  }

  @Test
  void statNeverReportsUnavailableAsMissing() throws IOException {
    storeOnBoth();
    first.on(Operation.STAT, 1).unavailable();
    second.on(Operation.STAT, 1).missing();
    assertThrows(VolumeUnavailableException.class, () -> store.stat(HASH));
    first.on(Operation.STAT, 2).missing();
    second.on(Operation.STAT, 2).unavailable();
    assertThrows(VolumeUnavailableException.class, () -> store.stat(HASH));
    first.on(Operation.STAT, 3).unavailable();
    assertEquals(below2.stat(HASH), store.stat(HASH));
  }

  @ParameterizedTest
  @EnumSource
  void saysCorruptIfNoCopyIsGood(StoreRead way) throws IOException {
    storeOnBoth();
    first.on(Operation.READ, 1).corrupt(0);
    second.on(Operation.READ, 1).shortenTo(9);
    VolumeException e = assertThrows(BlockCorruptException.class, () -> way.read(store, HASH));
    assertEquals(Optional.of("fake:1"), e.volume());
    first.on(Operation.READ, 2).missing();
    second.on(Operation.READ, 2).corrupt(9);
    VolumeException other = assertThrows(BlockCorruptException.class, () -> way.read(store, HASH));
    assertEquals(Optional.of("fake:2"), other.volume());
  }

  @Test
  void aSinkSeesNothingOfBadCopies() throws IOException {
    storeOnBoth();
    first.on(Operation.READ, 1).corrupt(9);
    second.on(Operation.READ, 1).breakOffAfter(9);
    assertThrows(VolumeException.class, () -> store.read(HASH, sink));
    assertEquals(List.of(), sink.begins());
  }

  @Test
  void aBlockThatVanishesFromOneVolumeIsReadFromTheOther() throws IOException {
    storeOnBoth();
    first.on(Operation.READ, 1).run(() -> assertEquals(BLOCK.length, trashOn(below1)));
    assertArrayEquals(BLOCK, store.read(HASH));
    assertThrows(BlockNotFoundException.class, () -> below1.stat(HASH));
  }

  private void storeOnBoth() throws VolumeException {
    below1.write(HASH, ByteBuffer.wrap(BLOCK));
    below2.write(HASH, ByteBuffer.wrap(BLOCK));
  }

  private static long trashOn(Volume volume) throws VolumeException {
    long size = volume.stat(HASH).size();
    var unused = volume.trash(HASH, null);
    return size;
  }
}
