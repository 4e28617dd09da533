// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.keepvolume.BlockHash;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;

/** Opens the volume as it is, or without some of what keeps a block from a trash beside it. */
public final class RaceVolumes {
  private RaceVolumes() {}

  /** What a volume is left with. */
  public enum Variant {
    /** The volume as it is. */
    WHOLE(true, true),
    /** Without the second net: the locks must be enough. */
    NO_SECOND_LOOK(true, false),
    /** Locks against the threads of its process alone. */
    NO_FILE_LOCKS(false, true),
    /** As before, and without the second net. */
    NO_FILE_LOCKS_NO_SECOND_LOOK(false, false),
    /** Opens and closes the lock file once more now and then, which drops the process's locks. */
    SECOND_CHANNEL(true, true),
    /** As before, and without the second net. */
    SECOND_CHANNEL_NO_SECOND_LOOK(true, false);

    private final boolean fileLocks;
    private final boolean looksAgain;

    Variant(boolean fileLocks, boolean looksAgain) {
      this.fileLocks = fileLocks;
      this.looksAgain = looksAgain;
    }
  }

  /** Opens a volume with a durability. */
  public static PosixVolume open(
      Variant variant, Durability durability, Path root, VolumeContext context)
      throws VolumeException {
    PosixOptions options = PosixOptions.defaults().withDurability(durability).withMinFree(0);
    return PosixVolume.open(root, options, context, mechanics(variant));
  }

  static Mechanics mechanics(Variant variant) {
    return new Left(variant);
  }

  private static final class Left extends Mechanics {
    private final Variant variant;

    Left(Variant variant) {
      this.variant = variant;
    }

    @Override
    BlockLocks locks(Path root, FileAttribute<Set<PosixFilePermission>> mode) {
      if (!variant.fileLocks) {
        return new ThreadLocks();
      }
      BlockLocks locks = super.locks(root, mode);
      boolean closes = variant.toString().startsWith("SECOND_CHANNEL");
      return closes ? new ClosingLocks(root.resolve(LockFile.NAME), locks) : locks;
    }

    @Override
    boolean looksAgain() {
      return variant.looksAgain;
    }
  }

  /** Locks that other processes do not see. */
  private static final class ThreadLocks implements BlockLocks {
    private static final Map<BlockHash, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    @Override
    public Held acquire(Call call, BlockHash hash) {
      ReentrantLock lock = LOCKS.computeIfAbsent(hash, unknown -> new ReentrantLock());
      lock.lock();
      return lock::unlock;
    }

    @Override
    public void close() {}
  }

  /** The volume's own locks, lost one time in four. */
  private record ClosingLocks(Path file, BlockLocks locks, AtomicInteger acquired)
      implements BlockLocks {
    ClosingLocks(Path file, BlockLocks locks) {
      this(file, locks, new AtomicInteger());
    }

    @Override
    public Held acquire(Call call, BlockHash hash) throws VolumeException {
      Held held = locks.acquire(call, hash);
      if (acquired.incrementAndGet() % 4 == 0) {
        try {
          FileChannel.open(file, WRITE).close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return held;
    }

    @Override
    public void close() {
      locks.close();
    }
  }
}
