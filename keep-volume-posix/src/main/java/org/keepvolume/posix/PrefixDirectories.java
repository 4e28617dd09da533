// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.ReentrantLock;
import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;
import org.keepvolume.BlockHash;
import org.keepvolume.VolumeException;

/**
 * The directories of blocks with the same first digits: looked at when first needed and whenever a
 * block is missing there, otherwise known.
 *
 * <p>They must be directories, not links unless the options allow them: a link planted in the root
 * would lead out of the volume. One lock, {@code preparing}, is held while one of them is made and
 * synced: a second caller must not take a sync of its own for proof after the first one's has
 * failed.
 */
@ThreadSafe
final class PrefixDirectories {
  private static final int UNKNOWN = 0;

  /** It is a directory. */
  private static final int SEEN = 1;

  /** It is a directory, and its name in the root is as durable as the options ask. */
  private static final int READY = 2;

  /** Its name in the root could not be synced, and it could not be made anew either. */
  private static final int BROKEN = 3;

  private final BlockPaths paths;
  private final Syncs syncs;
  private final FileAttribute<Set<PosixFilePermission>> mode;

  /** How a directory is looked at: through links, or not. */
  private final LinkOption[] links;

  private final AtomicIntegerArray known = new AtomicIntegerArray(BlockPaths.PREFIX_DIRECTORIES);
  private final ReentrantLock preparing = new ReentrantLock();

  /** Whether names of directories that were not ready then may be lost, whoever made them. */
  @GuardedBy("preparing")
  private boolean rootSyncFailed;

  PrefixDirectories(BlockPaths paths, Syncs syncs, PosixOptions options) {
    this.paths = paths;
    this.syncs = syncs;
    mode = PosixFilePermissions.asFileAttribute(options.directoryMode());
    links = options.linkedDirectories() ? new LinkOption[0] : new LinkOption[] {NOFOLLOW_LINKS};
  }

  /** Throws not found if the block's directory is missing, failure if it is no directory. */
  void require(Call call, BlockHash hash) throws VolumeException {
    int index = BlockPaths.number(hash);
    if (known.get(index) == UNKNOWN) {
      if (!isDirectory(call, paths.directory(hash))) {
        throw call.missing();
      }
      known.compareAndSet(index, UNKNOWN, SEEN);
    }
  }

  /** Looks again at a block's directory in which the block is missing. */
  void recheck(Call call, BlockHash hash) throws VolumeException {
    if (!isDirectory(call, paths.directory(hash))) {
      forget(hash);
    }
  }

  /** Tells whether the block's directory is there and its name as durable as asked for. */
  boolean isReady(BlockHash hash) {
    return known.get(BlockPaths.number(hash)) == READY;
  }

  /** Makes the block's directory if it is missing, and its name durable, once per process. */
  void prepare(Call call, BlockHash hash) throws VolumeException {
    try {
      if (!preparing.tryLock(call.remaining(), NANOSECONDS)) {
        throw call.late("another call, which prepares a directory");
      }
    } catch (InterruptedException e) {
      throw call.interrupted(e);
    }
    try {
      if (!isReady(hash) && !call.isLeft()) {
        makeAndSync(call, hash);
      }
    } finally {
      preparing.unlock();
    }
  }

  /** Looks again at the block's directory when it is next needed. */
  void forget(BlockHash hash) {
    known.set(BlockPaths.number(hash), UNKNOWN);
  }

  @GuardedBy("preparing")
  private void makeAndSync(Call call, BlockHash hash) throws VolumeException {
    int index = BlockPaths.number(hash);
    Path directory = paths.directory(hash);
    boolean made = !isDirectory(call, directory) && create(call, directory);
    if (!made && (rootSyncFailed || known.get(index) == BROKEN)) {
      throw call.failure(
          directory + ": its name may be lost, since the volume root could not be synced");
    }
    // Also for a directory that was there: whoever made it may not have come to its sync.
    try {
      syncs.names(paths.root());
    } catch (IOException e) {
      VolumeException failure = call.failed(e, paths.root());
      if (Syncs.isFailedSync(e)) {
        rootSyncFailed = true;
        known.set(index, made && isRemoved(directory, failure) ? UNKNOWN : BROKEN);
      }
      throw failure;
    }
    known.set(index, READY);
  }

  /** Made anew it is synced anew; a second sync of the same change would prove nothing. */
  private static boolean isRemoved(Path directory, VolumeException failure) {
    try {
      Files.delete(directory);
      return true;
    } catch (IOException e) {
      failure.addSuppressed(e);
      return false;
    }
  }

  /** Returns false if somebody else made it meanwhile. */
  private boolean create(Call call, Path directory) throws VolumeException {
    try {
      Files.createDirectory(directory, mode);
      return true;
    } catch (FileAlreadyExistsException e) {
      if (!isDirectory(call, directory)) {
        throw call.failed(e, directory);
      }
      return false;
    } catch (IOException e) {
      throw call.failed(e, directory);
    }
  }

  /** Returns false if nothing is there; throws if something else than a directory is. */
  private boolean isDirectory(Call call, Path directory) throws VolumeException {
    Optional<BasicFileAttributes> attributes = call.lookAtDirectory(directory, links);
    if (attributes.isPresent() && !attributes.get().isDirectory()) {
      throw call.failure(FileKind.describe(directory, attributes.get()) + ", not a directory");
    }
    return attributes.isPresent();
  }
}
