// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import com.google.common.collect.Sets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import javax.annotation.Nullable;
import javax.annotation.concurrent.ThreadSafe;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSink;
import org.keepvolume.Capability;
import org.keepvolume.DeviceIdentity;
import org.keepvolume.IndexVisitor;
import org.keepvolume.Operation;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashSweep;
import org.keepvolume.TrashVisitor;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeStatus;

/**
 * A volume in a directory of a POSIX file system, in Arvados Keep's layout.
 *
 * <p>Capabilities: {@link Capability#WRITE}, {@link Capability#TRASH}, {@link Capability#SHARED},
 * and with {@link Durability#FULL}, the default, {@link Capability#DURABLE}: a write syncs file and
 * directory before it returns, a touch the file, an untrash both.
 *
 * <p>Changes of blocks exclude each other by locks in the file {@code .keep-volume.lock} in the
 * root, which the first change makes; among the volume objects of all processes that use this
 * class, but not against Arvados Keep, which does not know the file (TR-7). A block is trashed once
 * it has the minimum age, and one second more where its mtime has whole seconds.
 *
 * <p>A directory that is gone or was replaced since the volume was opened, such as the mount point
 * of a disk that was unmounted, makes the volume unavailable, not empty.
 *
 * <p>Interruption is looked for before a call changes anything and between slices of 1 MiB; it ends
 * the wait for a lock, and within 200 ms the wait for a sync (CX-1), except that for a write's last
 * one, of the directory in which the block is in place. The {@link TimeLimits} end each (CX-2). A
 * sync that is left behind goes on, on a thread of the context's executor or of the volume's own;
 * {@link #close} waits for it within the limits.
 */
@ThreadSafe
public final class PosixVolume implements Volume, DeviceIdentity {
  private final VolumeRoot root;
  private final FileErrors errors;
  private final TimeLimits limits;
  private final Set<Capability> capabilities;
  private final Helpers helpers;
  private final BlockLocks locks;
  private final FreeSpace space;
  private final SliceBuffers slices = new SliceBuffers();
  private final LiveBlocks live;
  private final BlockReader reader;
  private final AtomicWriter writer;
  private final Toucher toucher;
  private final Trasher trasher;
  private final Untrasher untrasher;
  private final TrashSweeper sweeper;
  private final Listing listing;

  private PosixVolume(
      VolumeRoot root,
      FileStore store,
      PosixOptions options,
      VolumeContext context,
      Mechanics mechanics) {
    this.root = root;
    errors = new FileErrors(root);
    limits = options.limits();
    capabilities = capabilities(options.durability());
    helpers = new Helpers(context.executor().orElse(null));
    FileAttribute<Set<PosixFilePermission>> mode =
        PosixFilePermissions.asFileAttribute(options.fileMode());
    locks = mechanics.locks(root.path(), mode);
    space = new FreeSpace(store, root.path(), options.minFree());
    BlockPaths paths = new BlockPaths(root.path());
    Syncs syncs =
        ObservedSyncs.of(
            mechanics.syncs(options.durability()), root.deviceId(), context.observer());
    PrefixDirectories prefixes = new PrefixDirectories(paths, syncs, options);
    live = new LiveBlocks(paths, prefixes);
    Mtimes mtimes = new Mtimes(context.clock());
    Changes changes =
        new Changes(
            paths,
            live,
            mtimes,
            locks,
            syncs,
            new PrefixSyncs(paths, syncs),
            helpers,
            mechanics.looksAgain());
    reader = new BlockReader(root, paths, live, slices);
    writer = new AtomicWriter(changes, prefixes, slices, space, mode);
    toucher = new Toucher(changes);
    trasher = new Trasher(changes, context.trashPolicy());
    untrasher = new Untrasher(changes, prefixes);
    DirectoryWalk walk = new DirectoryWalk(paths, options.linkedDirectories());
    sweeper = new TrashSweeper(walk, mtimes);
    listing = new Listing(walk, helpers, options.indexThreads());
  }

  private static Set<Capability> capabilities(Durability durability) {
    EnumSet<Capability> all = EnumSet.allOf(Capability.class);
    if (durability == Durability.NONE) {
      all.remove(Capability.DURABLE);
    }
    return Sets.immutableEnumSet(all);
  }

