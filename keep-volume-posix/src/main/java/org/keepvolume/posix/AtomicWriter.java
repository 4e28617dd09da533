// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.keepvolume.BlockHash;
import org.keepvolume.VolumeException;

/**
 * Stores a block so that its name holds the old content or the new, whole, at every moment.
 *
 * <p>A temporary file in the block's directory is written by the caller; a {@link Commit} syncs it,
 * renames it over the block's name, and syncs the directory.
 */
final class AtomicWriter {
  private static final Set<OpenOption> EXCLUSIVELY = Set.of(WRITE, CREATE_NEW);

  private final Changes changes;
  private final PrefixDirectories prefixes;
  private final SliceBuffers slices;
  private final FreeSpace space;
  private final FileAttribute<Set<PosixFilePermission>> mode;

  AtomicWriter(
      Changes changes,
      PrefixDirectories prefixes,
      SliceBuffers slices,
      FreeSpace space,
      FileAttribute<Set<PosixFilePermission>> mode) {
    this.changes = changes;
    this.prefixes = prefixes;
    this.slices = slices;
    this.space = space;
    this.mode = mode;
  }

  void write(Call call, BlockHash hash, ByteBuffer data) throws VolumeException {
    call.checkInterrupted();
    call.requireRoot();
    space.requireMinimum(call);
    prepare(call, hash);
    var unused =
        changes.live().find(call, hash); // refuses what is no file before anything is written
    Path temporary = changes.paths().temporary(hash);
    Commit commit = new Commit(call, hash, changes, temporary, create(call, hash, temporary));
    try {
      copy(call, data.duplicate(), commit.file(), temporary.getParent());
      changes.run(call, "the sync of a block", commit);
    } catch (VolumeException | RuntimeException | Error e) {
      commit.cancel(e);
      throw e;
    }
  }

  private void prepare(Call call, BlockHash hash) throws VolumeException {
    if (!prefixes.isReady(hash)) {
      changes.run(call, "the sync of a directory", () -> prefixes.prepare(call, hash));
    }
  }

  private FileChannel create(Call call, BlockHash hash, Path temporary) throws VolumeException {
    Path directory = temporary.getParent();
    try {
      return FileChannel.open(temporary, EXCLUSIVELY, mode);
    } catch (NoSuchFileException e) {
      // Somebody removed the known directory, or the whole root.
      call.requireRoot();
      prefixes.forget(hash);
      prepare(call, hash);
    } catch (IOException e) {
      throw call.failed(e, directory);
    }
    try {
      return FileChannel.open(temporary, EXCLUSIVELY, mode);
    } catch (IOException e) {
      throw call.failed(e, directory);
    }
  }

  private void copy(Call call, ByteBuffer data, FileChannel file, Path directory)
      throws VolumeException {
    boolean direct = data.isDirect();
    ByteBuffer slice = direct ? data : slices.take();
    try {
      writeSlices(call, data, slice, file);
    } catch (VolumeException e) {
      throw e;
    } catch (IOException e) {
      throw call.failed(e, directory);
    } finally {
      if (!direct) {
        slices.giveBack(slice);
      }
    }
  }

  /** Writes the data slice by slice, each through the direct buffer {@code via}. */
  private static void writeSlices(Call call, ByteBuffer data, ByteBuffer via, FileChannel file)
      throws IOException {
    int end = data.limit();
    while (data.position() < end) {
      call.checkInterrupted();
      call.progress();
      call.checkLimit("the disk, which takes a block slowly");
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
}
