// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static java.nio.file.StandardOpenOption.WRITE;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Operation;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeFullException;
import org.keepvolume.VolumeReadOnlyException;
import org.keepvolume.VolumeUnavailableException;

/**
 * Turns what the file system throws into volume exceptions, by table.
 *
 * <p>An errno reaches Java as nothing but the C library's text, in the locale of the process. The
 * text of ENOSPC, which must be known for sure, is learned from {@code /dev/full}; the others have
 * their English text and, for a read-only file system, a second look.
 */
final class FileErrors {
  private static final Path DEV_FULL = Path.of("/dev/full");
  private static final Set<String> FULL =
      ImmutableSet.of("No space left on device", "Disk quota exceeded");
  private static final Set<String> KNOWN_FAILURES =
      ImmutableSet.of(
          "Input/output error",
          "Operation not permitted",
          "Not a directory",
          "Is a directory",
          "File name too long");
  private static final Set<Operation> CHANGES =
      Sets.immutableEnumSet(
          Operation.WRITE,
          Operation.TOUCH,
          Operation.TRASH,
          Operation.UNTRASH,
          Operation.EMPTY_TRASH);
  private static final String READ_ONLY = "Read-only file system";
  private static final Set<String> UNAVAILABLE =
      ImmutableSet.of("Too many open files", "Too many open files in system", "Stale file handle");

  private final VolumeRoot root;
  private final @Nullable String fullHere;

  FileErrors(VolumeRoot root) {
    this(root, learnFull());
  }

  FileErrors(VolumeRoot root, @Nullable String fullHere) {
    this.root = root;
    this.fullHere = fullHere;
  }

  /** Returns the text of ENOSPC in this process; null where there is no /dev/full to ask. */
  private static @Nullable String learnFull() {
    if (!Files.isWritable(DEV_FULL)) {
      return null;
    }
    // A stream, since a channel would fail for another reason on an interrupted thread.
    try (OutputStream full = Files.newOutputStream(DEV_FULL, WRITE)) {
      full.write(0);
      return null;
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  VolumeException translate(
      Operation operation, @Nullable BlockHash hash, IOException e, Path file) {
    String device = root.deviceId();
    if (e instanceof ClosedByInterruptException || e instanceof InterruptedIOException) {
      return new CallCancelledException(operation, hash, device, "interrupted", e);
    }
    String detail = describe(e, file);
    String reason = reason(e);
    if (FULL.contains(reason) || reason.equals(fullHere)) {
      return new VolumeFullException(operation, hash, device, detail, e);
    }
    if (UNAVAILABLE.contains(reason)) {
      return new VolumeUnavailableException(operation, hash, device, detail, null, e);
    }
    if (reason.equals(READ_ONLY) || mayBeReadOnly(operation, e)) {
      return new VolumeReadOnlyException(operation, hash, device, detail, e);
    }
    return new VolumeFailureException(operation, hash, device, detail, e);
  }

  /**
   * Takes a second look where only an unknown text says what kept a change from being made. On a
   * disk that went read-only because it fails, errors of reading must not pass for refused changes.
   */
  private boolean mayBeReadOnly(Operation operation, IOException e) {
    return CHANGES.contains(operation)
        && e.getClass() == FileSystemException.class
        && !KNOWN_FAILURES.contains(reason(e))
        && !Files.isWritable(root.path());
  }

  private static String reason(IOException e) {
    String reason = e instanceof FileSystemException onFile ? onFile.getReason() : e.getMessage();
    return reason == null ? "" : reason;
  }

  /** Returns the file that the call was about and what is wrong with it. */
  static String describe(IOException e, Path file) {
    if (e instanceof NoSuchFileException) {
      return file + ": no such file or directory";
    }
    if (e instanceof AccessDeniedException) {
      return file + ": permission denied";
    }
    if (e instanceof FileAlreadyExistsException) {
      return file + ": exists already";
    }
    return file + ": " + (reason(e).isEmpty() ? e.getClass().getSimpleName() : reason(e));
  }
}
