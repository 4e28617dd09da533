// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.posix.TimeLimits;

/** Interrupts calls that wait for another process or for a slow disk, in a process of their own. */
@Tag("long")
class InterruptedWaitTest {
  private static final InterruptTable TABLE = new InterruptTable();
  private static final String DELAY = ":delay_enter=3000000";
  private static final String IN_SYNC = "FileDispatcherImpl.force0";

  private static final TestBlock BLOCK = new TestBlock(1, 3000);
  private static final TestBlock TRASHED = BLOCK.neighbour();
  private static final TestBlock OTHER = new TestBlock(2, 2000);
  private static final TestBlock NEW = new TestBlock(3, 1000);

  @TempDir Path scratch;
  private Path root;

  @BeforeEach
  void placeBlocks() throws IOException {
    root = Files.createDirectory(scratch.toRealPath().resolve("root"));
    for (TestBlock block : List.of(BLOCK, OTHER)) {
      Files.createDirectories(block.directory(root));
      Files.write(block.file(root), block.content());
    }
    Files.write(Path.of(TRASHED.file(root) + ".trash.99999999999"), TRASHED.content());
  }

  @AfterAll
  static void logTable() {
    TABLE.log();
  }

  @Test
  void whileAnotherProcessHoldsTheLock() throws Exception {
    try (VolumeProcess volume = VolumeProcess.start(List.of())) {
      volume.open(root, TimeLimits.defaults()).succeeded();
      volume.write(OTHER).succeeded(); // makes the lock file
      List<String> before = volume.list();
      try (ForeignLock held = ForeignLock.on(root, BLOCK)) {
        for (String operation : List.of("write", "touch", "trash", "untrash")) {
          volume.start(operation, operation.equals("untrash") ? TRASHED : BLOCK);
          volume.awaitIn("LockFile$Range.lockedAgainstProcesses");
          BackgroundCall.End end = volume.interruptAndJoin();
          TABLE.cancelled("another process holds the lock", operation, end, residue(volume));
          assertEquals(before, volume.list());
        }
        assertTrue(held.isHeld());
      }
      volume.write(BLOCK).succeeded();
      volume.trash(BLOCK).succeeded();
      volume.untrash(TRASHED).succeeded();
      assertClosesWithoutLeftovers(volume);
    }
  }

  @ParameterizedTest(name = "CX-1, LC-5: {0}, {1}")
  @CsvSource({
    "a slow sync of the content, write, content, Commit.run",
    "a slow sync of the new directory's name, write, root, PrefixDirectories.prepare",
    "a slow sync of the touched file, touch, file, Toucher.sync",
    "a slow sync of the directory, untrash, directory, Untrasher.sync",
  })
  void whileTheDiskIsSlow(String stage, String operation, String slow, String method)
      throws Exception {
    try (VolumeProcess volume = onSlowDisk(slow)) {
      volume.open(root, TimeLimits.defaults()).succeeded();
      TestBlock block = operation.equals("untrash") ? TRASHED : slow.equals("root") ? NEW : BLOCK;
      volume.start(operation, block);
      volume.awaitIn(IN_SYNC, method);
      BackgroundCall.End end = volume.interruptAndJoin();
      TABLE.cancelled(stage, operation, end, residue(volume));
      // The sync goes on, and other calls do, too.
      assertEquals(OTHER.hash().toString(), volume.read(OTHER).succeeded().text());
      volume.touch(OTHER).succeeded();
      if (operation.equals("write") && slow.equals("content")) {
        // The one row with residue; it takes the sync's three seconds.
        assertClosesWithoutLeftovers(volume);
        assertEquals(List.of(), residue(volume));
        volume.open(root, TimeLimits.defaults()).succeeded();
      }
      volume.write(OTHER).succeeded();
    }
  }

  @Test
  @DisplayName("past its rename a write goes on until the sync of the directory has ended")
  void whileTheDirectoryOfAWriteIsSynced() throws Exception {
    try (VolumeProcess volume = onSlowDisk("directory")) {
      volume.open(root, TimeLimits.defaults()).succeeded();
      volume.start("write", BLOCK);
      volume.awaitIn(IN_SYNC, "Commit.run", "Syncs.names");
      BackgroundCall.End end = volume.interruptAndJoin();
      assertTrue(end.millis() > 1000, "the sync was slow: " + end);
      TABLE.wentOn("a slow sync of the directory", "write", end, residue(volume));
      volume.write(OTHER).succeeded();
      assertClosesWithoutLeftovers(volume);
    }
  }

  @Test
  @DisplayName("LC-5: a close that comes to its limit leaves a sync behind, which leaves nothing")
  void closeThatDoesNotWaitLeavesNothingInTheEnd() throws Exception {
    try (VolumeProcess volume = onSlowDisk("content")) {
      volume.open(root, new TimeLimits(Duration.ofMillis(200), Duration.ofMillis(400))).succeeded();
      volume.write(BLOCK).failed(VolumeUnavailableException.class);
      volume.closeVolume().failed(VolumeUnavailableException.class);
      assertEquals(1, residue(volume).size(), "the sync goes on");
      volume.awaitNoneIn(IN_SYNC);
      volume.awaitNoneIn("ThreadPoolExecutor$Worker.run");
      assertEquals("", volume.leftovers().succeeded().text());
      assertEquals(List.of(), residue(volume));
    }
  }

  private VolumeProcess onSlowDisk(String slow) throws IOException {
    List<String> options = new ArrayList<>(List.of("-e", "trace=fsync,fdatasync"));
    options.add("-e");
    if (slow.equals("content")) {
      options.add("inject=fdatasync" + DELAY);
    } else {
      Path path =
          slow.equals("root")
              ? root
              : slow.equals("file") ? BLOCK.file(root) : BLOCK.directory(root);
      options.add("inject=fsync" + DELAY);
      options.addAll(List.of("-P", path.toString()));
    }
    Strace strace = new Strace(scratch.resolve("trace"), root);
    return VolumeProcess.start(strace.launcher(options.toArray(String[]::new)));
  }

  private static void assertClosesWithoutLeftovers(VolumeProcess volume) throws IOException {
    volume.closeVolume().succeeded();
    assertEquals("", volume.leftovers().succeeded().text());
  }

  private static List<String> residue(VolumeProcess volume) throws IOException {
    return volume.list().stream().filter(file -> file.contains("/tmp")).toList();
  }
}
