// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The sink that verifies: what it passes on, what it refuses, and what it says. */
class VerifyingSinkTest {
  private static final byte[] GOOD = "foo".getBytes(US_ASCII);
  private static final byte[] BAD = "fox".getBytes(US_ASCII);
  private static final BlockHash HASH = BlockHash.parse("acbd18db4cc2f85cedef654fccc4a4d8");
  private static final String BAD_MD5 = "2b95d1f09b8b66c5c43622a4d9ec9a04";

  private final RecordingSink inner = new RecordingSink();
  private final VerifyingSink sink = BlockSinks.verifying(HASH, inner);

  @ParameterizedTest
  @EnumSource
  void passesOnAGoodBlockInTheSameParts(Parts parts) throws IOException {
    parts.deliver(GOOD, 2, sink);
    assertEquals(List.of(3), inner.begins());
    assertEquals(List.of(0, 2), inner.positions());
    assertArrayEquals(GOOD, inner.content());
    assertTrue(sink.verified());
  }

  @Test
  void failsBeforeTheLastPartOfABadBlock() {
    BlockCorruptException e =
        assertThrows(BlockCorruptException.class, () -> Parts.HEAP.deliver(BAD, 2, sink));
    assertEquals(Operation.READ, e.operation());
    assertEquals(Optional.of(HASH), e.hash());
    assertEquals(Optional.empty(), e.volume());
    assertEquals(
        "read acbd18db4cc2f85cedef654fccc4a4d8: the 3 stored bytes have MD5 " + BAD_MD5,
        e.getMessage());
    assertEquals(List.of(0), inner.positions());
    assertFalse(sink.verified());
  }

  @Test
  void passesOnNothingOfABadBlockInOnePart() {
    assertThrows(BlockCorruptException.class, () -> Parts.DIRECT.deliver(BAD, 3, sink));
    assertEquals(List.of(), inner.positions());
  }

  @Test
  void refusesAnEmptyBlockOfAnotherHashBeforeBegin() {
    BlockCorruptException e = assertThrows(BlockCorruptException.class, () -> sink.begin(0));
    assertEquals(
        "read acbd18db4cc2f85cedef654fccc4a4d8:"
            + " the 0 stored bytes have MD5 d41d8cd98f00b204e9800998ecf8427e",
        e.getMessage());
    assertEquals(List.of(), inner.begins());
    assertFalse(sink.verified());
  }

  @Test
  void verifiesTheEmptyBlockInBegin() throws IOException {
    VerifyingSink ofEmpty = BlockSinks.verifying(BlockHash.EMPTY, inner);
    ofEmpty.begin(0);
    assertEquals(List.of(0), inner.begins());
    assertTrue(ofEmpty.verified());
  }

  @Test
  void isVerifiedFromTheLastPartUntilTheNextBegin() throws IOException {
    assertFalse(sink.verified());
    sink.begin(3);
    assertFalse(sink.verified());
    sink.write(ByteBuffer.wrap(GOOD, 0, 2), 0);
    assertFalse(sink.verified());
    sink.write(ByteBuffer.wrap(GOOD, 2, 1), 2);
    assertTrue(sink.verified());
    sink.begin(3);
    assertFalse(sink.verified());
  }

  @Test
  void servesASecondReadAfterAGoodABadAndABrokenOffOne() throws IOException {
    Parts.HEAP.deliver(GOOD, 1, sink);
    assertThrows(BlockCorruptException.class, () -> Parts.HEAP.deliver(BAD, 1, sink));
    sink.begin(3);
    sink.write(ByteBuffer.wrap(BAD, 0, 2), 0);
    Parts.HEAP.deliver(GOOD, 1, sink);
    assertTrue(sink.verified());
  }

  @Test
  void refusesAGapAndNamesTheClause() throws IOException {
    sink.begin(3);
    VolumeFailureException e =
        assertThrows(
            VolumeFailureException.class, () -> sink.write(ByteBuffer.wrap(GOOD, 1, 2), 1));
    assertEquals("the volume broke RD-12: it wrote 2 bytes at 1 after 0 of 3", e.detail());
    assertEquals(List.of(), inner.positions());
  }

  @Test
  void refusesARepeatedPart() throws IOException {
    sink.begin(3);
    sink.write(ByteBuffer.wrap(GOOD, 0, 2), 0);
    VolumeFailureException e =
        assertThrows(
            VolumeFailureException.class, () -> sink.write(ByteBuffer.wrap(GOOD, 0, 2), 0));
    assertEquals("the volume broke RD-12: it wrote 2 bytes at 0 after 2 of 3", e.detail());
  }

