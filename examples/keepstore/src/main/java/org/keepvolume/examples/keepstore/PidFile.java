// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import javax.annotation.Nullable;

/** A file with the number of the process, locked while it lives and removed when it ends. */
final class PidFile implements AutoCloseable {
  private final Path path;
  private final FileChannel file;

  private PidFile(Path path, FileChannel file) {
    this.path = path;
    this.file = file;
  }

  static PidFile create(Path path) throws StartException {
    FileChannel file = null;
    try {
      file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(file) == null) {
        throw new StartException("-pid: " + path + " is locked: the service runs already");
      }
      ByteBuffer pid = US_ASCII.encode(Long.toString(ProcessHandle.current().pid()));
      file.truncate(0);
      while (pid.hasRemaining()) {
        int unused = file.write(pid);
      }
      file.force(true);
      PidFile made = new PidFile(path, file);
      file = null;
      return made;
    } catch (IOException e) {
      throw new StartException("-pid: " + path + " cannot be written: " + e, e);
    } finally {
      closeQuietly(file);
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

  /** Removes the file, and then the lock. */
  @Override
  public void close() throws IOException {
    try {
      boolean unused = Files.deleteIfExists(path);
    } finally {
      file.close();
    }
  }
}
