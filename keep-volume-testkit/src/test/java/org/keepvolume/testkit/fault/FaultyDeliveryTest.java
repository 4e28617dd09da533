// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSink;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.testkit.CollectingSink;
import org.keepvolume.testkit.TestVolumes;

/** What sinks and visitors get of a block or a listing that breaks off or is damaged. */
@Timeout(60)
class FaultyDeliveryTest {
  private static final byte[] BLOCK = "0123456789".getBytes(US_ASCII);
  private static final BlockHash HASH = BlockHash.of(BLOCK);

  @RegisterExtension final FaultScript faults = new FaultScript();

  private final Volume volume = new FaultyVolume(TestVolumes.newVolume("fake:1"), faults);
  private final CollectingSink sink = new CollectingSink();

  @BeforeEach
  void storeBlocks() throws VolumeException {
    volume.write(HASH, ByteBuffer.wrap(BLOCK));
    volume.write(BlockHash.EMPTY, ByteBuffer.allocate(0));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 5, 8, 9, 10})
  void breaksAReadOffAfterBeginAndSomeBytes(int count) {
    faults.on(Operation.READ, 1).breakOffAfter(count);
    VolumeUnavailableException e =
        assertThrows(VolumeUnavailableException.class, () -> volume.read(HASH, sink));
    assertEquals("read " + HASH + " on fake:1: broken off after " + count, e.getMessage());
    assertEquals(List.of(10), sink.begins());
    assertEquals("0123456789".substring(0, count), new String(sink.content(), US_ASCII));
  }

  @Test
  void breaksTheReadOfAnEmptyBlockOff() {
    faults.on(Operation.READ, 1).breakOffAfter(0);
    assertThrows(VolumeUnavailableException.class, () -> volume.read(BlockHash.EMPTY, sink));
    assertEquals(List.of(0), sink.begins());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 4, 9})
  void corruptsOneByteAndReturnsWithSuccess(int offset) throws IOException {
    faults.on(Operation.READ, 1).corrupt(offset);
    assertEquals(10, volume.read(HASH, sink));
    byte[] expected = BLOCK.clone();
    expected[offset] ^= 1;
    assertEquals(List.of(10), sink.begins());
    assertArrayEquals(expected, sink.content());

    CollectingSink again = new CollectingSink();
    assertEquals(10, volume.read(HASH, again));
    assertArrayEquals(BLOCK, again.content());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 4, 5, 9})
  void shortensABlockAndReturnsWithSuccess(int size) throws IOException {
    faults.on(Operation.READ, 1).shortenTo(size);
    assertEquals(size, volume.read(HASH, sink));
    assertEquals(List.of(size), sink.begins());
    assertEquals("0123456789".substring(0, size), new String(sink.content(), US_ASCII));
  }

  @Test
  void damagedReadsPassTheSinksOwnFailureOn() {
    faults.on(Operation.READ, 1).breakOffAfter(3);
    faults.on(Operation.READ, 2).corrupt(3);
    faults.on(Operation.READ, 3).shortenTo(4);
    IOException failure = new IOException("the sink");
    for (int i = 0; i < 2; i++) {
      BlockSink failing = FaultySink.failingAt(sink, 1, failure);
      assertSame(failure, assertThrows(IOException.class, () -> volume.read(HASH, failing)));
      sink.reset();
    }
    BlockSink refusing = FaultySink.failingAtBegin(sink, failure);
    assertSame(failure, assertThrows(IOException.class, () -> volume.read(HASH, refusing)));
    String unused = assertThrows(AssertionError.class, faults::close).getMessage();
    assertEquals(1, unused.lines().filter(line -> line.contains("1st read")).count(), unused);
    assertFalse(unused.contains("3rd read"), unused);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void breaksAListingOffAfterSomeEntries(int count) {
    faults.on(Operation.INDEX, 1).breakOffAfter(count);
    List<BlockHash> listed = new ArrayList<>();
    VolumeUnavailableException e =
        assertThrows(
            VolumeUnavailableException.class,
            () -> volume.index(BlockPrefix.ALL, block -> listed.add(block.hash())));
    assertEquals("index on fake:1: broken off after " + count, e.getMessage());
    assertEquals(count, listed.size());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void breaksAListingOfTheTrashOffAfterSomeEntries(int count) throws VolumeException {
    var one = volume.trash(HASH, null);
    var two = volume.trash(BlockHash.EMPTY, null);
    assertEquals(one, two);
    faults.on(Operation.INDEX_TRASH, 1).breakOffAfter(count);
    List<BlockHash> listed = new ArrayList<>();
    assertThrows(
        VolumeUnavailableException.class,
        () -> volume.indexTrash(BlockPrefix.ALL, (hash, size, deadline) -> listed.add(hash)));
    assertEquals(count, listed.size());
  }
}