  @Test
  void refusesMoreBytesThanAnnounced() throws IOException {
    sink.begin(2);
    VolumeFailureException e =
        assertThrows(VolumeFailureException.class, () -> sink.write(ByteBuffer.wrap(GOOD), 0));
    assertEquals("the volume broke RD-12: it wrote 3 bytes at 0 after 0 of 2", e.detail());
  }

  @Test
  void innerSinksExceptionsComeBackAsTheSameInstance() {
    IOException inBegin = new IOException("no room");
    inner.onBegin(
        () -> {
          throw inBegin;
        });
    assertSame(inBegin, assertThrows(IOException.class, () -> sink.begin(3)));
    IllegalStateException inWrite = new IllegalStateException("sink broke");
    inner
        .onBegin(() -> {})
        .onWrite(
            () -> {
              throw inWrite;
            });
    assertSame(
        inWrite,
        assertThrows(IllegalStateException.class, () -> Parts.HEAP.deliver(GOOD, 1, sink)));
  }

  @Test
  void needsHashAndSink() {
    assertThrows(NullPointerException.class, () -> BlockSinks.verifying(null, inner));
    assertThrows(NullPointerException.class, () -> BlockSinks.verifying(HASH, null));
  }

  @Test
  void lendsTheMemoryOfADirectBufferAndTakesWhatWasPutThere() throws IOException {
    ByteBuffer destination = ByteBuffer.allocateDirect(5).position(1);
    VerifyingSink lending = BlockSinks.verifying(HASH, BlockSinks.into(destination));
    lending.begin(GOOD.length);
    ByteBuffer room = lending.room(0, GOOD.length);
    assertEquals(GOOD.length, room.remaining());
    lending.write(room.put(GOOD).rewind(), 0);
    assertTrue(lending.verified());
    assertEquals(ByteBuffer.wrap(GOOD), destination.slice(1, GOOD.length));
  }

  @Test
  void looksAtWhatWasPutIntoLentMemory() throws IOException {
    VerifyingSink lending =
        BlockSinks.verifying(HASH, BlockSinks.into(ByteBuffer.allocateDirect(GOOD.length)));
    lending.begin(GOOD.length);
    ByteBuffer room = lending.room(0, GOOD.length);
    assertThrows(BlockCorruptException.class, () -> lending.write(room, 0));
    assertFalse(lending.verified());
  }

  @Test
  void copiesAnotherBufferAlthoughMemoryWasLent() throws IOException {
    ByteBuffer destination = ByteBuffer.allocateDirect(GOOD.length);
    VerifyingSink lending = BlockSinks.verifying(HASH, BlockSinks.into(destination));
    lending.begin(GOOD.length);
    assertEquals(GOOD.length, lending.room(0, GOOD.length).remaining());
    lending.write(ByteBuffer.wrap(GOOD), 0);
    assertTrue(lending.verified());
    assertEquals(ByteBuffer.wrap(GOOD), destination);
  }

  @Test
  void movesBytesThatWerePutIntoMemoryLentForAnotherPlace() throws IOException {
    ByteBuffer destination = ByteBuffer.allocateDirect(GOOD.length);
    VerifyingSink lending = BlockSinks.verifying(HASH, BlockSinks.into(destination));
    lending.begin(GOOD.length);
    ByteBuffer room = lending.room(1, 2);
    lending.write(room.put(GOOD, 0, 2).rewind(), 0);
    lending.write(ByteBuffer.wrap(GOOD, 2, 1), 2);
    assertTrue(lending.verified());
    assertEquals(ByteBuffer.wrap(GOOD), destination);
  }

  @Test
  void lendsNothingWhereBytesMustBeCopiedAnyway() throws IOException {
    for (BlockSink other :
        List.of(
            new RecordingSink(),
            BlockSinks.into(new byte[GOOD.length], 0),
            BlockSinks.into(OutputStream.nullOutputStream()))) {
      VerifyingSink lending = BlockSinks.verifying(HASH, other);
      lending.begin(GOOD.length);
      assertNull(lending.room(0, GOOD.length));
    }
  }

  @Test
  void isNotVerifiedWhenTheInnerSinkFailsWithTheLastPart() throws IOException {
    IOException full = new IOException("full");
    RecordingSink failing =
        new RecordingSink()
            .onBegin(
                () -> {
                  throw full;
                });
    VerifyingSink empty = BlockSinks.verifying(BlockHash.EMPTY, failing);
    assertThrows(IOException.class, () -> empty.begin(0));
    assertFalse(empty.verified());
  }
}
