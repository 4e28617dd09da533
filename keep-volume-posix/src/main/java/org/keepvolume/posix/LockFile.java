// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import javax.annotation.Nullable;
import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;
import org.keepvolume.VolumeException;

/**
 * The one channel that this process has open on a volume's lock file, shared by all volume objects.
 *
 * <p>The kernel drops a process's locks on a file as soon as it closes any descriptor of that file.
 * Hence a map of open lock files, the one static state here; it is empty when no volume is open. A
 * copy of this library in another class loader is a stranger to it, and must not share a volume.
 *
 * <p>Locks, in this order: {@link #OPENING}, held while a file is opened or closed; a stripe's,
 * held with its range of the file while a block is changed.
 */
@ThreadSafe
final class LockFile {
  /** The original passes it by: its index and its sweep look into prefix directories alone. */
  static final String NAME = ".keep-volume.lock";

  private static final Set<OpenOption> EXISTING = ImmutableSet.of(WRITE, NOFOLLOW_LINKS);
  private static final Set<OpenOption> NEW = ImmutableSet.of(WRITE, CREATE_NEW);
  private static final long FIRST_PAUSE = Duration.ofMillis(1).toNanos();
  private static final long LONGEST_PAUSE = Duration.ofMillis(50).toNanos();

  private static final Logger LOG = System.getLogger(LockFile.class.getName());

  private static final ReentrantLock OPENING = new ReentrantLock();

  /** By device and inode number. */
  @GuardedBy("OPENING")
  private static final Map<Object, LockFile> OPEN = new HashMap<>();

  private final Path path;
  private final Object fileKey;
  private final FileChannel channel;

  /** Volume objects and held ranges; it becomes 0 with {@link #OPENING} held, and stays so. */
  private final AtomicInteger users = new AtomicInteger(1);

  private final PerPrefix<ReentrantLock> stripes = new PerPrefix<>(ReentrantLock::new);

  /** Locks whose release failed, which this process still has; each guarded by its stripe. */
  private final AtomicReferenceArray<FileLock> kept =
      new AtomicReferenceArray<>(BlockPaths.PREFIX_DIRECTORIES);

  private LockFile(Path path, Object fileKey, FileChannel channel) {
    this.path = path;
    this.fileKey = fileKey;
    this.channel = channel;
  }

  /** Opens the file, made if it is missing, until {@link #release}. */
  static LockFile open(Call call, Path path, FileAttribute<Set<PosixFilePermission>> mode)
      throws VolumeException {
    try {
      // Another volume's disk may hang meanwhile.
      if (!OPENING.tryLock(call.remaining(), NANOSECONDS)) {
        throw call.late("the opening of another lock file");
      }
    } catch (InterruptedException e) {
      throw call.interrupted(e);
    }
    try {
      while (true) {
        Optional<BasicFileAttributes> found = call.look(path);
        if (found.isPresent() && !found.get().isRegularFile()) {
          throw call.failure(FileKind.describe(path, found.get()) + ", not a lock file");
        }
        if (found.isPresent() && OPEN.containsKey(found.get().fileKey())) {
          LockFile shared = OPEN.get(found.get().fileKey());
          int unused = shared.users.incrementAndGet();
          return shared;
        }
        if (found.isEmpty()) {
          make(path, mode);
        } else {
          LockFile opened = openUnlessReplaced(call, path, found.get());
          if (opened != null) {
            OPEN.put(opened.fileKey, opened);
            return opened;
          }
        }
        call.checkLimit("a lock file that stays");
      }
    } catch (VolumeException e) {
      throw e;
    } catch (IOException e) {
      throw call.failed(e, path);
    } finally {
      OPENING.unlock();
    }
  }

  /** Makes the file and closes it, which drops no lock: nobody had it open. */
  private static void make(Path path, FileAttribute<Set<PosixFilePermission>> mode)
      throws IOException {
    try {
      FileChannel.open(path, NEW, mode).close();
    } catch (FileAlreadyExistsException e) {
      return; // another process was quicker
    }
  }

