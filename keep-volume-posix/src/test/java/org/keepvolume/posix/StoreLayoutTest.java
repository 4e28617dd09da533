// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockPrefix;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashPolicy;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.VolumeContext;
import org.keepvolume.store.BlockStore;
import org.keepvolume.store.WriteOptions;

/**
 * A store over two directories in the original's layout, whose names are written out here: what the
 * original left there is served, and what the store leaves there is what the original would.
 */
class StoreLayoutTest {
  private static final byte[] FOO = "foo".getBytes(US_ASCII);
  private static final String FOO_NAME = "acb/acbd18db4cc2f85cedef654fccc4a4d8";
  private static final BlockHash FOO_HASH = BlockHash.parse("acbd18db4cc2f85cedef654fccc4a4d8");

  private static final byte[] BAR = "bar".getBytes(US_ASCII);
  private static final String BAR_NAME = "37b/37b51d194a7513e45b56f6524f2d51f2";
  private static final BlockHash BAR_HASH = BlockHash.parse("37b51d194a7513e45b56f6524f2d51f2");

  private static final byte[] EMPTY = {};
  private static final String EMPTY_NAME = "d41/d41d8cd98f00b204e9800998ecf8427e";
  private static final BlockHash EMPTY_HASH = BlockHash.parse("d41d8cd98f00b204e9800998ecf8427e");

  private static final Instant START = Instant.parse("2024-03-01T00:00:00Z");
  private static final Instant OLD = START.minus(Duration.ofDays(100));
  private static final TrashPolicy POLICY =
      new TrashPolicy(Duration.ofHours(1), Duration.ofDays(14));

  @TempDir Path first;
  @TempDir Path second;

  private final AdjustableClock clock = new AdjustableClock(START);
  private BlockStore store;

  @BeforeEach
  void openStore() throws IOException {
    VolumeContext context = VolumeContext.defaults().withClock(clock).withTrashPolicy(POLICY);
    store =
        BlockStore.builder()
            .mount(PosixVolume.open(first, PosixOptions.defaults(), context))
            .mount(PosixVolume.open(second, PosixOptions.defaults(), context))
            .build();
  }

  @AfterEach
  void closeStore() throws IOException {
    store.close();
  }

