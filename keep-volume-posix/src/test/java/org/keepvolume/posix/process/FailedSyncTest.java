// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.posix.Durability;
import org.keepvolume.posix.process.VolumeProcess.Answer;

/** Injects failures into syncs: none may end in success, and none may be repeated into success. */
class FailedSyncTest {
  private static final TestBlock BLOCK = new TestBlock(1, 5000);

  @TempDir Path scratch;
  private Path root;
  private Strace strace;

  @BeforeEach
  void makeRoot() throws IOException {
    root = Files.createDirectory(scratch.resolve("root"));
    strace = new Strace(scratch.resolve("trace"), root);
  }

  @ParameterizedTest(name = "sync of file {0} of 3")
  @ValueSource(ints = {1, 2, 3})
  void aBlockWhoseFileCannotBeSyncedIsNotStored(int failing) throws Exception {
    try (VolumeProcess volume = failing("fdatasync", failing)) {
      for (int i = 1; i <= 3; i++) {
        TestBlock block = new TestBlock(i, 1000 * i);
        Answer written = volume.write(block);
        if (i == failing) {
          assertInputOutputError(written);
          volume.stat(block).failed(BlockNotFoundException.class);
        } else {
          written.succeeded();
          assertEquals(block.hash().toString(), volume.read(block).text());
        }
      }
      volume.finish();
    }
    assertEquals(2, Listing.files(root).size(), "files below the root");
    assertFailedSyncsAreFinal(1);
  }

  @Test
  void aBlockThatWasStoredBeforeStaysWhenTheRewrittenFileCannotBeSynced() throws Exception {
    try (VolumeProcess volume = failing("fdatasync", 2)) {
      volume.write(BLOCK).succeeded();
      assertInputOutputError(volume.write(BLOCK));
      assertEquals(BLOCK.hash().toString(), volume.read(BLOCK).text());
      volume.write(BLOCK).succeeded();
      volume.finish();
    }
    assertEquals(1, Listing.files(root).size(), "files below the root");
    assertFailedSyncsAreFinal(1);
  }

  /** Syncs in this order: root, directory; directory; block. */
  @ParameterizedTest(name = "sync {0} fails operation {1}")
  @CsvSource({"1, 1", "2, 1", "3, 2", "4, 3"})
  void anOperationWhoseDirectoryOrTimeCannotBeSyncedFails(int sync, int operation)
      throws Exception {
    try (VolumeProcess volume = failing("fsync", sync)) {
      List<Answer> answers =
          List.of(volume.write(BLOCK.neighbour()), volume.write(BLOCK), volume.touch(BLOCK));
      for (int i = 1; i <= answers.size(); i++) {
        if (i == operation) {
          assertInputOutputError(answers.get(i - 1));
        } else {
          answers.get(i - 1).succeeded();
        }
      }
      volume.finish();
    }
    assertFailedSyncsAreFinal(1);
  }

  @Test
  void theRootIsSyncedForADirectoryWhoseFirstSyncOfTheRootFailed() throws Exception {
    Answer second;
    try (VolumeProcess volume = failing("fsync", 1)) {
      assertInputOutputError(volume.write(BLOCK));
      assertFalse(Files.exists(BLOCK.directory(root)), "the directory is removed");
      volume.stat(BLOCK).failed(BlockNotFoundException.class);
      second = volume.write(BLOCK).succeeded();
      volume.finish();
    }
    assertTrue(
        strace.calls(second.number()).stream()
            .anyMatch(call -> call.isSync() && call.paths().equals(List.of(root))),
        "the second write syncs the root");
  }

  /** As when another process put a file into the new directory before its name was synced. */
  @Test
  void aDirectoryWhoseNameCouldNotBeSyncedNorRemovedTakesNoBlocks() throws Exception {
    TestBlock other = new TestBlock(2, 5000);
    try (VolumeProcess volume =
        injecting("inject=fsync:error=EIO:when=1", "inject=rmdir:error=ENOTEMPTY")) {
      assertInputOutputError(volume.write(BLOCK));
      assertTrue(Files.isDirectory(BLOCK.directory(root)), "the directory stays");
      for (TestBlock block : List.of(BLOCK, BLOCK.neighbour(), BLOCK)) {
        volume.stat(block).failed(BlockNotFoundException.class);
        Answer refused = volume.write(block).failed(VolumeFailureException.class);
        assertTrue(
            refused
                .text()
                .endsWith(
                    BLOCK.directory(root)
                        + ": its name may be lost, since the volume root could not be synced"),
            refused.text());
      }
      volume.write(other).succeeded();
      volume.finish();
    }
    assertEquals(1, Listing.files(root).size(), "files below the root");
    assertFailedSyncsAreFinal(1);
  }

  /** Whoever made the directory may not have come to its sync, and this one was the last chance. */
  @Test
  void anOldDirectoryWhoseNameCouldNotBeSyncedTakesNoBlocks() throws Exception {
    Files.createDirectory(BLOCK.directory(root));
    try (VolumeProcess volume = failing("fsync", 1)) {
      assertInputOutputError(volume.write(BLOCK));
      volume.write(BLOCK).failed(VolumeFailureException.class);
      volume.finish();
    }
    assertEquals(List.of(), Listing.files(root));
    assertFailedSyncsAreFinal(1);
  }

  @Test
  void nothingIsEverAcknowledgedWhileEverySyncFails() throws Exception {
    try (VolumeProcess volume = injecting("inject=fsync:error=EIO", "inject=fdatasync:error=EIO")) {
      for (int i = 0; i < 3; i++) {
        assertInputOutputError(volume.write(BLOCK));
      }
      volume.finish();
    }
    assertEquals(List.of(), Listing.files(root));
  }

  private VolumeProcess failing(String call, int when) throws IOException {
    return injecting("inject=" + call + ":error=EIO:when=" + when);
  }

  private VolumeProcess injecting(String... injections) throws IOException {
    String[] options =
        Stream.of(injections)
            .flatMap(injection -> Stream.of("-e", injection))
            .toArray(String[]::new);
    VolumeProcess volume = VolumeProcess.start(strace.launcher(options));
    volume.useOneHelper();
    volume.open(root, Durability.FULL).succeeded();
    return volume;
  }

  private static void assertInputOutputError(Answer answer) {
    answer.failed(VolumeFailureException.class);
    assertTrue(answer.text().endsWith(": Input/output error"), answer.text());
  }

  /** Each failed sync is the last one of its file within the call, whatever descriptor is used. */
  private void assertFailedSyncsAreFinal(int expected) throws IOException {
    List<SystemCall> syncs = strace.calls().stream().filter(SystemCall::isSync).toList();
    List<SystemCall> failed = syncs.stream().filter(call -> !call.succeeded()).toList();
    assertEquals(expected, failed.size(), "injected failures");
    for (SystemCall failure : failed) {
      int ended = strace.markBehind(failure).begin();
      assertEquals(
          List.of(),
          syncs.stream()
              .filter(call -> call.begin() > failure.end() && call.end() < ended)
              .filter(call -> call.paths().equals(failure.paths()))
              .toList(),
          "repeated");
    }
  }
}
