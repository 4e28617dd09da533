// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockPrefix;
import org.keepvolume.InsufficientReplicasException;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashSweep;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.VolumeReadOnlyException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.WriteResult;
import org.keepvolume.azure.MixedStore.Way;
import org.keepvolume.store.MountResult;
import org.keepvolume.store.WriteOptions;

/** One store over containers of two accounts and a directory, some of them only read. */
@Tag("slow")
class MixedVolumesTest {
  private static final byte[] ON_DISK = bytes("on the old disk");
  private static final byte[] IN_OLD = bytes("in the old container");
  private static final byte[] NEW = bytes("new");
  private static final WriteOptions TWICE = WriteOptions.defaults().withReplicas(2);

  @TempDir Path scratch;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static BlockHash hash(byte[] block) {
    return BlockHash.of(ByteBuffer.wrap(block));
  }

  private MixedStore mixed(Way way) throws Exception {
    return new MixedStore(scratch, way, ON_DISK, IN_OLD);
  }

  private static <T> List<T> values(List<MountResult<T>> results) {
    return results.stream().map(MountResult::value).map(Optional::orElseThrow).toList();
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void readsFindBlocksEverywhereAndTheIndexListsThem(Way way) throws Exception {
    try (MixedStore mixed = mixed(way)) {
      WriteResult unused = mixed.store.write(ByteBuffer.wrap(NEW), TWICE);
      List<BlockHash> listed = new ArrayList<>();
      for (byte[] block : List.of(ON_DISK, IN_OLD, NEW)) {
        assertArrayEquals(block, mixed.store.read(hash(block)));
        assertEquals(block.length, mixed.store.stat(hash(block)).size());
      }
      mixed.store.index(BlockPrefix.ALL, block -> listed.add(block.hash()));
      assertEquals(List.of(hash(ON_DISK), hash(IN_OLD), hash(NEW), hash(NEW)), listed);
      assertThrows(
          BlockNotFoundException.class, () -> mixed.store.read(hash(bytes("never written"))));
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void writesGoToTheNewContainersAloneOnceForEachAccount(Way way) throws Exception {
    try (MixedStore mixed = mixed(way)) {
      WriteResult twice = mixed.store.write(ByteBuffer.wrap(NEW), TWICE);
      assertEquals(2, twice.replicas());
      assertEquals(List.of("first", "second"), mixed.places(hash(NEW)));

      WriteResult once = mixed.store.write(ByteBuffer.wrap(bytes("once")));
      assertEquals(1, once.replicas());
      assertEquals(1, mixed.places(once.hash()).size());

      WriteResult again = mixed.store.write(ByteBuffer.wrap(IN_OLD));
      assertEquals(2, mixed.places(again.hash()).size());
      assertTrue(mixed.places(again.hash()).contains("old"));

      InsufficientReplicasException e =
          assertThrows(
              InsufficientReplicasException.class,
              () ->
                  mixed.store.write(ByteBuffer.wrap(NEW), WriteOptions.defaults().withReplicas(3)));
      assertEquals(2, e.result().orElseThrow().replicas());
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void lostAccountIsUnavailableAndNeverMissing(Way way) throws Exception {
    try (MixedStore mixed = mixed(way)) {
      WriteResult unused = mixed.store.write(ByteBuffer.wrap(NEW), TWICE);
      mixed.loseSecondAccount();
      assertArrayEquals(NEW, mixed.store.read(hash(NEW)));
      assertArrayEquals(IN_OLD, mixed.store.read(hash(IN_OLD)));

      BlockHash elsewhere = hash(bytes("perhaps in the lost account"));
      VolumeUnavailableException e =
          assertThrows(VolumeUnavailableException.class, () -> mixed.store.read(elsewhere));
      assertTrue(e.retryable());
      assertTrue(e.volume().orElseThrow().contains("/secondaccount/"), e.toString());
      assertThrows(VolumeUnavailableException.class, () -> mixed.store.touch(elsewhere));

      byte[] block = bytes("written meanwhile");
      InsufficientReplicasException reached =
          assertThrows(
              InsufficientReplicasException.class,
              () -> mixed.store.write(ByteBuffer.wrap(block), TWICE));
      assertTrue(reached.retryable());
      assertEquals(1, reached.result().orElseThrow().replicas());
      assertArrayEquals(block, mixed.store.read(hash(block)));
      assertThrows(
          VolumeUnavailableException.class,
          () -> mixed.store.index(BlockPrefix.ALL, listed -> true));
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void trashRestoreAndSweepReachBothAccountsAndSpareWhatIsOnlyRead(Way way) throws Exception {
    try (MixedStore mixed = mixed(way)) {
      WriteResult unused = mixed.store.write(ByteBuffer.wrap(NEW), TWICE);
      assertEquals(
          List.of(TrashOutcome.TRASHED, TrashOutcome.TRASHED),
          values(mixed.store.trash(hash(NEW), null)));
      assertThrows(BlockNotFoundException.class, () -> mixed.store.read(hash(NEW)));
      assertEquals(
          List.of(UntrashOutcome.RESTORED, UntrashOutcome.RESTORED),
          values(mixed.store.untrash(hash(NEW))));
      assertArrayEquals(NEW, mixed.store.read(hash(NEW)));
      for (byte[] old : List.of(ON_DISK, IN_OLD)) {
        assertThrows(VolumeReadOnlyException.class, () -> mixed.store.trash(hash(old), null));
      }

      assertEquals(2, mixed.store.trash(hash(NEW), null).size());
      mixed.time.advance(Duration.ofHours(2));
      List<TrashSweep> sweeps = values(mixed.store.emptyTrash());
      assertEquals(List.of(1L, 1L), sweeps.stream().map(TrashSweep::deletedBlocks).toList());
      assertEquals(List.of(), mixed.places(hash(NEW)));
      assertEquals(List.of("disk"), mixed.places(hash(ON_DISK)));
      assertEquals(List.of("old"), mixed.places(hash(IN_OLD)));
    }
  }
}
