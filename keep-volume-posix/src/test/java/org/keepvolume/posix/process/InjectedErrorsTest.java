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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keepvolume.TrashPolicy;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.posix.Durability;
import org.keepvolume.posix.TimeLimits;
import org.keepvolume.posix.process.VolumeProcess.Answer;

/**
 * Makes one system call of each operation fail on the block's files: which exception, no change.
 */
class InjectedErrorsTest {
  private static final TestBlock BLOCK = new TestBlock(1, 3000);
  private static final TestBlock TRASHED = BLOCK.neighbour();

  private static final TrashPolicy NO_AGE = new TrashPolicy(Duration.ZERO, Duration.ofDays(1));

  @TempDir Path scratch;
  private Path root;
  private Path copy;

  @BeforeEach
  void placeBlocks() throws IOException {
    root = Files.createDirectory(scratch.toRealPath().resolve("root"));
    Files.createFile(root.resolve(".keep-volume.lock"));
    Files.createDirectories(BLOCK.directory(root));
    Files.write(BLOCK.file(root), BLOCK.content());
    copy = Path.of(TRASHED.file(root) + ".trash.99999999999");
    Files.write(copy, TRASHED.content());
  }

  @ParameterizedTest(name = "{0}: {2} in {1}")
  @CsvSource({
    "read, openat, EIO, Failure, Input/output error",
    "read, readv, EIO, Failure, Input/output error",
    "stat, 'lstat,newfstatat,statx', EIO, Failure, Input/output error",
    "stat, 'lstat,newfstatat,statx', ESTALE, Unavailable, Stale file handle",
    "index, getdents64, EIO, Failure, Input/output error",
    "read, openat, ENFILE, Unavailable, Too many open files in system",
    "index-trash, getdents64, EIO, Failure, Input/output error",
    "status, 'statfs,fstatfs', EIO, Failure, Input/output error",
    "write, fsync, EDQUOT, Full, Disk quota exceeded",
    "touch, fsync, EDQUOT, Full, Disk quota exceeded",
    "touch, fsync, EIO, Failure, Input/output error",
    "touch, fcntl, ENOLCK, Failure, No locks available",
    "trash, fcntl, ENOLCK, Failure, No locks available",
    "write, fcntl, ENOLCK, Failure, No locks available",
    "untrash, fcntl, ENOLCK, Failure, No locks available",
    "trash, rename, EXDEV, Failure, Invalid cross-device link",
    "trash, rename, EIO, Failure, Input/output error",
    "trash, rename, EROFS, ReadOnly, Read-only file system",
    "trash, openat, EACCES, Failure, permission denied",
    "untrash, link, EXDEV, Failure, Invalid cross-device link",
    "untrash, link, EMLINK, Failure, Too many links",
    "untrash, link, EIO, Failure, Input/output error",
    "untrash, utimensat, EPERM, Failure, Operation not permitted",
    "untrash, getdents64, EIO, Failure, Input/output error",
    "sweep, getdents64, EIO, Failure, Input/output error",
  })
  void errorIsTranslatedAndNothingChanges(
      String operation, String call, String error, String exception, String text) throws Exception {
    List<String> before = Listing.files(root);
    try (VolumeProcess volume = failing(operation, "inject=" + call + ":error=" + error)) {
      Answer failed = run(volume, operation);
      assertEquals("Volume" + exception + "Exception", failed.type(), failed.text());
      assertTrue(failed.text().endsWith(": " + text), failed.text());
      volume.finish();
    }
    assertEquals(before, Listing.files(root));
  }

  @Test
  void restoredBlockIsRenamedWhereItsSecondNameIsAboveTheQuota() throws Exception {
    try (VolumeProcess volume = failing("untrash", "inject=link:error=EDQUOT")) {
      assertEquals("RESTORED", volume.untrash(TRASHED).succeeded().text());
      assertEquals("ALREADY_LIVE", volume.untrash(TRASHED).succeeded().text());
      assertEquals(TRASHED.hash().toString(), volume.read(TRASHED).succeeded().text());
    }
    assertEquals(false, Files.exists(copy));
  }

  @ParameterizedTest(name = "the lock file is open: {0}")
  @CsvSource({"true", "false"})
  void withoutDescriptorsCallsAreUnavailableOrNeedNone(boolean locked) throws Exception {
    List<String> launcher = List.of("sh", "-c", "ulimit -n 100 && exec \"$0\" \"$@\"");
    try (VolumeProcess volume = VolumeProcess.start(launcher)) {
      volume.open(root, TimeLimits.defaults()).succeeded();
      for (String operation : List.of("trash", "untrash", "sweep", "index-trash", "status")) {
        TestBlock block = operation.equals("trash") ? BLOCK : TRASHED;
        run(volume, operation, block).succeeded(); // without descriptors no class can be loaded
      }
      volume.untrash(BLOCK).succeeded();
      volume.trash(TRASHED).succeeded();
      if (!locked) {
        volume.open(root, Durability.FULL, NO_AGE).succeeded();
        Files.delete(root.resolve(".keep-volume.lock")); // so that the other volume shares none
      }
      volume.exhaustDescriptors();
      List<String> before = Listing.files(root);
      List<Answer> refused =
          new ArrayList<>(
              List.of(volume.untrash(TRASHED), volume.sweep(), run(volume, "index-trash")));
      if (!locked) {
        refused.add(volume.trash(BLOCK));
      }
      for (Answer answer : refused) {
        answer.failed(VolumeUnavailableException.class);
        assertTrue(answer.text().endsWith(": Too many open files"), answer.text());
      }
      assertEquals(before, Listing.files(root));
      volume.status().succeeded();
      if (locked) {
        volume.trash(BLOCK).succeeded();
      }
      volume.releaseDescriptors();
      volume.untrash(TRASHED).succeeded();
      volume.sweep().succeeded();
    }
  }

  private static Answer run(VolumeProcess volume, String operation) throws IOException {
    return run(volume, operation, operation.equals("untrash") ? TRASHED : BLOCK);
  }

  private static Answer run(VolumeProcess volume, String operation, TestBlock block)
      throws IOException {
    return switch (operation) {
      case "read" -> volume.read(block);
      case "stat" -> volume.stat(block);
      case "write" -> volume.write(block);
      case "touch" -> volume.touch(block);
      case "trash" -> volume.trash(block);
      case "untrash" -> volume.untrash(block);
      case "sweep" -> volume.sweep();
      case "index" -> volume.index();
      case "index-trash" -> volume.indexTrash("");
      case "status" -> volume.status();
      default -> throw new IllegalArgumentException(operation);
    };
  }

  /** On the files of the blocks alone: the JVM makes the same calls on its own. */
  private VolumeProcess failing(String operation, String injection) throws IOException {
    List<String> options = new ArrayList<>(List.of("-e", injection));
    List<Path> paths = new ArrayList<>(List.of(BLOCK.directory(root), BLOCK.file(root), copy));
    paths.add(root.resolve(".keep-volume.lock"));
    if (operation.equals("status")) {
      paths.add(root);
    }
    paths.forEach(path -> options.addAll(List.of("-P", path.toString())));
    Strace strace = new Strace(scratch.resolve("trace"), root);
    VolumeProcess volume = VolumeProcess.start(strace.launcher(options.toArray(String[]::new)));
    volume.open(root, TimeLimits.defaults()).succeeded();
    return volume;
  }
}
