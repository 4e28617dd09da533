// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.keepvolume.azure.http.RequestName.GET_BLOB;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.azure.http.RecordedRequest;
import org.keepvolume.azure.http.RequestName;
import org.keepvolume.azure.http.RequestRule;
import org.keepvolume.store.BlockStore;
import org.keepvolume.testkit.RecordingSink;
import org.keepvolume.testkit.TestBlock;

/** What becomes of a read whose body breaks off, or is not what it was (RD-3, RD-9). */
@Timeout(60)
class TransferFaultsTest {
  private static final int CUT = 5000;

  private FaultBench bench;
  private TestBlock block;
  private final RecordingSink sink = RecordingSink.sequential();

  @BeforeEach
  void open() throws IOException {
    bench = new FaultBench(11);
    block = bench.prepare(BlockCondition.OLD);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void read() throws IOException {
    try {
      bench.volumes().plain().read(block.hash(), sink);
    } catch (IOException e) {
      Shown.thrown(e);
      throw e;
    }
    sink.readEnded();
    assertEquals(List.of(), sink.mistakes());
    assertArrayEquals(block.bytes(), sink.content());
  }

  private void requireUnavailable() {
    assertThrows(VolumeUnavailableException.class, this::read);
    sink.readEnded();
    assertEquals(List.of(), sink.mistakes());
  }

  @Test
  void brokenReadGoesOnBehindTheLastByte() throws IOException {
    bench.proxy().on(GET_BLOB, 1).cutAnswer(CUT);
    read();
    assertEquals(List.of(GET_BLOB, GET_BLOB), bench.proxy().names());
    assertEquals("bytes=5000-9999", bench.proxy().requests().get(1).header("x-ms-range"));
  }

  @ParameterizedTest
  @EnumSource(names = {"TOUCH", "WRITE", "TRASH"})
  void brokenReadGoesOnWhenTheContentIsTheSame(Deed meanwhile) throws IOException {
    bench.proxy().on(GET_BLOB, 1).cutAnswer(CUT);
    Expected theirs = meanwhile.on(BlockCondition.OLD);
    bench.proxy().on(GET_BLOB, 2).before(() -> bench.other(meanwhile, block, theirs));
    read();
  }

  @Test
  void brokenReadIsNeverAMixture() {
    bench.proxy().on(GET_BLOB, 1).cutAnswer(CUT);
    bench.proxy().on(GET_BLOB, 2).before(() -> bench.put(block.hash(), block.damagedAt(CUT + 1)));
    requireUnavailable();
  }

  @Test
  void brokenReadOfWhatVanishedIsNoMissingBlock() {
    bench.proxy().on(GET_BLOB, 1).cutAnswer(CUT);
    bench.proxy().on(GET_BLOB, 2).before(() -> bench.remove(block));
    requireUnavailable();
  }

  @ParameterizedTest
  @EnumSource(names = {"READ_RANGES", "READ_PARALLEL"})
  void rangesAreNeverAMixture(Deed deed) {
    bench.proxy().on(GET_BLOB, 2).before(() -> bench.put(block.hash(), block.damagedAt(CUT + 1)));
    assertEquals(Expected.UNAVAILABLE, deed.run(bench.volumes(), block));
  }

  @ParameterizedTest
  @EnumSource(names = {"READ_RANGES", "READ_PARALLEL"})
  void rangesOfWhatVanishedAreNoMissingBlock(Deed deed) {
    bench.proxy().on(GET_BLOB, 2).before(() -> bench.remove(block));
    assertEquals(Expected.UNAVAILABLE, deed.run(bench.volumes(), block));
  }

  @Test
  void brokenRangeGoesOnBehindItsLastByte() throws IOException {
    bench.proxy().on(GET_BLOB, 2).cutAnswer(1000);
    assertEquals(Deed.DONE, Deed.READ_RANGES.run(bench.volumes(), block));
    assertEquals(
        List.of("bytes=0-4095", "bytes=4096-8191", "bytes=5096-8191", "bytes=8192-9999"),
        bench.proxy().requests().stream().map(request -> request.header("x-ms-range")).toList());
  }

  @Test
  void rangeThatBeginsElsewhereIsAskedForAgain() throws IOException {
    bench.proxy().on(GET_BLOB, 2).setHeader("Content-Range", "bytes 0-4095/10000");
    assertEquals(Deed.DONE, Deed.READ_RANGES.run(bench.volumes(), block));
    assertEquals(
        List.of("bytes=0-4095", "bytes=4096-8191", "bytes=4096-8191", "bytes=8192-9999"),
        bench.proxy().requests().stream().map(request -> request.header("x-ms-range")).toList());
  }

  @Test
  void brokenParallelReadAsksForEachByteOnceMoreAtMost() throws IOException {
    bench.proxy().on(GET_BLOB, 2).resetMid(0);
    bench.proxy().on(GET_BLOB, 3).cutAnswer(0);
    assertEquals(Deed.DONE, Deed.READ_PARALLEL.run(bench.volumes(), block));
    Set<RequestName> names =
        bench.proxy().requests().stream().map(RecordedRequest::name).collect(Collectors.toSet());
    assertEquals(Set.of(GET_BLOB), names);
  }

  @Test
  void readThatNeverGetsOnIsGivenUp() {
    bench.proxy().onEvery(GET_BLOB).cutAnswer(0);
    requireUnavailable();
    assertEquals(5, bench.proxy().requests().size());
  }

  @Test
  void damageOnTheWayIsDeliveredAndFoundByTheStore() throws Exception {
    bench.proxy().onEvery(GET_BLOB).flipBit(17);
    bench.volumes().plain().read(block.hash(), sink);
    sink.readEnded();
    assertArrayEquals(block.damagedAt(17), sink.content());
    BlockStore store = BlockStore.builder().mount(bench.volumes().plain()).build();
    assertThrows(BlockCorruptException.class, () -> store.read(block.hash()));
    assertTrue(bench.proxy().requests().size() >= 2);
    store.close();
  }

  @Test
  void rangeWithoutMd5IsComparedByVersion() throws IOException {
    bench.proxy().onEvery(GET_BLOB).dropHeader("x-ms-blob-content-md5");
    assertEquals(Deed.DONE, Deed.READ_RANGES.run(bench.volumes(), block));
  }

  private RequestRule withoutMd5(int nth) {
    return bench.proxy().on(GET_BLOB, nth).dropHeader("x-ms-blob-content-md5");
  }

  /** Bytes of the same number, so that the version alone tells. */
  @ParameterizedTest
  @EnumSource(names = {"READ_RANGES", "READ_PARALLEL"})
  void rangesWithoutMd5AreNeverAMixture(Deed deed) {
    var unused = withoutMd5(1);
    withoutMd5(2).before(() -> bench.put(block.hash(), block.damagedAt(CUT + 1)));
    assertEquals(Expected.UNAVAILABLE, deed.run(bench.volumes(), block));
  }

  @Test
  void brokenReadWithoutMd5IsNeverAMixture() {
    withoutMd5(1).dropHeader("Content-MD5").cutAnswer(CUT);
    withoutMd5(2).before(() -> bench.put(block.hash(), block.damagedAt(CUT + 1)));
    requireUnavailable();
  }

  @Test
  void brokenReadWithoutMd5DoesNotOutlastATouch() {
    withoutMd5(1).dropHeader("Content-MD5").cutAnswer(CUT);
    Expected theirs = Deed.TOUCH.on(BlockCondition.OLD);
    withoutMd5(2).before(() -> bench.other(Deed.TOUCH, block, theirs));
    requireUnavailable();
  }

  /** Both deletes of a sweep are lost, the second one with its no. */
  @Test
  void sweepWhoseAnswersAreLostTwiceCountsOnce() {
    TestBlock due = bench.prepare(BlockCondition.DUE);
    bench.proxy().on(RequestName.DELETE_BLOB, 1).loseAnswer();
    bench.proxy().on(RequestName.DELETE_BLOB, 2).loseAnswer();
    assertEquals("deleted 1", Deed.SWEEP.run(bench.volumes(), due));
    assertTrue(bench.is(due, BlockCondition.MISSING));
  }

  /** The block was rewritten in the second of the touch, as far as the service's clock tells. */
  @Test
  void touchIsRepeatedWhileTheBlockIsOlderThanIt() {
    bench
        .proxy()
        .on(RequestName.GET_BLOB_PROPERTIES, 1)
        .setHeader("Date", "Fri, 01 Jan 2100 00:00:00 GMT");
    bench.proxy().on(RequestName.SET_BLOB_METADATA, 1).dropRequest();
    bench.proxy().on(RequestName.SET_BLOB_METADATA, 2).loseAnswer();
    assertEquals(Deed.DONE, Deed.TOUCH.run(bench.volumes(), block));
    assertEquals(3, bench.proxy().requests(RequestName.SET_BLOB_METADATA).size());
  }

  /** A delete that was told no has deleted nothing, whatever was lost before. */
  @Test
  void deleteThatLostARaceAfterALostLookHasNotDeleted() {
    bench.proxy().on(RequestName.GET_BLOB_PROPERTIES, 1).loseAnswer();
    bench.proxy().on(RequestName.GET_BLOB_PROPERTIES, 2).loseAnswer();
    Expected theirs = Deed.DELETE.on(BlockCondition.OLD);
    bench
        .proxy()
        .on(RequestName.DELETE_BLOB, 1)
        .before(() -> bench.other(Deed.DELETE, block, theirs));
    assertEquals(Expected.MISSING, Deed.DELETE.run(bench.volumes(), block));
  }
}
