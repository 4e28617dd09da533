// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockPrefix;
import org.keepvolume.VolumeContext;

/** Touch and stat: the one time that Keep has. */
class TouchAndStatTest {
  private static final byte[] BLOCK = SampleData.random(100);
  private static final BlockHash HASH = BlockHash.of(BLOCK);
  private static final Instant OLD = Instant.parse("2015-01-02T03:04:05.678901234Z");

  private final AdjustableClock clock = new AdjustableClock(VolumeFiles.START);

  @TempDir Path root;

  private VolumeFiles files;
  private PosixVolume volume;

  @BeforeEach
  void openVolumeWithAnOldBlock() throws IOException {
    files = new VolumeFiles(root);
    files.place(HASH, BLOCK, OLD);
    open(Durability.FULL);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("TM-1: touch sets mtime to the clock's time and leaves the bytes")
  void touchSetsTheTime(Durability durability) throws IOException {
    open(durability);
    volume.touch(HASH);
    // A file system may keep whole seconds only.
    assertEquals(VolumeFiles.START.getEpochSecond(), files.mtime(HASH).getEpochSecond());
    assertFalse(files.mtime(HASH).isAfter(VolumeFiles.START));
    assertArrayEquals(BLOCK, Files.readAllBytes(files.block(HASH)));
  }

  @Test
  @DisplayName("TM-3: touch under a clock that went back leaves mtime as it is")
  void touchNeverMovesTheTimeBack() throws IOException {
    volume.touch(HASH);
    Instant first = files.mtime(HASH);
    clock.move(Duration.ofDays(-100));
    volume.touch(HASH);
    assertEquals(first, files.mtime(HASH));
    clock.move(Duration.ofDays(200));
    volume.touch(HASH);
    assertEquals(first.plus(Duration.ofDays(100)), files.mtime(HASH));
  }

  @Test
  @DisplayName("TM-4: stat and index report the identical time")
  void statAndIndexAgree() throws IOException {
    List<BlockInfo> listed = new ArrayList<>();
    volume.index(BlockPrefix.ALL, listed::add);
    volume.touch(HASH);
    volume.index(BlockPrefix.ALL, listed::add);
    assertEquals(
        List.of(new BlockInfo(HASH, 100, listed.get(0).mtime()), volume.stat(HASH)), listed);
    assertEquals(files.mtime(HASH), listed.get(1).mtime());
  }

  @Test
  void statChangesNothing() throws IOException {
    Map<String, String> before = files.snapshot();
    assertEquals(new BlockInfo(HASH, 100, files.mtime(HASH)), volume.stat(HASH));
    assertThrows(BlockNotFoundException.class, () -> volume.stat(SampleData.hash("abc")));
    assertEquals(before, files.snapshot());
  }

  @ParameterizedTest
  @EnumSource(names = {"TOUCH", "STAT"})
  @DisplayName("TM-2: a missing block is not found, and nothing is made")
  void missingBlockIsNotFound(VolumeCall call) throws IOException {
    Map<String, String> before = files.snapshot();
    for (String digits : List.of(HASH.toString().substring(0, 3), "000")) {
      BlockHash missing = SampleData.hash(digits);
      BlockNotFoundException e =
          assertThrows(BlockNotFoundException.class, () -> call.on(volume, missing));
      assertEquals(call.subject(volume, missing) + "block not found", e.getMessage());
      assertEquals(Optional.of(missing), e.hash());
    }
    assertEquals(before, files.snapshot());
  }

  @Test
  @DisplayName("TM-2: a block that goes to the trash under a touch is not found")
  void blockTrashedUnderATouchIsNotFound() throws IOException {
    Path trash = files.block(HASH).resolveSibling(HASH + ".trash.1700000000");
    clock.onNextLook(() -> Files.move(files.block(HASH), trash));
    assertThrows(BlockNotFoundException.class, () -> volume.touch(HASH));
    assertEquals(
        OLD.getEpochSecond(), Files.getLastModifiedTime(trash).toInstant().getEpochSecond());
  }

  @Test
  @DisplayName("TM-3: a block rewritten with a later time under a touch keeps a fresh one")
  void blockReplacedUnderATouchIsFresh() throws IOException {
    clock.onNextLook(() -> files.place(HASH, BLOCK, VolumeFiles.START));
    volume.touch(HASH);
    assertEquals(VolumeFiles.START.getEpochSecond(), files.mtime(HASH).getEpochSecond());
  }

  @Test
  @DisplayName("TM-3: a touch leaves the later time of a touch that came after it asked the clock")
  void touchDoesNotUndoALaterTouchBesideIt() throws IOException {
    Instant later = clock.instant().plus(Duration.ofMinutes(10));
    clock.onNextLook(() -> Files.setLastModifiedTime(files.block(HASH), FileTime.from(later)));
    volume.touch(HASH);
    assertEquals(later.getEpochSecond(), files.mtime(HASH).getEpochSecond());
  }

  private void open(Durability durability) throws IOException {
    volume =
        PosixVolume.open(
            root,
            PosixOptions.defaults().withDurability(durability),
            VolumeContext.defaults().withClock(clock));
  }
}
