// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import com.google.common.collect.ImmutableSet;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
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
  private static final Set<String> FULL =
      ImmutableSet.of("No space left on device", "Disk quota exceeded");
  private static final String READ_ONLY = "Read-only file system";
  private static final Set<String> UNAVAILABLE =
      ImmutableSet.of("Too many open files", "Too many open files in system", "Stale file handle");

  private final VolumeRoot root;
  private final @Nullable String fullHere;

  FileErrors(VolumeRoot root) {
    this.root = root;
    this.fullHere = learnFull();
  }

  /** Returns the text of ENOSPC in this process; null where there is no /dev/full. */
  private static @Nullable String learnFull() {
    try (FileOutputStream full = new FileOutputStream("/dev/full")) {
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
    if (reason.equals(READ_ONLY) || (isUnknown(e) && !Files.isWritable(root.path()))) {
      return new VolumeReadOnlyException(operation, hash, device, detail, e);
    }
    if (UNAVAILABLE.contains(reason)) {
      return new VolumeUnavailableException(operation, hash, device, detail, null, e);
    }
    return new VolumeFailureException(operation, hash, device, detail, e);
  }

  /** Tells whether only the text says what happened: Java has a subclass for the other errors. */
  private static boolean isUnknown(IOException e) {
    return e.getClass() == FileSystemException.class;
  }

  private static String reason(IOException e) {
    String reason = e instanceof FileSystemException onFile ? onFile.getReason() : e.getMessage();
    return reason == null ? "" : reason;
  }

  /** Returns the file and what is wrong with it. */
  static String describe(IOException e, Path file) {
    if (e instanceof NoSuchFileException missing) {
      return missing.getFile() + ": no such file or directory";
    }
    if (e instanceof AccessDeniedException denied) {
      return denied.getFile() + ": permission denied";
    }
    if (e instanceof FileSystemException onFile && onFile.getFile() != null) {
      return onFile.getMessage();
    }
    return file + ": " + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
  }
}
