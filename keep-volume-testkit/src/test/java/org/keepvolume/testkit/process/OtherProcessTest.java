// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSinks;
import org.keepvolume.Capability;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeUnsupportedException;
import org.keepvolume.testkit.AdjustableClock;

class OtherProcessTest {
  private final AdjustableClock clock =
      new AdjustableClock(Instant.parse("2020-02-03T04:05:06.5Z"));
  private final VolumeContext context = VolumeContext.defaults().withClock(clock);

  @TempDir Path root;
  private OtherProcess process;
  private Volume here;
  private Volume there;

  @BeforeEach
  void open() throws VolumeException {
    process = OtherProcess.start(DirectoryVolumeOpener.class, root.toString());
    here = DirectoryVolume.open(root, context);
    there = process.open(context);
  }

  @AfterEach
  void close() {
    process.close();
  }

  @Test
  void blocksGoFromOneProcessToTheOther() throws IOException {
    for (int size : new int[] {0, 1, 300_000}) {
      write(here, block(size));
      assertArrayEquals(block(size), read(there, size));
      write(there, block(size + 10));
      assertArrayEquals(block(size + 10), read(here, size + 10));
    }
  }

  @Test
  void largestBlockGoesBothWays() throws IOException {
    byte[] block = block(Volume.MAX_BLOCK_SIZE);
    write(there, block);
    assertArrayEquals(block, read(there, Volume.MAX_BLOCK_SIZE));
  }

  @Test
  void bufferStaysAsItIs() throws IOException {
    ByteBuffer data = ByteBuffer.allocateDirect(100).position(20).limit(70);
    there.write(BlockHash.of(data), data.asReadOnlyBuffer());
    there.write(BlockHash.of(data), data);
    assertEquals(20, data.position());
    assertEquals(70, data.limit());
    assertEquals(50, here.stat(BlockHash.of(data)).size());
  }

  @Test
  void timeIsThatOfTheClockAtEachCall() throws IOException {
    byte[] block = block(5);
    write(there, block);
    assertEquals(clock.instant(), here.stat(BlockHash.of(block)).mtime());
    clock.advance(Duration.ofDays(400));
    there.touch(BlockHash.of(block));
    assertEquals(clock.instant(), there.stat(BlockHash.of(block)).mtime());
    assertEquals(here.stat(BlockHash.of(block)), there.stat(BlockHash.of(block)));
  }

  @Test
  void volumesOfOneProcessHaveTheirOwnClocks() throws IOException {
    AdjustableClock later = new AdjustableClock(clock.instant().plusSeconds(1000));
    Volume second = process.open(VolumeContext.defaults().withClock(later));
    write(second, block(1));
    write(there, block(2));
    assertEquals(later.instant(), here.stat(BlockHash.of(block(1))).mtime());
    assertEquals(clock.instant(), here.stat(BlockHash.of(block(2))).mtime());
  }

  @Test
  void indexComesOver() throws IOException {
    Set<BlockInfo> written = new HashSet<>();
    for (int size = 0; size < 20; size++) {
      write(there, block(size));
      written.add(here.stat(BlockHash.of(block(size))));
    }
    Set<BlockInfo> listed = new HashSet<>();
    there.index(BlockPrefix.ALL, listed::add);
    assertEquals(written, listed);
    listed.clear();
    there.index(
        BlockPrefix.of(BlockHash.of(block(7))),
        block -> listed.add(there.stat(block.hash()))); // a visitor may call
    assertEquals(Set.of(here.stat(BlockHash.of(block(7)))), listed);
  }

  @Test
  void visitorEndsTheIndex() throws IOException {
    write(here, block(1));
    write(here, block(2));
    Set<BlockInfo> listed = new HashSet<>();
    there.index(BlockPrefix.ALL, block -> !listed.add(block));
    assertEquals(1, listed.size());
    IOException own = new IOException("own");
    IOException thrown =
        assertThrows(
            IOException.class,
            () ->
                there.index(
                    BlockPrefix.ALL,
                    block -> {
                      throw own;
                    }));
    assertSame(own, thrown);
  }

  @Test
  void missingBlockIsToldAsHere() {
    BlockHash hash = BlockHash.EMPTY;
    var expected = assertThrows(BlockNotFoundException.class, () -> here.stat(hash));
    SameFailure.assertSame(
        new BlockNotFoundException(
            expected.operation(), hash, here.deviceId(), expected.detail(), null),
        withoutCause(assertThrows(BlockNotFoundException.class, () -> there.stat(hash))));
    ByteBuffer nowhere = ByteBuffer.allocate(0);
    assertThrows(BlockNotFoundException.class, () -> there.read(hash, BlockSinks.into(nowhere)));
  }

  @Test
  void idCapabilitiesAndStatusAreThoseOfTheVolume() throws VolumeException {
    assertEquals(here.deviceId(), there.deviceId());
    assertEquals(Set.of(Capability.WRITE, Capability.SHARED), there.capabilities());
    assertTrue(there.status().freeBytes().isPresent());
    assertTrue(there.status().usedBytes().isPresent());
    assertThrows(VolumeUnsupportedException.class, () -> there.emptyTrash());
  }

  @Test
  void closeMayBeRepeatedAndComeAfterTheProcess() throws VolumeException {
    there.close();
    there.close();
    Volume second = process.open(context);
    process.close();
    second.close();
  }

  @Test
  void failureToOpenArrives() {
    try (OtherProcess other =
        OtherProcess.start(DirectoryVolumeOpener.class, root.resolve("none").toString())) {
      var failure = assertThrows(VolumeFailureException.class, () -> other.open(context));
      assertTrue(failure.detail().contains(root.resolve("none").toString()), failure.detail());
    }
  }

  private static VolumeException withoutCause(VolumeException e) {
    return new BlockNotFoundException(
        e.operation(), e.hash().orElseThrow(), e.volume().orElseThrow(), e.detail(), null);
  }

  private static byte[] block(int size) {
    byte[] block = new byte[size];
    new Random(Long.getLong("keepvolume.testkit.seed", 42) + size).nextBytes(block);
    return block;
  }

  private static void write(Volume volume, byte[] block) throws IOException {
    volume.write(BlockHash.of(block), ByteBuffer.wrap(block));
  }

  private static byte[] read(Volume volume, int size) throws IOException {
    byte[] read = new byte[size];
    assertEquals(size, volume.read(BlockHash.of(block(size)), BlockSinks.into(read, 0)));
    return read;
  }
}
