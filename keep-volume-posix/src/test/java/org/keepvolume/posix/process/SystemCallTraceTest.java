// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.keepvolume.posix.process.CallTrace.LOCK;
import static org.keepvolume.posix.process.CallTrace.MAKE_LOCK_FILE;
import static org.keepvolume.posix.process.CallTrace.MIB;
import static org.keepvolume.posix.process.CallTrace.SYNC_DIRECTORY;
import static org.keepvolume.posix.process.CallTrace.SYNC_ROOT;
import static org.keepvolume.posix.process.CallTrace.SYNC_TIME;
import static org.keepvolume.posix.process.CallTrace.UNLOCK;
import static org.keepvolume.posix.process.CallTrace.joined;
import static org.keepvolume.posix.process.CallTrace.missed;
import static org.keepvolume.posix.process.CallTrace.setTimes;
import static org.keepvolume.posix.process.CallTrace.slices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.posix.Durability;

/**
 * Pins the system calls that each operation makes below the volume's root: these, and no others.
 */
class SystemCallTraceTest {
  private static final String NEW = "stat block = ENOENT";
  private static final String OLD = "stat block";
  private static final List<String> FIRST_LOCK = joined(MAKE_LOCK_FILE, LOCK);

  @TempDir Path scratch;
  private CallTrace trace;

  @BeforeEach
  void makeRoot() throws IOException {
    trace = new CallTrace(scratch);
  }

  @ParameterizedTest(name = "{0} bytes")
  @ValueSource(ints = {0, 4096, MIB, 3 * MIB + 5})
  void writesAndReadsPassInSlicesOfOneMebibyteAndAskForNothingElse(int size) throws Exception {
    TestBlock block = new TestBlock(size, size);

    List<List<String>> traced =
        trace.of(
            Durability.FULL,
            block,
            volume -> volume.write(block.neighbour()),
            volume -> volume.write(block),
            volume -> volume.write(block),
            volume -> volume.writeDirect(block),
            volume -> volume.read(block));

    List<String> rewrite =
        joined(List.of("stat root"), writeAndRename(OLD, size, true, LOCK), SYNC_DIRECTORY);
    assertEquals(
        joined(List.of("stat root"), writeAndRename(NEW, size, true, LOCK), SYNC_DIRECTORY),
        traced.get(1));
    assertEquals(rewrite, traced.get(2), "heap buffer");
    assertEquals(rewrite, traced.get(3), "direct buffer");
    assertEquals(read(size), traced.get(4));
  }

  @ParameterizedTest(name = "{0} bytes")
  @ValueSource(ints = {0, 1, MIB, 3 * MIB + 5})
  void readsIntoLentMemoryTakeTheSameCalls(int size) throws Exception {
    TestBlock block = new TestBlock(size, size);

    List<List<String>> traced =
        trace.of(
            Durability.FULL,
            block,
            volume -> volume.write(block),
            volume -> volume.readVerified(block));

    assertEquals(read(size), traced.get(1));
  }

  @Test
  void aMissLooksAtTheDirectoryAndTheRootAndLeavesTheDirectoryKnown() throws Exception {
    TestBlock block = new TestBlock(5, 4096);

    List<List<String>> traced =
        trace.of(
            Durability.FULL,
            block,
            volume -> volume.write(block.neighbour()),
            volume -> missed(volume.stat(block)),
            volume -> volume.write(block));

    assertEquals(List.of("stat block = ENOENT", "stat directory", "stat root"), traced.get(1));
    assertEquals(
        joined(List.of("stat root"), writeAndRename(NEW, block.size(), true, LOCK), SYNC_DIRECTORY),
        traced.get(2));
  }

  @Test
  void aMissInADirectoryThatIsMissingLooksNoFurther() throws Exception {
    TestBlock block = new TestBlock(6, 4096);

    List<List<String>> traced =
        trace.of(Durability.FULL, block, volume -> missed(volume.stat(block)));

    assertEquals(List.of("stat directory = ENOENT", "stat root"), traced.get(0));
  }

