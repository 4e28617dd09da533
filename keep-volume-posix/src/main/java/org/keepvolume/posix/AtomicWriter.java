// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;
import org.keepvolume.BlockHash;
import org.keepvolume.VolumeException;

/**
 * Stores a block so that its name holds the old content or the new, whole, at every moment.
 *
 * <p>A temporary file in the block's directory is written and synced, renamed over the block's
 * name, and the directory synced. A failed sync is final: the kernel reports it once, and the next
 * sync of the same file would succeed over lost data.
 */
final class AtomicWriter {
  private static final Set<OpenOption> EXCLUSIVELY = Set.of(WRITE, CREATE_NEW);

  /** The original's mode. */
  private static final FileAttribute<Set<PosixFilePermission>> MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final BlockPaths paths;
  private final PrefixDirectories prefixes;
  private final LiveBlocks live;
  private final Mtimes mtimes;
  private final SliceBuffers slices;
  private final Durability durability;

  AtomicWriter(
      BlockPaths paths,
      PrefixDirectories prefixes,
      LiveBlocks live,
      Mtimes mtimes,
      SliceBuffers slices,
      Durability durability) {
    this.paths = paths;
    this.prefixes = prefixes;
    this.live = live;
    this.mtimes = mtimes;
    this.slices = slices;
    this.durability = durability;
  }

  void write(Call call, BlockHash hash, ByteBuffer data) throws VolumeException {
    call.checkInterrupted();
    call.requireRoot();
    prefixes.prepare(call, hash);
    var unused = live.find(call, hash); // refuses what is no file before anything is written
    try {
      writeAndRename(call, hash, data, paths.temporary(hash));
    } catch (VolumeException e) {
      throw e;
    } catch (IOException e) {
      // Not the temporary file: it is gone, and its name tells nobody anything.
      throw call.failed(e, paths.directory(hash));
    }
    if (durability == Durability.FULL) {
      syncDirectory(call, paths.directory(hash));
    }
  }

  private void writeAndRename(Call call, BlockHash hash, ByteBuffer data, Path temporary)
      throws IOException {
    FileChannel created = create(call, hash, temporary);
    try {
      try (FileChannel file = created) {
        copy(call, data.duplicate(), file);
        if (durability == Durability.FULL) {
          file.force(false);
        }
      }
      // The kernel's own stamp comes from a coarse clock and would be older than the call.
      Instant now = mtimes.now();
      Instant unused = Mtimes.freshen(temporary, now, live.find(call, hash));
      call.checkInterrupted();
      rename(call, temporary, paths.block(hash));
    } catch (IOException | RuntimeException | Error e) {
      delete(temporary, e);
      throw e;
    }
  }

  private FileChannel create(Call call, BlockHash hash, Path temporary) throws IOException {
    try {
      return FileChannel.open(temporary, EXCLUSIVELY, MODE);
    } catch (NoSuchFileException e) {
      // Somebody removed the known directory, or the whole root.
      call.requireRoot();
      prefixes.forget(hash);
      prefixes.prepare(call, hash);
      return FileChannel.open(temporary, EXCLUSIVELY, MODE);
    }
  }

  private void copy(Call call, ByteBuffer data, FileChannel file) throws IOException {
    if (data.isDirect()) {
      writeSlices(call, data, data, file);
      return;
    }
    ByteBuffer slice = slices.take();
    try {
      writeSlices(call, data, slice, file);
    } finally {
      slices.giveBack(slice);
    }
  }

  /** Writes the data slice by slice, each through the direct buffer {@code via}. */
  private static void writeSlices(Call call, ByteBuffer data, ByteBuffer via, FileChannel file)
      throws IOException {
    int end = data.limit();
    while (data.position() < end) {
      call.checkInterrupted();
      data.limit(Math.min(end, data.position() + SliceBuffers.SLICE));
      if (!data.isDirect()) {
        via.clear().put(data).flip();
      }
      while (via.hasRemaining()) {
        // A filling disk takes a part first and fails at the next call.
        int unused = file.write(via);
      }
    }
  }

  private static void rename(Call call, Path temporary, Path block) throws VolumeException {
    try {
      Files.move(temporary, block, ATOMIC_MOVE);
    } catch (IOException e) {
      throw call.failed(e, block);
    }
  }

  private static void syncDirectory(Call call, Path directory) throws VolumeException {
    try {
      DirectorySync.sync(directory);
    } catch (IOException e) {
      throw call.failed(e, directory);
    }
  }

  private static void delete(Path temporary, Throwable failure) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