  private static void file(Path root, String name, byte[] content) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    Files.setLastModifiedTime(file, FileTime.from(OLD));
  }

  private static List<String> names(Path root) throws IOException {
    return List.copyOf(new VolumeFiles(root).snapshot().keySet()).stream()
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private Set<BlockInfo> listed() throws IOException {
    List<BlockInfo> listed = new ArrayList<>();
    store.index(BlockPrefix.ALL, listed::add);
    Set<BlockInfo> distinct = new HashSet<>(listed);
    assertEquals(distinct.size(), listed.size());
    return distinct;
  }

  @Test
  void filesWrittenByHandAreServed() throws IOException {
    file(first, FOO_NAME, FOO);
    file(second, BAR_NAME, BAR);
    file(second, EMPTY_NAME, EMPTY);
    assertArrayEquals(FOO, store.read(FOO_HASH));
    assertArrayEquals(BAR, store.read(BAR_HASH));
    assertArrayEquals(EMPTY, store.read(EMPTY_HASH));
    assertEquals(new BlockInfo(BAR_HASH, 3, OLD), store.stat(BAR_HASH));
    assertEquals(
        Set.of(
            new BlockInfo(FOO_HASH, 3, OLD),
            new BlockInfo(BAR_HASH, 3, OLD),
            new BlockInfo(EMPTY_HASH, 0, OLD)),
        listed());
    assertEquals(List.of("acb", FOO_NAME), names(first), "looking changes nothing");
  }

  @Test
  void whatIsNoBlockIsNeitherServedNorListedNorChanged() throws IOException {
    List<String> others =
        List.of(
            "acb/acbd18db4cc2f85cedef654fccc4a4d",
            "acb/ACBD18DB4CC2F85CEDEF654FCCC4A4D8",
            "lost+found/x",
            "37b/acbd18db4cc2f85cedef654fccc4a4d8");
    for (String other : others) {
      file(first, other, FOO);
    }
    List<String> before = names(first);
    file(first, "acb/tmpacbd18db4cc2f85cedef654fccc4a4d8123456", FOO); // of a writer long dead
    assertThrows(BlockNotFoundException.class, () -> store.read(FOO_HASH));
    assertEquals(Set.of(), listed());
    assertEquals(2, store.emptyTrash().size());
    assertEquals(before, names(first), "the sweep takes what a dead writer has left, no more");
  }

  @Test
  void trashedFileWrittenByHandComesBack() throws IOException {
    file(first, FOO_NAME + ".trash.1709300000", FOO);
    assertThrows(BlockNotFoundException.class, () -> store.read(FOO_HASH));
    var results = store.untrash(FOO_HASH);
    List<UntrashOutcome> restored =
        results.stream().flatMap(result -> result.value().stream()).toList();
    assertEquals(List.of(UntrashOutcome.RESTORED), restored);
    assertArrayEquals(FOO, store.read(FOO_HASH));
    assertEquals(List.of(".keep-volume.lock", "acb", FOO_NAME), names(first));
    assertEquals(List.of(), names(second));
  }

  @Test
  void writtenBlocksAreFilesUnderTheirHashAndNothingElse() throws IOException {
    WriteOptions both = WriteOptions.defaults().withReplicas(2);
    for (byte[] block : List.of(FOO, BAR, EMPTY)) {
      assertEquals(2, store.write(ByteBuffer.wrap(block), both).replicas());
    }
    for (Path root : List.of(first, second)) {
      assertEquals(
          List.of(".keep-volume.lock", "37b", BAR_NAME, "acb", FOO_NAME, "d41", EMPTY_NAME),
          names(root));
      assertArrayEquals(FOO, Files.readAllBytes(root.resolve(FOO_NAME)));
      assertArrayEquals(BAR, Files.readAllBytes(root.resolve(BAR_NAME)));
      assertArrayEquals(EMPTY, Files.readAllBytes(root.resolve(EMPTY_NAME)));
    }
  }

  @Test
  void writeOverAFileWrittenByHandTouchesOrMendsIt() throws IOException {
    file(first, FOO_NAME, FOO);
    file(second, BAR_NAME, "ba".getBytes(US_ASCII));
    assertEquals(1, store.write(ByteBuffer.wrap(FOO)).replicas());
    assertEquals(1, store.write(ByteBuffer.wrap(BAR)).replicas());
    assertEquals(List.of(".keep-volume.lock", "acb", FOO_NAME), names(first));
    assertEquals(List.of(".keep-volume.lock", "37b", BAR_NAME), names(second));
    assertArrayEquals(BAR, Files.readAllBytes(second.resolve(BAR_NAME)));
    assertEquals(
        Set.of(new BlockInfo(FOO_HASH, 3, START), new BlockInfo(BAR_HASH, 3, START)), listed());
  }

  @Test
  void trashedBlocksHaveTheirDeadlineInTheirNameUntilTheSweep() throws IOException {
    file(first, FOO_NAME, FOO);
    file(second, FOO_NAME, FOO);
    List<TrashOutcome> outcomes =
        store.trash(FOO_HASH, null).stream().flatMap(result -> result.value().stream()).toList();
    assertEquals(List.of(TrashOutcome.TRASHED, TrashOutcome.TRASHED), outcomes);
    String trashed = FOO_NAME + ".trash." + START.plus(POLICY.lifetime()).getEpochSecond();
    for (Path root : List.of(first, second)) {
      assertEquals(List.of(".keep-volume.lock", "acb", trashed), names(root));
    }
    clock.move(POLICY.lifetime().plusSeconds(1));
    assertEquals(2, store.emptyTrash().size());
    for (Path root : List.of(first, second)) {
      assertEquals(List.of(".keep-volume.lock", "acb"), names(root));
    }
  }
}
