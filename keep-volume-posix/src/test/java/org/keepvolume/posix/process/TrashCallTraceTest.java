// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.keepvolume.posix.process.CallTrace.LOCK;
import static org.keepvolume.posix.process.CallTrace.SYNC_DIRECTORY;
import static org.keepvolume.posix.process.CallTrace.SYNC_TIME;
import static org.keepvolume.posix.process.CallTrace.UNLOCK;
import static org.keepvolume.posix.process.CallTrace.closeListed;
import static org.keepvolume.posix.process.CallTrace.delete;
import static org.keepvolume.posix.process.CallTrace.joined;
import static org.keepvolume.posix.process.CallTrace.missed;
import static org.keepvolume.posix.process.CallTrace.openToList;
import static org.keepvolume.posix.process.CallTrace.setTimes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepvolume.posix.Durability;

/** Pins the system calls of the operations on trash, and of status: these, and no others. */
class TrashCallTraceTest {
  private static final TestBlock BLOCK = new TestBlock(1, 4096);

  private static final List<String> GET_NAMES = List.of("getdents64 directory");
  private static final List<String> OPEN_ROOT = openToList("open", "root");
  private static final List<String> OPEN_DIRECTORY =
      joined(List.of("stat directory"), openToList("open-nofollow", "directory"));

  @TempDir Path scratch;
  private CallTrace trace;

  @BeforeEach
  void makeRoot() throws IOException {
    trace = new CallTrace(scratch);
  }

  /** Lists the block's directory as untrash does, with calls on the one copy there. */
  private static List<String> look(List<String> onCopy) {
    return joined(
        openToList("open", "directory"), GET_NAMES, onCopy, GET_NAMES, closeListed("directory"));
  }

  /** Lists the block's directory as sweep and index do. */
  private static List<String> listed(List<String> onCopy) {
    return joined(OPEN_DIRECTORY, GET_NAMES, onCopy, GET_NAMES, closeListed("directory"));
  }

  @ParameterizedTest
  @EnumSource
  void trashIsOneRenameUnderALockAndIsNotSynced(Durability durability) throws Exception {
    List<List<String>> traced =
        trace.of(durability, BLOCK, volume -> volume.write(BLOCK), volume -> volume.trash(BLOCK));

    assertEquals(
        joined(
            List.of("stat block"),
            LOCK,
            List.of("stat block", "stat copy = ENOENT", "rename block copy", "stat copy"),
            UNLOCK),
        traced.get(1));
  }

  @ParameterizedTest
  @EnumSource
  void trashWithoutALifetimeRenamesBeforeItDeletes(Durability durability) throws Exception {
    List<List<String>> traced =
        trace
            .withLifetime(Duration.ZERO)
            .of(durability, BLOCK, volume -> volume.write(BLOCK), volume -> volume.trash(BLOCK));

    assertEquals(
        joined(
            List.of("stat block"),
            LOCK,
            List.of("stat block", "stat copy = ENOENT", "rename block copy", "stat copy"),
            delete("copy"),
            UNLOCK),
        traced.get(1));
  }

  @ParameterizedTest
  @EnumSource
  void untrashLinksTheCopyAndSyncsTimeAndNames(Durability durability) throws Exception {
    List<List<String>> traced =
        trace.of(
            durability,
            BLOCK,
            volume -> volume.write(BLOCK),
            volume -> volume.trash(BLOCK),
            volume -> volume.untrash(BLOCK),
            volume -> volume.untrash(BLOCK));

    assertEquals(
        joined(
            List.of("stat block = ENOENT"),
            look(List.of("stat copy")),
            LOCK,
            List.of("stat block = ENOENT"),
            look(List.of("stat copy")),
            setTimes("copy"),
            List.of("link copy block"),
            delete("copy"),
            UNLOCK,
            durability == Durability.FULL ? joined(SYNC_TIME, SYNC_DIRECTORY) : List.of()),
        traced.get(2));
    assertEquals(List.of("stat block", "stat root"), traced.get(3), "of a live block");
  }

  @Test
  void aMissTakesNoLock() throws Exception {
    List<List<String>> traced =
        trace.of(
            Durability.FULL,
            BLOCK,
            volume -> volume.write(BLOCK.neighbour()),
            volume -> missed(volume.trash(BLOCK)),
            volume -> missed(volume.untrash(BLOCK)),
            volume -> missed(volume.touch(BLOCK)));

    List<String> miss = List.of("stat block = ENOENT", "stat directory", "stat root");
    assertEquals(miss, traced.get(1));
    assertEquals(
        joined(List.of("stat block = ENOENT"), look(List.of()), List.of("stat root")),
        traced.get(2));
    assertEquals(miss, traced.get(3));
  }

  @Test
  void aSweepLooksAtEachCopyOnceAndTakesNoLock() throws Exception {
    Path directory = Files.createDirectory(BLOCK.directory(trace.root()));
    Files.write(directory.resolve(BLOCK.hash() + ".trash.1"), BLOCK.content());

    List<List<String>> traced =
        trace.of(Durability.FULL, BLOCK, volume -> volume.sweep(), volume -> volume.sweep());

    List<String> before =
        joined(List.of("stat root"), OPEN_ROOT, List.of("getdents64 root", "getdents64 root"));
    List<String> after = joined(closeListed("root"), List.of("stat root"));
    assertEquals(
        joined(before, listed(List.of("stat copy", "unlinkat copy")), after), traced.get(0));
    assertEquals(joined(before, listed(List.of()), after), traced.get(1));
  }

  @Test
  void theTrashOfOnePrefixIsListedFromOneDirectory() throws Exception {
    List<List<String>> traced =
        trace.of(
            Durability.FULL,
            BLOCK,
            volume -> volume.write(BLOCK),
            volume -> volume.trash(BLOCK),
            volume -> volume.indexTrash(BLOCK.prefix()));

    assertEquals(
        joined(
            List.of("stat root"),
            OPEN_ROOT,
            listed(List.of("stat copy")),
            closeListed("root"),
            List.of("stat root")),
        traced.get(2));
  }

  @Test
  void statusIsOneCallForEachFigure() throws Exception {
    List<List<String>> traced = trace.of(Durability.FULL, BLOCK, volume -> volume.status());

    assertEquals(List.of("stat root", "statfs root", "statfs root", "statfs root"), traced.get(0));
  }
}
