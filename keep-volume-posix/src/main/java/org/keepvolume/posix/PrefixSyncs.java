// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import javax.annotation.concurrent.ThreadSafe;
import org.keepvolume.BlockHash;
import org.keepvolume.VolumeException;

/**
 * Syncs of names and times in the prefix directories, of which one that fails speaks for all that
 * was changed before it: the kernel tells one caller, and the next sync would succeed over a loss.
 *
 * <p>Hence they are made one after the other in each directory, with its lock held.
 */
@ThreadSafe
final class PrefixSyncs {
  private static final class Directory {
    final ReentrantLock lock = new ReentrantLock();

    /** Changed with the lock held. */
    final AtomicInteger failures = new AtomicInteger();
  }

  private final BlockPaths paths;
  private final Syncs syncs;
  private final PerPrefix<Directory> directories = new PerPrefix<>(Directory::new);

  PrefixSyncs(BlockPaths paths, Syncs syncs) {
    this.paths = paths;
    this.syncs = syncs;
  }

  /** Returns a mark, to be taken before a name or a time in the block's directory is changed. */
  int mark(BlockHash hash) {
    return directory(hash).failures.get();
  }

  /** Syncs the names in the block's directory; throws if that, or a sync since the mark, failed. */
  void names(Call call, BlockHash hash, int mark) throws VolumeException, IOException {
    sync(call, hash, mark, () -> syncs.names(paths.directory(hash)));
  }

  /** Syncs a block's times; throws if that, or a sync since the mark, failed. */
  void times(Call call, BlockHash hash, int mark) throws VolumeException, IOException {
    sync(call, hash, mark, () -> syncs.times(paths.block(hash)));
  }

  private void sync(Call call, BlockHash hash, int mark, Undeclared.Action sync)
      throws IOException {
    if (syncs == Syncs.NONE) {
      return;
    }
    Directory directory = directory(hash);
    try {
      if (!directory.lock.tryLock(Math.max(0, call.remaining()), NANOSECONDS)) {
        throw call.late("another sync in the same directory");
      }
    } catch (InterruptedException e) {
      throw call.interrupted(e);
    }
    try {
      sync.run();
      if (directory.failures.get() != mark) {
        Path path = paths.directory(hash);
        throw call.failure(
            path + ": another sync there failed meanwhile, and spoke for this change, too");
      }
    } catch (VolumeException e) {
      throw e;
    } catch (IOException e) {
      if (Syncs.isFailedSync(e)) {
        int unused = directory.failures.incrementAndGet();
      }
      throw e;
    } finally {
      directory.lock.unlock();
    }
  }

  private Directory directory(BlockHash hash) {
    return directories.get(BlockPaths.number(hash));
  }
}
