// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import javax.annotation.Nullable;
import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;
import org.keepvolume.BlockHash;
import org.keepvolume.VolumeException;

/**
 * One lock for all blocks of a prefix directory, in the volume's {@link LockFile}.
 *
 * <p>The lock file is opened, and made where there is none, when a block is first to be changed.
 */
@ThreadSafe
final class StripedLocks implements BlockLocks {
  private final Path path;
  private final FileAttribute<Set<PosixFilePermission>> mode;
  private final ReentrantLock opening = new ReentrantLock();

  @GuardedBy("opening")
  private boolean closed;

  /** Changed with {@link #opening} held. */
  private volatile @Nullable LockFile file;

  StripedLocks(Path root, FileAttribute<Set<PosixFilePermission>> mode) {
    path = root.resolve(LockFile.NAME);
    this.mode = mode;
  }

  @Override
  public Held acquire(Call call, BlockHash hash) throws VolumeException {
    while (true) {
      LockFile current = file(call);
      Optional<LockFile.Range> range = current.acquire(call, BlockPaths.number(hash));
      if (range.isPresent() && isCurrent(call, current, range.get())) {
        return range.get();
      }
      // Somebody removed the file, and others may lock another one by now; or the disk is gone.
      call.requireRoot();
      forget(call, current);
      call.checkLimit("a lock file that stays");
    }
  }

  /** Lets go of the range unless its file is the one under the name. */
  private boolean isCurrent(Call call, LockFile locked, LockFile.Range range)
      throws VolumeException {
    boolean is;
    try {
      is = locked.is(call.look(path));
    } catch (VolumeException | RuntimeException | Error e) {
      try {
        range.close();
      } catch (VolumeException another) {
        e.addSuppressed(another);
      }
      throw e;
    }
    if (!is) {
      range.close();
    }
    return is;
  }

  private LockFile file(Call call) throws VolumeException {
    LockFile known = file;
    if (known != null) {
      return known;
    }
    lockOpening(call);
    try {
      LockFile opened = file;
      if (opened == null) {
        call.requireRoot();
        if (closed) {
          throw call.unavailable("the volume was closed meanwhile");
        }
        opened = LockFile.open(call, path, mode);
        file = opened;
      }
      return opened;
    } finally {
      opening.unlock();
    }
  }

  private void lockOpening(Call call) throws VolumeException {
    try {
      if (!opening.tryLock(call.remaining(), NANOSECONDS)) {
        throw call.late("another call, which opens the lock file");
      }
    } catch (InterruptedException e) {
      throw call.interrupted(e);
    }
  }

  private void forget(Call call, LockFile old) throws VolumeException {
    lockOpening(call);
    try {
      if (file == old) {
        file = null;
        old.release();
      }
    } finally {
      opening.unlock();
    }
  }

  @Override
  public void close() {
    opening.lock();
    try {
      closed = true;
      LockFile last = file;
      if (last != null) {
        file = null;
        last.release();
      }
    } finally {
      opening.unlock();
    }
  }
}
