// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.posix.Durability;
import org.keepvolume.posix.process.VolumeProcess.Answer;

/**
 * Pins the system calls that each operation makes below the volume's root: these, and no others.
 */
class SystemCallTraceTest {
  private static final String NEW = "stat block = ENOENT";
  private static final String OLD = "stat block";
  private static final int MIB = 1 << 20;

  private static final List<String> SYNC_ROOT = List.of("open root", "fsync root", "close root");
  private static final List<String> SYNC_DIRECTORY =
      List.of("open directory", "fsync directory", "close directory");

  @TempDir Path scratch;
  private Path root;
  private Strace strace;

  @BeforeEach
  void makeRoot() throws IOException {
    root = Files.createDirectory(scratch.resolve("root"));
    strace = new Strace(scratch.resolve("trace"), root);
  }

  @ParameterizedTest(name = "{0} bytes")
  @ValueSource(ints = {0, 4096, MIB, 3 * MIB + 5})
  void writesAndReadsPassInSlicesOfOneMebibyteAndAskForNothingElse(int size) throws Exception {
    TestBlock block = new TestBlock(size, size);

    List<List<String>> traced =
        trace(
            Durability.FULL,
            block,
            volume -> volume.write(block.neighbour()),
            volume -> volume.write(block),
            volume -> volume.write(block),
            volume -> volume.writeDirect(block),
            volume -> volume.read(block));

    List<String> rewrite =
        joined(List.of("stat root"), writeAndRename(OLD, size, true), SYNC_DIRECTORY);
    assertEquals(
        joined(List.of("stat root"), writeAndRename(NEW, size, true), SYNC_DIRECTORY),
        traced.get(1));
    assertEquals(rewrite, traced.get(2), "heap buffer");
    assertEquals(rewrite, traced.get(3), "direct buffer");
    List<String> slices = size == 0 ? List.of("read block 0") : slices("read block", size);
    assertEquals(
        joined(List.of("stat block", "open-nofollow block"), slices, List.of("close block")),
        traced.get(4));
  }

  @ParameterizedTest(name = "{0} bytes")
  @ValueSource(ints = {0, 1, MIB, 3 * MIB + 5})
  void readsIntoLentMemoryTakeOneMoreCallAtTheEnd(int size) throws Exception {
    TestBlock block = new TestBlock(size, size);

    List<List<String>> traced =
        trace(
            Durability.FULL,
            block,
            volume -> volume.write(block),
            volume -> volume.readVerified(block));

    assertEquals(
        joined(
            List.of("stat block", "open-nofollow block"),
            slices("read block", size),
            List.of("read block 0", "close block")),
        traced.get(1));
  }

  @Test
  void aMissLooksAtTheDirectoryAndTheRootAndLeavesTheDirectoryKnown() throws Exception {
    TestBlock block = new TestBlock(5, 4096);

    List<List<String>> traced =
        trace(
            Durability.FULL,
            block,
            volume -> volume.write(block.neighbour()),
            volume -> missed(volume.stat(block)),
            volume -> volume.write(block));

    assertEquals(List.of("stat block = ENOENT", "stat directory", "stat root"), traced.get(1));
    assertEquals(
        joined(List.of("stat root"), writeAndRename(NEW, block.size(), true), SYNC_DIRECTORY),
        traced.get(2));
  }

  @Test
  void aMissInADirectoryThatIsMissingLooksNoFurther() throws Exception {
    TestBlock block = new TestBlock(6, 4096);

    List<List<String>> traced = trace(Durability.FULL, block, volume -> missed(volume.stat(block)));

    assertEquals(List.of("stat directory = ENOENT", "stat root"), traced.get(0));
  }

  @Test
  void touchSyncsTheBlockAndStatIsOneCall() throws Exception {
    TestBlock block = new TestBlock(1, 4096);

    List<List<String>> traced =
        trace(
            Durability.FULL,
            block,
            volume -> volume.write(block),
            volume -> volume.stat(block),
            volume -> volume.touch(block));

    assertEquals(List.of("stat block"), traced.get(1));
    assertEquals(
        joined(
            List.of("stat root", "stat block"),
            setTimes("block"),
            List.of("stat block"),
            List.of("open-nofollow block", "fsync block", "close block")),
        traced.get(2));
  }

