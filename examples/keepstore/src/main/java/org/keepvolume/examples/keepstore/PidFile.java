// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import javax.annotation.Nullable;

/** A file with the number of the process, locked while it lives and removed when it ends. */
final class PidFile implements AutoCloseable {
  /** How files are opened; tests let something happen in between. */
  @FunctionalInterface
  interface Opener {
    FileChannel open(Path path, OpenOption... options) throws IOException;
  }

  private final Path path;
  private final FileChannel file;
  private final Object fileKey;

  private PidFile(Path path, FileChannel file, Object fileKey) {
    this.path = path;
    this.file = file;
    this.fileKey = fileKey;
  }

  /**
   * Writes the file, without a line break, as the original does.
   *
   * @throws StartException if it cannot be written, or somebody holds it locked
   */
  static PidFile create(Path path) throws StartException {
    return create(path, FileChannel::open);
  }

  /** Writes the file as above, opened as is said. */
  static PidFile create(Path path, Opener opener) throws StartException {
    PidFile unfinished = null;
    try {
      unfinished = openLocked(path, opener);
      if (unfinished == null) {
        throw new StartException("-pid: " + path + " is locked: the service runs already");
      }
      unfinished.write(ProcessHandle.current().pid());
      PidFile made = unfinished;
      unfinished = null;
      return made;
    } catch (NoSuchFileException e) {
      throw new StartException("-pid: " + path + " cannot be made: its directory is missing", e);
    } catch (AccessDeniedException e) {
      throw new StartException("-pid: " + path + " cannot be written: permission denied", e);
    } catch (IOException e) {
      throw new StartException("-pid: " + path + " cannot be written: " + e.getMessage(), e);
    } finally {
      if (unfinished != null) {
        closeQuietly(unfinished.file);
      }
    }
  }

  private void write(long number) throws IOException {
    ByteBuffer pid = US_ASCII.encode(Long.toString(number));
    file.truncate(0);
    while (pid.hasRemaining()) {
      int unused = file.write(pid);
    }
    file.force(true);
  }

  /**
   * Returns the locked file that has the name, or null if another process has it locked.
   *
   * <p>A service that ends removes its file: a lock on that one excludes nobody, so the name must
   * be that of the same file before and after.
   */
  private static @Nullable PidFile openLocked(Path path, Opener opener) throws IOException {
    while (true) {
      Object before = key(path);
      if (before == null) {
        opener.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
        continue;
      }
      FileChannel file;
      try {
        file = opener.open(path, StandardOpenOption.WRITE);
      } catch (NoSuchFileException e) {
        continue; // removed in this moment: only to make it tells whether its directory is there
      }
      try {
        if (lock(file) == null) {
          closeQuietly(file);
          return null;
        }
        if (before.equals(key(path))) {
          return new PidFile(path, file, before);
        }
      } catch (IOException | RuntimeException e) {
        closeQuietly(file);
        throw e;
      }
      closeQuietly(file);
    }
  }

  private static @Nullable Object key(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static @Nullable FileLock lock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this very process
    }
  }

  private static void closeQuietly(@Nullable FileChannel file) {
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        // nothing was written that anybody needs
      }
    }
  }

  /** Removes the file, unless another has taken its name, and then the lock. */
  @Override
  public void close() throws IOException {
    try {
      if (fileKey.equals(key(path))) {
        boolean unused = Files.deleteIfExists(path);
      }
    } finally {
      file.close();
    }
  }
}
