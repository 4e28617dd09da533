// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicIntegerArray;
import javax.annotation.concurrent.ThreadSafe;
import org.keepvolume.BlockHash;
import org.keepvolume.VolumeException;

/**
 * The directories of blocks with the same first digits: looked at once per process, then known.
 *
 * <p>They must be directories, not links: a link planted in the root would lead out of the volume.
 */
@ThreadSafe
final class PrefixDirectories {
  private static final int COUNT = 1 << (4 * BlockPaths.PREFIX_DIGITS);

  private static final int UNKNOWN = 0;

  /** It is a directory. */
  private static final int SEEN = 1;

  /** It is a directory, and its name in the root is as durable as the options ask. */
  private static final int READY = 2;

  /** The original's mode; the umask applies. */
  private static final FileAttribute<Set<PosixFilePermission>> MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));

  private final BlockPaths paths;
  private final Durability durability;
  private final AtomicIntegerArray known = new AtomicIntegerArray(COUNT);

  PrefixDirectories(BlockPaths paths, Durability durability) {
    this.paths = paths;
    this.durability = durability;
  }

  /** Throws not found if the block's directory is missing, failure if it is no directory. */
  void require(Call call, BlockHash hash) throws VolumeException {
    int index = index(hash);
    if (known.get(index) == UNKNOWN) {
      if (!isDirectory(call, paths.directory(hash))) {
        throw call.missing();
      }
      known.compareAndSet(index, UNKNOWN, SEEN);
    }
  }

  /** Makes the block's directory if it is missing, and its name durable, once per process. */
  void prepare(Call call, BlockHash hash) throws VolumeException {
    int index = index(hash);
    if (known.get(index) == READY) {
      return;
    }
    Path directory = paths.directory(hash);
    boolean made = !isDirectory(call, directory) && create(call, directory);
    if (durability == Durability.FULL) {
      syncRoot(call, directory, made);
    }
    known.set(index, READY);
  }

  /** Also for a directory that was there: whoever made it may not have come to its sync. */
  private void syncRoot(Call call, Path directory, boolean made) throws VolumeException {
    try {
      DirectorySync.sync(paths.root());
    } catch (IOException e) {
      VolumeException failure = call.failed(e, paths.root());
      if (made) {
        // Made anew it is synced anew: a second sync of the same change would prove nothing.
        delete(directory, failure);
      }
      throw failure;
    }
  }

  private static void delete(Path directory, VolumeException failure) {
    try {
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** Looks again at the block's directory when it is next needed. */
  void forget(BlockHash hash) {
    known.set(index(hash), UNKNOWN);
  }

  /** Returns false if somebody else made it meanwhile. */
  private static boolean create(Call call, Path directory) throws VolumeException {
    try {
      Files.createDirectory(directory, MODE);
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
  private static boolean isDirectory(Call call, Path directory) throws VolumeException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(directory, BasicFileAttributes.class, NOFOLLOW_LINKS);
      if (!attributes.isDirectory()) {
        throw call.failure(FileKind.describe(directory, attributes) + ", not a directory");
      }
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (VolumeException e) {
      throw e;
    } catch (IOException e) {
      throw call.failed(e, directory);
    }
  }

  private static int index(BlockHash hash) {
    return Integer.parseInt(hash.toString().substring(0, BlockPaths.PREFIX_DIGITS), 16);
  }
}