  @Test
  void theFirstWriteIntoADirectoryMakesItAndSyncsTheRoot() throws Exception {
    TestBlock block = new TestBlock(2, 4096);

    List<List<String>> traced =
        trace(Durability.FULL, block, volume -> volume.write(block), volume -> volume.write(block));

    assertEquals(
        joined(
            List.of("stat root", "stat directory = ENOENT", "mkdir directory"),
            SYNC_ROOT,
            writeAndRename(NEW, block.size(), true),
            SYNC_DIRECTORY),
        traced.get(0));
    assertEquals(
        joined(List.of("stat root"), writeAndRename(OLD, block.size(), true), SYNC_DIRECTORY),
        traced.get(1));
  }

  @Test
  void theFirstWriteOfAProcessIntoAnOldDirectorySyncsTheRootToo() throws Exception {
    TestBlock block = new TestBlock(3, 4096);
    Files.createDirectory(block.directory(root));

    List<List<String>> traced =
        trace(
            Durability.FULL,
            block,
            volume -> volume.write(block.neighbour()),
            volume -> volume.write(block));

    assertEquals(
        joined(List.of("stat root", "stat directory"), SYNC_ROOT), traced.get(0).subList(0, 5));
    assertEquals(0, Collections.frequency(traced.get(1), "fsync root"));
  }

  @Test
  void withoutDurabilityTheSameCallsAreMadeButForTheSyncs() throws Exception {
    TestBlock block = new TestBlock(4, 2 * MIB + 1);

    List<List<String>> traced =
        trace(
            Durability.NONE,
            block,
            volume -> volume.write(block),
            volume -> volume.write(block),
            volume -> volume.touch(block));

    assertEquals(
        joined(
            List.of("stat root", "stat directory = ENOENT", "mkdir directory"),
            writeAndRename(NEW, block.size(), false)),
        traced.get(0));
    assertEquals(
        joined(List.of("stat root"), writeAndRename(OLD, block.size(), false)), traced.get(1));
    assertEquals(
        joined(List.of("stat root", "stat block"), setTimes("block"), List.of("stat block")),
        traced.get(2));
  }

  private interface Step {
    Answer on(VolumeProcess volume) throws IOException;
  }

  private static Answer missed(Answer answer) {
    return new Answer(answer.failed(BlockNotFoundException.class).number(), "done", "");
  }

  /** Runs the steps one after the other, and returns the calls of each. */
  private List<List<String>> trace(Durability durability, TestBlock block, Step... steps)
      throws Exception {
    List<Integer> commands = new ArrayList<>();
    try (VolumeProcess volume = VolumeProcess.start(strace.launcher())) {
      volume.open(root, durability).succeeded();
      for (Step step : steps) {
        commands.add(step.on(volume).succeeded().number());
      }
      volume.finish();
    }
    CallText text = new CallText(root, block);
    List<List<String>> traced = new ArrayList<>();
    for (int command : commands) {
      traced.add(text.of(strace.calls(command)));
    }
    return traced;
  }

  /** Looks at the block before anything is written and again before the time is set. */
  private static List<String> writeAndRename(String look, int size, boolean synced) {
    return joined(
        List.of(look, "create temporary"),
        slices("write temporary", size),
        synced ? List.of("fdatasync temporary") : List.of(),
        List.of("close temporary", look),
        setTimes("temporary"),
        List.of("rename temporary block"));
  }

  /** JDK 17 looks at a file before it opens it for a change of times that follows no link. */
  private static List<String> setTimes(String file) {
    return joined(
        Runtime.version().feature() == 17 ? List.of("stat " + file) : List.of(),
        List.of("open-nofollow " + file, "utimensat " + file, "close " + file));
  }

  private static List<String> slices(String verb, int size) {
    List<String> slices = new ArrayList<>();
    for (int left = size; left > 0; left -= MIB) {
      slices.add(verb + " " + Math.min(left, MIB));
    }
    return slices;
  }

  @SafeVarargs
  private static List<String> joined(List<String>... parts) {
    List<String> all = new ArrayList<>();
    for (List<String> part : parts) {
      all.addAll(part);
    }
    return all;
  }
}
