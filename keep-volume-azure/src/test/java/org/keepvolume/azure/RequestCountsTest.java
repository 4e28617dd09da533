// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.keepvolume.azure.http.RequestName.DELETE_BLOB;
import static org.keepvolume.azure.http.RequestName.GET_BLOB;
import static org.keepvolume.azure.http.RequestName.GET_BLOB_PROPERTIES;
import static org.keepvolume.azure.http.RequestName.LIST_BLOBS;
import static org.keepvolume.azure.http.RequestName.PUT_BLOB;
import static org.keepvolume.azure.http.RequestName.SET_BLOB_METADATA;

import java.io.IOException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.BlockPrefix;
import org.keepvolume.azure.http.RecordedRequest;
import org.keepvolume.azure.http.RequestName;
import org.keepvolume.store.BlockStore;
import org.keepvolume.store.MountOptions;
import org.keepvolume.testkit.RecordingSink;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.TestBlocks;

/** How many requests each call takes, counted where they pass by. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
class RequestCountsTest {
  private final TestBlocks blocks = new TestBlocks(12);
  private FaultBench bench;

  @BeforeAll
  void open() throws IOException {
    bench = new FaultBench(12);
  }

  @BeforeEach
  void startOver() {
    bench.proxy().startOver();
  }

  @AfterAll
  void close() {
    bench.close();
  }

  private void assertRequests(RequestName... names) {
    assertEquals(List.of(names), bench.proxy().names());
  }

  @ParameterizedTest
  @EnumSource
  void callsThatGoAllTheirWay(Deed deed) {
    BlockCondition start =
        switch (deed) {
          case UNTRASH -> BlockCondition.TRASHED;
          case SWEEP -> BlockCondition.DUE;
          default -> BlockCondition.OLD;
        };
    TestBlock block = bench.prepare(start);
    assertEquals(deed.on(start).outcome(), deed.run(bench.volumes(), block));
    assertEquals(deed.requests(), bench.proxy().names());
    bench.remove(block);
  }

  /** Or what others do between the look and the change would be undone. */
  @ParameterizedTest
  @EnumSource(names = {"TOUCH", "TRASH", "DELETE", "UNTRASH", "SWEEP"})
  void changesAreOnlyOfTheVersionThatWasSeen(Deed deed) {
    BlockCondition start =
        switch (deed) {
          case UNTRASH -> BlockCondition.TRASHED;
          case SWEEP -> BlockCondition.DUE;
          default -> BlockCondition.OLD;
        };
    TestBlock block = bench.prepare(start);
    String seen = bench.etag(block);
    assertEquals(deed.on(start).outcome(), deed.run(bench.volumes(), block));
    assertEquals(seen, bench.proxy().requests().get(1).header("If-Match"));
    bench.remove(block);
  }

  @ParameterizedTest
  @EnumSource(names = "WRITE", mode = EnumSource.Mode.EXCLUDE)
  void callsThatFindNothingAskOnce(Deed deed) {
    TestBlock block = bench.prepare(BlockCondition.MISSING);
    assertEquals(deed.on(BlockCondition.MISSING).outcome(), deed.run(bench.volumes(), block));
    assertRequests(deed.requests().get(0));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4096, 64 << 20})
  void writeIsOnePutWithItsMd5(int size) throws IOException {
    TestBlock block = blocks.random(size);
    bench.volumes().plain().write(block.hash(), block.buffer());
    assertRequests(PUT_BLOB);
    RecordedRequest put = bench.proxy().requests().get(0);
    assertEquals(
        Base64.getEncoder().encodeToString(block.hash().toBytes()), put.header("Content-MD5"));
    assertEquals(size, put.bodyBytes());
    assertNull(put.header("If-None-Match"));
    bench.proxy().startOver();
    RecordingSink sink = RecordingSink.sequential();
    bench.volumes().plain().read(block.hash(), sink);
    assertRequests(GET_BLOB);
    assertArrayEquals(block.bytes(), sink.content());
    bench.remove(block);
  }

  @Test
  void emptyBlockIsReadByOneRequestWithoutRange() throws IOException {
    TestBlock block = TestBlocks.empty();
    bench.volumes().ranged().write(block.hash(), block.buffer());
    assertEquals(Deed.DONE, Deed.READ_RANGES.run(bench.volumes(), block));
    assertRequests(PUT_BLOB, GET_BLOB);
    assertNull(bench.proxy().requests().get(1).header("x-ms-range"));
    bench.remove(block);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, Volumes.RANGE - 1, Volumes.RANGE, Volumes.RANGE + 1, 2 * Volumes.RANGE})
  void rangesAreAskedForOnceEach(int size) throws IOException {
    TestBlock block = blocks.random(size);
    bench.put(block.hash(), block.bytes());
    assertEquals(Deed.DONE, Deed.READ_RANGES.run(bench.volumes(), block));
    assertEquals(
        (size + Volumes.RANGE - 1) / Volumes.RANGE, bench.proxy().requests(GET_BLOB).size());
    assertEquals(Deed.DONE, Deed.READ_PARALLEL.run(bench.volumes(), block));
    bench.remove(block);
  }

  @Test
  void damagedEmptyBlobIsReadByTwoWhereRangesAreAskedFor() throws IOException {
    TestBlock block = blocks.random(1);
    bench.put(block.hash(), new byte[0]);
    bench.prepare(BlockCondition.MISSING); // sets the clock, by which the blob is not young
    RecordingSink sink = RecordingSink.sequential();
    assertEquals(0, bench.volumes().ranged().read(block.hash(), sink));
    assertRequests(GET_BLOB, GET_BLOB);
    bench.remove(block);
  }

  @Test
  void openAsksOnce() throws IOException {
    AzureVolume.open(Volumes.account(bench.proxy().endpoint()), bench.container()).close();
    assertRequests(LIST_BLOBS);
    assertEquals("1", bench.proxy().requests().get(0).parameter("maxresults"));
  }

  @Test
  void statusAsksNothing() throws IOException {
    var unused = bench.volumes().plain().status();
    assertRequests();
  }

  @Test
  void indexOfOnePageAsksOnce() throws IOException {
    bench.volumes().plain().index(BlockPrefix.ALL, info -> true);
    assertRequests(LIST_BLOBS);
  }

  @Test
  void storeWritesANewBlockWithTwoAndAPresentOneWithThree() throws Exception {
    TestBlock block = blocks.random(4096);
    BlockStore store =
        BlockStore.builder()
            .mount(bench.volumes().plain(), MountOptions.defaults().keepOpen())
            .build();
    var unused = store.write(block.buffer());
    assertRequests(GET_BLOB, PUT_BLOB);
    bench.proxy().startOver();
    var unusedToo = store.write(block.buffer());
    assertRequests(GET_BLOB, GET_BLOB_PROPERTIES, SET_BLOB_METADATA);
    store.close();
    bench.remove(block);
  }

  @Test
  void trashAndDeleteThatMayNotOnlyLook() {
    TestBlock block = bench.prepare(BlockCondition.OLD);
    bench.other(Deed.TOUCH, block, Deed.TOUCH.on(BlockCondition.OLD));
    for (Deed deed : List.of(Deed.TRASH, Deed.DELETE)) {
      assertEquals("TOO_RECENT", deed.run(bench.volumes(), block));
    }
    assertRequests(GET_BLOB_PROPERTIES, GET_BLOB_PROPERTIES);
    assertEquals(List.of(), bench.proxy().requests(DELETE_BLOB));
    bench.remove(block);
  }
}
