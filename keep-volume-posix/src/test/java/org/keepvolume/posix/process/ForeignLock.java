// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;

/** What another process holds while it changes a block: the byte of the block's directory. */
final class ForeignLock implements AutoCloseable {
  private final FileChannel channel;
  private final FileLock lock;

  private ForeignLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  static ForeignLock on(Path root, TestBlock block) throws IOException {
    FileChannel channel = FileChannel.open(root.resolve(".keep-volume.lock"), CREATE, WRITE);
    FileLock lock = channel.tryLock(Integer.parseInt(block.prefix(), 16), 1, false);
    if (lock == null) {
      throw new IOException("somebody holds the lock of " + block);
    }
    return new ForeignLock(channel, lock);
  }

  boolean isHeld() {
    return lock.isValid();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