  /**
   * Opens the volume in a directory with default options and context.
   *
   * @param root the directory, an absolute path; it must exist
   * @return the volume, to be mounted in a store or wrapped by {@link
   *     org.keepvolume.layer.Layers#standard}
   * @throws IllegalArgumentException if the path is relative or blank
   * @throws VolumeFailureException if the path does not lead to a directory that can be used;
   *     nothing was created (LC-1)
   */
  public static PosixVolume open(Path root) throws VolumeException {
    return open(root, PosixOptions.defaults(), VolumeContext.defaults());
  }

  /**
   * Opens the volume in a directory.
   *
   * @param root the directory, an absolute path, also through symbolic links; it must exist. Links
   *     below it are not followed.
   * @param options how the directory is treated
   * @param context clock, trash policy and threads; the clock gives every mtime
   * @return the volume, to be mounted in a store or wrapped by {@link
   *     org.keepvolume.layer.Layers#standard}
   * @throws IllegalArgumentException if the path is relative or blank
   * @throws VolumeFailureException if the path does not lead to a directory that can be used;
   *     nothing was created (LC-1)
   */
  public static PosixVolume open(Path root, PosixOptions options, VolumeContext context)
      throws VolumeException {
    return open(root, options, context, new Mechanics());
  }

  /** Opens a volume from which a test has taken some of what it rests on. */
  static PosixVolume open(
      Path root, PosixOptions options, VolumeContext context, Mechanics mechanics)
      throws VolumeException {
    VolumeRoot opened = VolumeRoot.open(root);
    try {
      FileStore store = Files.getFileStore(opened.path());
      return new PosixVolume(opened, store, options, context, mechanics);
    } catch (IOException e) {
      throw new VolumeFailureException(
          Operation.OPEN, null, root.toString(), FileErrors.describe(e, root), e);
    }
  }

  /**
   * Returns the file system's UUID and the root's path in it, as the original has it; where there
   * is no UUID, host name and root as given. See docs/posix.md.
   */
  @Override
  public String deviceId() {
    return root.deviceId();
  }

  /** Returns the device number and inode that the root had when it was opened. */
  @Override
  public Object deviceIdentity() {
    return root.fileKey();
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public int read(BlockHash hash, BlockSink sink) throws IOException {
    return reader.read(call(Operation.READ, hash), hash, sink);
  }

  @Override
  public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
    writer.write(call(Operation.WRITE, hash), hash, data);
  }

  @Override
  public void touch(BlockHash hash) throws VolumeException {
    toucher.touch(call(Operation.TOUCH, hash), hash);
  }

  @Override
  public BlockInfo stat(BlockHash hash) throws VolumeException {
    Call call = call(Operation.STAT, hash);
    call.checkInterrupted();
    return LiveBlocks.info(hash, live.require(call, hash));
  }

  @Override
  public TrashOutcome trash(BlockHash hash, @Nullable Instant onlyIfMtime) throws VolumeException {
    return trasher.trash(call(Operation.TRASH, hash), hash, onlyIfMtime);
  }

  @Override
  public UntrashOutcome untrash(BlockHash hash) throws VolumeException {
    return untrasher.untrash(call(Operation.UNTRASH, hash), hash);
  }

  @Override
  public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
    listing.blocks(call(Operation.INDEX, null), prefix, visitor);
  }

  @Override
  public void indexTrash(BlockPrefix prefix, TrashVisitor visitor) throws IOException {
    listing.trash(call(Operation.INDEX_TRASH, null), prefix, visitor);
  }

  @Override
  public TrashSweep emptyTrash() throws VolumeException {
    return sweeper.sweep(call(Operation.EMPTY_TRASH, null));
  }

  /** Returns what the file system says of the bytes free to ordinary users and the bytes in use. */
  @Override
  public VolumeStatus status() throws VolumeException {
    Call call = call(Operation.STATUS, null);
    call.checkInterrupted();
    call.requireRoot();
    return space.status(call);
  }

  /**
   * Ends the use of the volume; waits for what calls have left behind on other threads.
   *
   * @throws VolumeException if there is such a thing and this thread is interrupted, or the limits
   *     were not enough: it ends by itself, later
   */
  @Override
  public void close() throws VolumeException {
    try {
      helpers.close(call(Operation.CLOSE, null));
    } finally {
      locks.close();
      slices.clear();
    }
  }

  /** Returns the kind of volume and its directory, such as {@code posix:/data/disk0}. */
  @Override
  public String toString() {
    return "posix:" + root.path();
  }

  private Call call(Operation operation, @Nullable BlockHash hash) {
    return new Call(root, errors, limits, operation, hash);
  }
}