  /** Returns null if another file, or none, is there by now. */
  private static @Nullable LockFile openUnlessReplaced(
      Call call, Path path, BasicFileAttributes found) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(path, EXISTING);
    } catch (NoSuchFileException e) {
      return null;
    }
    boolean same = false;
    try {
      Optional<BasicFileAttributes> opened = call.look(path);
      same = opened.isPresent() && sameFile(found, opened.get());
      return same ? new LockFile(path, found.fileKey(), channel) : null;
    } finally {
      if (!same) {
        channel.close(); // now: the collector would do it when others hold locks on the file
      }
    }
  }

  private static boolean sameFile(BasicFileAttributes one, BasicFileAttributes other) {
    return Objects.equals(one.fileKey(), other.fileKey());
  }

  /** Tells whether this is the file that was found; empty: none was. */
  boolean is(Optional<BasicFileAttributes> found) {
    return found.isPresent() && fileKey.equals(found.get().fileKey());
  }

  /**
   * Waits for one byte of the file, which stands for the blocks of one prefix directory; returns
   * empty if the file was closed meanwhile.
   */
  Optional<Range> acquire(Call call, int number) throws VolumeException {
    if (!retain()) {
      return Optional.empty();
    }
    Range range = new Range(call, number);
    try {
      range.lock();
      return Optional.of(range);
    } catch (VolumeException | RuntimeException | Error e) {
      release();
      throw e;
    }
  }

  private boolean retain() {
    int now = users.get();
    while (now > 0 && !users.compareAndSet(now, now + 1)) {
      now = users.get();
    }
    return now > 0;
  }

  /** Ends one use; the last one closes the file. */
  void release() {
    int now = users.get();
    while (now > 1) {
      if (users.compareAndSet(now, now - 1)) {
        return;
      }
      now = users.get();
    }
    OPENING.lock();
    try {
      if (users.decrementAndGet() == 0) {
        OPEN.remove(fileKey);
        channel.close();
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "closing " + path + " failed", e);
    } finally {
      OPENING.unlock();
    }
  }

  /** Tells how many lock files this process has open, for tests. */
  static int openFiles() {
    OPENING.lock();
    try {
      return OPEN.size();
    } finally {
      OPENING.unlock();
    }
  }

  /** One byte of the file, locked against other processes, and its stripe, against threads. */
  final class Range implements BlockLocks.Held {
    private final Call call;
    private final int number;
    private final ReentrantLock stripe;
    private @Nullable FileLock lock;

    private Range(Call call, int number) {
      this.call = call;
      this.number = number;
      stripe = stripes.get(number);
    }

    private void lock() throws VolumeException {
      call.progress();
      try {
        // In parts: a helper must see that its caller has left.
        while (!stripe.tryLock(Math.min(LONGEST_PAUSE, call.remaining()), NANOSECONDS)) {
          if (call.isLeft()) {
            throw call.left();
          }
          call.checkLimit("another call on blocks of the same directory");
        }
      } catch (InterruptedException e) {
        throw call.interrupted(e);
      }
      try {
        FileLock before = kept.getAndSet(number, null);
        lock = before != null ? before : lockedAgainstProcesses();
      } finally {
        if (lock == null) {
          stripe.unlock();
        }
      }
    }

    /** Asks again and again: a blocking lock is deaf, and an interrupt would close the channel. */
    private FileLock lockedAgainstProcesses() throws VolumeException {
      try {
        for (long pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
          FileLock locked = channel.tryLock(number, 1, false);
          if (locked != null) {
            return locked;
          }
          call.checkLimit("another process, which has locked " + path);
          if (call.isLeft()) {
            throw call.left();
          }
          NANOSECONDS.sleep(Math.min(pause, Math.max(1, call.remaining())));
        }
      } catch (InterruptedException e) {
        throw call.interrupted(e);
      } catch (OverlappingFileLockException e) {
        throw call.failure(
            path + " is locked by something else in this process; is the library loaded twice?");
      } catch (VolumeException e) {
        throw e;
      } catch (IOException e) {
        throw call.failed(e, path);
      }
    }

    @Override
    public void close() throws VolumeException {
      FileLock held = lock;
      if (held == null) {
        return;
      }
      lock = null;
      try {
        release(held);
      } catch (IOException e) {
        kept.set(number, held); // for the next change here, which releases it once more
        throw call.failed(e, path);
      } finally {
        stripe.unlock();
        LockFile.this.release();
      }
    }

    /** Tries twice: what stays locked keeps other processes waiting. */
    private static void release(FileLock held) throws IOException {
      try {
        held.release();
      } catch (IOException e) {
        held.release();
      }
    }
  }
}
