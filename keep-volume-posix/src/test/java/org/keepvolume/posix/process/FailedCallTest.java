// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.posix.Durability;
import org.keepvolume.posix.process.VolumeProcess.Answer;

/**
 * Makes other system calls of an operation fail: the right exception, the old block, no residue.
 */
class FailedCallTest {
  private static final TestBlock BLOCK = new TestBlock(1, (2 << 20) + 5);

  @TempDir Path scratch;
  private Path root;

  @BeforeEach
  void makeRoot() throws IOException {
    root = Files.createDirectory(scratch.resolve("root"));
  }

  /** The first write of the process goes to /dev/full, three write the block for the first time. */
  @ParameterizedTest(name = "{2} in call {1} of {0} is {3}")
  @CsvSource({
    "write, 5, ENOSPC, Full, No space left on device",
    "write, 6, ENOSPC, Full, No space left on device",
    "write, 7, EDQUOT, Full, Disk quota exceeded",
    "write, 6, EIO, Failure, Input/output error",
    "write, 6, EROFS, ReadOnly, Read-only file system",
    "fdatasync, 2, ENOSPC, Full, No space left on device",
    "fdatasync, 2, EDQUOT, Full, Disk quota exceeded",
    "utimensat, 2, EROFS, ReadOnly, Read-only file system",
    "utimensat, 2, EPERM, Failure, Operation not permitted",
    "rename, 2, ENOSPC, Full, No space left on device",
    "rename, 2, EROFS, ReadOnly, Read-only file system",
    "rename, 2, EXDEV, Failure, Invalid cross-device link",
  })
  void aRewriteThatFailsLeavesTheOldBlockAndNothingElse(
      String call, int when, String error, String exception, String text) throws Exception {
    Strace strace = new Strace(scratch.resolve("trace"), root);
    String injection = "inject=" + call + ":error=" + error + ":when=" + when;
    List<String> before;
    try (VolumeProcess volume = VolumeProcess.start(strace.launcher("-e", injection))) {
      volume.open(root, Durability.FULL).succeeded();
      volume.write(BLOCK).succeeded();
      before = Listing.files(root);

      Answer failed = volume.write(BLOCK);

      assertEquals("Volume" + exception + "Exception", failed.type(), failed.text());
      assertTrue(failed.text().endsWith(text), failed.text());
      assertEquals(BLOCK.hash().toString(), volume.read(BLOCK).succeeded().text());
      volume.write(BLOCK).succeeded();
      volume.finish();
    }
    assertEquals(before, Listing.files(root));
    assertEquals(
        1,
        strace.calls().stream().filter(made -> made.result().contains("INJECTED")).count(),
        "injected failures");
  }

  @Test
  void withoutDescriptorsTheVolumeIsUnavailableAndRecovers() throws Exception {
    List<String> launcher = List.of("sh", "-c", "ulimit -n 100 && exec \"$0\" \"$@\"");
    try (VolumeProcess volume = VolumeProcess.start(launcher)) {
      volume.open(root, Durability.FULL).succeeded();
      volume.write(BLOCK).succeeded();
      volume.read(BLOCK).succeeded();
      volume.touch(BLOCK).succeeded();
      volume.index().succeeded();
      List<String> before = Listing.files(root);

      volume.exhaustDescriptors();

      for (Answer answer :
          List.of(volume.write(BLOCK), volume.read(BLOCK), volume.touch(BLOCK), volume.index())) {
        answer.failed(VolumeUnavailableException.class);
        assertTrue(answer.text().endsWith(": Too many open files"), answer.text());
      }
      volume.stat(BLOCK).succeeded();
      assertEquals(before, Listing.files(root));
      volume.releaseDescriptors();
      volume.write(BLOCK).succeeded();
      assertEquals(BLOCK.hash().toString(), volume.index().succeeded().text());
    }
  }

  @Test
  void aDirectoryThatMayNotBeWrittenIsAFailureThatNamesIt() throws Exception {
    try (VolumeProcess volume = VolumeProcess.start(Tools.withoutPrivileges())) {
      volume.open(root, Durability.FULL).succeeded();
      volume.write(BLOCK).succeeded();
      Path directory = BLOCK.directory(root);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
      try {
        Answer failed = volume.write(BLOCK).failed(VolumeFailureException.class);
        assertTrue(failed.text().contains(directory.toString()), failed.text());
        assertTrue(failed.text().endsWith(": permission denied"), failed.text());
        volume.read(BLOCK).succeeded();
      } finally {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }
}
