// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepvolume.BlockHash;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Operation;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeFullException;
import org.keepvolume.VolumeReadOnlyException;
import org.keepvolume.VolumeUnavailableException;

/** The table from what Java throws to what a volume throws, row by row. */
class FileErrorsTest {
  private static final BlockHash HASH = SampleData.hash("abc");
  private static final Path FILE = Path.of("/data/abc/file");

  @TempDir Path directory;

  private VolumeRoot root;
  private FileErrors errors;

  @BeforeEach
  void openRoot() throws IOException {
    root = VolumeRoot.open(directory);
    errors = new FileErrors(root);
  }

  static Stream<Arguments> table() {
    return Stream.of(
        row(
            new IOException("No space left on device"),
            VolumeFullException.class,
            "/data/abc/file: No space left on device"),
        row(
            onFile("No space left on device"),
            VolumeFullException.class,
            "/data/abc/file: No space left on device"),
        row(
            new IOException("Disk quota exceeded"),
            VolumeFullException.class,
            "/data/abc/file: Disk quota exceeded"),
        row(
            onFile("Disk quota exceeded"),
            VolumeFullException.class,
            "/data/abc/file: Disk quota exceeded"),
        row(
            new IOException("Input/output error"),
            VolumeFailureException.class,
            "/data/abc/file: Input/output error"),
        row(
            onFile("Input/output error"),
            VolumeFailureException.class,
            "/data/abc/file: Input/output error"),
        row(
            onFile("Read-only file system"),
            VolumeReadOnlyException.class,
            "/data/abc/file: Read-only file system"),
        row(
            new IOException("Read-only file system"),
            VolumeReadOnlyException.class,
            "/data/abc/file: Read-only file system"),
        row(
            onFile("Operation not permitted"),
            VolumeFailureException.class,
            "/data/abc/file: Operation not permitted"),
        row(
            onFile("Too many open files"),
            VolumeUnavailableException.class,
            "/data/abc/file: Too many open files"),
        row(
            onFile("Too many open files in system"),
            VolumeUnavailableException.class,
            "/data/abc/file: Too many open files in system"),
        row(
            onFile("Stale file handle"),
            VolumeUnavailableException.class,
            "/data/abc/file: Stale file handle"),
        row(
            new NoSuchFileException("/f"),
            VolumeFailureException.class,
            "/data/abc/file: no such file or directory"),
        row(
            onFile("Not a directory"),
            VolumeFailureException.class,
            "/data/abc/file: Not a directory"),
        row(
            new IOException("Too many levels of symbolic links (NOFOLLOW_LINKS specified)"),
            VolumeFailureException.class,
            "/data/abc/file: Too many levels of symbolic links (NOFOLLOW_LINKS specified)"),
        row(
            new FileSystemLoopException("/f"),
            VolumeFailureException.class,
            "/data/abc/file: FileSystemLoopException"),
        row(
            new AccessDeniedException("/f"),
            VolumeFailureException.class,
            "/data/abc/file: permission denied"),
        row(
            new AtomicMoveNotSupportedException("/f", "/g", "Invalid cross-device link"),
            VolumeFailureException.class,
            "/data/abc/file: Invalid cross-device link"),
        row(
            onFile("File name too long"),
            VolumeFailureException.class,
            "/data/abc/file: File name too long"),
        row(
            new FileSystemException("/f", "/g", "Is a directory"),
            VolumeFailureException.class,
            "/data/abc/file: Is a directory"),
        row(
            new FileAlreadyExistsException("/f"),
            VolumeFailureException.class,
            "/data/abc/file: exists already"),
        row(new IOException(), VolumeFailureException.class, "/data/abc/file: IOException"),
        row(
            new FileSystemException(null),
            VolumeFailureException.class,
            "/data/abc/file: FileSystemException"),
        row(new ClosedByInterruptException(), CallCancelledException.class, "interrupted"),
        row(new InterruptedIOException("x"), CallCancelledException.class, "interrupted"));
  }

  private static FileSystemException onFile(String reason) {
    return new FileSystemException("/f", null, reason);
  }

  private static Arguments row(
      IOException thrown, Class<? extends VolumeException> type, String detail) {
    return Arguments.of(thrown, type, detail);
  }

  @ParameterizedTest
  @MethodSource("table")
  void errorBecomes(IOException thrown, Class<? extends VolumeException> type, String detail) {
    VolumeException e = errors.translate(Operation.WRITE, HASH, thrown, FILE);
    assertEquals(type, e.getClass());
    assertEquals("write " + HASH + " on " + root.deviceId() + ": " + detail, e.getMessage());
    assertSame(thrown, e.getCause());
  }

  @ParameterizedTest
  @MethodSource("table")
  void errorOfACallWithoutABlockBecomesTheSame(
      IOException thrown, Class<? extends VolumeException> type, String detail) {
    VolumeException e = errors.translate(Operation.INDEX, null, thrown, FILE);
    assertEquals(type, e.getClass());
    assertEquals("index on " + root.deviceId() + ": " + detail, e.getMessage());
  }

  @Test
  void unknownErrorOfAWriteIsReadOnlyWhereTheRootTakesNoWrites() throws IOException {
    // A root that is gone takes none either; mounting one read-only takes privileges.
    Files.delete(root.path());
    VolumeException e =
        errors.translate(Operation.WRITE, HASH, onFile("Dateisystem ist nur lesbar"), FILE);
    assertEquals(VolumeReadOnlyException.class, e.getClass());
  }

  @Test
  void errorOfAReadIsNeverReadOnlyForWantOfAnotherText() throws IOException {
    Files.delete(root.path());
    VolumeException e = errors.translate(Operation.READ, HASH, onFile("Is a directory"), FILE);
    assertEquals(VolumeFailureException.class, e.getClass());
  }

  @Test
  void brokenDiskThatBecameReadOnlyIsAFailure() throws IOException {
    Files.delete(root.path());
    VolumeException e = errors.translate(Operation.WRITE, HASH, onFile("Input/output error"), FILE);
    assertEquals(VolumeFailureException.class, e.getClass());
  }

  @Test
  void fullDiskIsRecognisedInTheTextOfThisProcess() {
    String german = "Auf dem Gerät ist kein Speicherplatz mehr verfügbar";
    FileErrors localized = new FileErrors(root, german);
    for (IOException thrown : List.of(new IOException(german), onFile(german))) {
      VolumeException e = localized.translate(Operation.WRITE, HASH, thrown, FILE);
      assertEquals(VolumeFullException.class, e.getClass());
    }
  }
}