  @Test
  void touchSyncsTheBlockAndStatIsOneCall() throws Exception {
    TestBlock block = new TestBlock(1, 4096);

    List<List<String>> traced =
        trace.of(
            Durability.FULL,
            block,
            volume -> volume.write(block),
            volume -> volume.stat(block),
            volume -> volume.touch(block));

    assertEquals(List.of("stat block"), traced.get(1));
    assertEquals(
        joined(
            List.of("stat block"),
            LOCK,
            List.of("stat block"),
            setTimes("block"),
            List.of("stat block"),
            UNLOCK,
            SYNC_TIME),
        traced.get(2));
  }

  @Test
  void theFirstWriteIntoADirectoryMakesItAndSyncsTheRoot() throws Exception {
    TestBlock block = new TestBlock(2, 4096);

    List<List<String>> traced =
        trace.of(
            Durability.FULL, block, volume -> volume.write(block), volume -> volume.write(block));

    assertEquals(
        joined(
            List.of("stat root", "stat directory = ENOENT", "mkdir directory"),
            SYNC_ROOT,
            writeAndRename(NEW, block.size(), true, FIRST_LOCK),
            SYNC_DIRECTORY),
        traced.get(0));
    assertEquals(
        joined(List.of("stat root"), writeAndRename(OLD, block.size(), true, LOCK), SYNC_DIRECTORY),
        traced.get(1));
  }

  @Test
  void theFirstWriteOfAProcessIntoAnOldDirectorySyncsTheRootToo() throws Exception {
    TestBlock block = new TestBlock(3, 4096);
    Files.createDirectory(block.directory(trace.root()));

    List<List<String>> traced =
        trace.of(
            Durability.FULL,
            block,
            volume -> volume.write(block.neighbour()),
            volume -> volume.write(block));

    assertEquals(
        joined(List.of("stat root", "stat directory"), SYNC_ROOT), traced.get(0).subList(0, 5));
    assertEquals(0, Collections.frequency(traced.get(1), "fsync root"));
  }

  @Test
  void aWriteThatMustLeaveBytesFreeAsksForThemOnce() throws Exception {
    TestBlock block = new TestBlock(7, 4096);

    List<List<String>> traced =
        trace
            .withMinFree(1)
            .of(
                Durability.FULL,
                block,
                volume -> volume.write(block),
                volume -> volume.write(block),
                volume -> volume.read(block),
                volume -> volume.touch(block),
                volume -> volume.trash(block),
                volume -> volume.untrash(block));

    assertEquals(
        joined(
            List.of("stat root", "statfs root"),
            writeAndRename(OLD, block.size(), true, LOCK),
            SYNC_DIRECTORY),
        traced.get(1));
    for (List<String> other : traced.subList(2, traced.size())) {
      assertEquals(0, Collections.frequency(other, "statfs root"), other::toString);
    }
  }

  @Test
  void withoutDurabilityTheSameCallsAreMadeButForTheSyncs() throws Exception {
    TestBlock block = new TestBlock(4, 2 * MIB + 1);

    List<List<String>> traced =
        trace.of(
            Durability.NONE,
            block,
            volume -> volume.write(block),
            volume -> volume.write(block),
            volume -> volume.touch(block));

    assertEquals(
        joined(
            List.of("stat root", "stat directory = ENOENT", "mkdir directory"),
            writeAndRename(NEW, block.size(), false, FIRST_LOCK)),
        traced.get(0));
    assertEquals(
        joined(List.of("stat root"), writeAndRename(OLD, block.size(), false, LOCK)),
        traced.get(1));
    assertEquals(
        joined(
            List.of("stat block"),
            LOCK,
            List.of("stat block"),
            setTimes("block"),
            List.of("stat block"),
            UNLOCK),
        traced.get(2));
  }

  private static List<String> read(int size) {
    return joined(
        List.of("stat block", "open-nofollow block"),
        size == 0 ? List.of("readv block 0") : slices("readv block", size),
        List.of("close block"));
  }

  /** Looks at the block before anything is written, and again with the lock held. */
  private static List<String> writeAndRename(
      String look, int size, boolean synced, List<String> lock) {
    return joined(
        List.of(look, "create temporary"),
        slices("write temporary", size),
        synced ? List.of("fdatasync temporary") : List.of(),
        List.of("close temporary"),
        lock,
        List.of(look),
        setTimes("temporary"),
        List.of("rename temporary block"),
        UNLOCK);
  }
}
