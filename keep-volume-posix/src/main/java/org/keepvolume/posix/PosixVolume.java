// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import com.google.common.collect.Sets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;
import javax.annotation.Nullable;
import javax.annotation.concurrent.ThreadSafe;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSink;
import org.keepvolume.Capability;
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
import org.keepvolume.VolumeUnsupportedException;

/**
 * A volume in a directory of a POSIX file system, in Arvados Keep's layout.
 *
 * <p>Capabilities: {@link Capability#WRITE}. With {@link Durability#FULL}, the default, a write
 * syncs file and directory before it returns, a touch the file.
 *
 * <p>A directory that is gone or was replaced since the volume was opened, such as the mount point
 * of a disk that was unmounted, makes the volume unavailable, not empty.
 *
 * <p>Interruption is looked for before a call changes anything and between slices of 1 MiB. A sync
 * that the disk does not answer is waited for.
 */
@ThreadSafe
public final class PosixVolume implements Volume {
  private static final Set<Capability> CAPABILITIES = Sets.immutableEnumSet(Capability.WRITE);

  private final VolumeRoot root;
  private final FileErrors errors;
  private final FileStore space;
  private final SliceBuffers slices = new SliceBuffers();
  private final LiveBlocks live;
  private final BlockReader reader;
  private final AtomicWriter writer;
  private final Toucher toucher;
  private final DirectoryIndex index;

  private PosixVolume(
      VolumeRoot root, FileStore space, PosixOptions options, VolumeContext context) {
    this.root = root;
    this.space = space;
    errors = new FileErrors(root);
    BlockPaths paths = new BlockPaths(root.path());
    PrefixDirectories prefixes = new PrefixDirectories(paths, options.durability());
    Mtimes mtimes = new Mtimes(context.clock());
    live = new LiveBlocks(paths, prefixes);
    reader = new BlockReader(root, paths, live, slices);
    writer = new AtomicWriter(paths, prefixes, live, mtimes, slices, options.durability());
    toucher = new Toucher(paths, live, mtimes, options.durability());
    index = new DirectoryIndex(paths);
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
    VolumeRoot opened = VolumeRoot.open(root);
    try {
      return new PosixVolume(opened, Files.getFileStore(opened.path()), options, context);
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

  @Override
  public Set<Capability> capabilities() {
    return CAPABILITIES;
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
    throw noTrash(Operation.TRASH, hash);
  }

  @Override
  public UntrashOutcome untrash(BlockHash hash) throws VolumeException {
    throw noTrash(Operation.UNTRASH, hash);
  }

  @Override
  public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
    index.list(call(Operation.INDEX, null), prefix, visitor);
  }

  @Override
  public void indexTrash(BlockPrefix prefix, TrashVisitor visitor) throws VolumeException {
    throw noTrash(Operation.INDEX_TRASH, null);
  }

  @Override
  public TrashSweep emptyTrash() throws VolumeException {
    throw noTrash(Operation.EMPTY_TRASH, null);
  }

  /** Returns what the file system says of the bytes free to ordinary users and the bytes in use. */
  @Override
  public VolumeStatus status() throws VolumeException {
    Call call = call(Operation.STATUS, null);
    call.checkInterrupted();
    call.requireRoot();
    try {
      long free = space.getUsableSpace();
      long used = space.getTotalSpace() - space.getUnallocatedSpace();
      return new VolumeStatus(OptionalLong.of(free), OptionalLong.of(Math.max(0, used)));
    } catch (IOException e) {
      throw call.failed(e, root.path());
    }
  }

  @Override
  public void close() {
    slices.clear();
  }

  /** Returns the kind of volume and its directory, such as {@code posix:/data/disk0}. */
  @Override
  public String toString() {
    return "posix:" + root.path();
  }

  private Call call(Operation operation, @Nullable BlockHash hash) {
    return new Call(root, errors, operation, hash);
  }

  private VolumeUnsupportedException noTrash(Operation operation, @Nullable BlockHash hash) {
    return new VolumeUnsupportedException(
        operation, hash, root.deviceId(), Capability.TRASH.refusal(), null);
  }
}
