// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.keepvolume.BlockPrefix;
import org.keepvolume.TrashSweep;
import org.keepvolume.VolumeException;

/**
 * Removes trashed copies past their deadline, and temporary files of writers that died.
 *
 * <p>It goes by names alone, none of which a live block has, and so takes no lock.
 */
final class TrashSweeper {
  /** A younger temporary file may belong to a writer at work, maybe on another host. */
  private static final Duration RESIDUE_AGE = Duration.ofDays(1);

  private final DirectoryWalk walk;
  private final Mtimes mtimes;

  TrashSweeper(DirectoryWalk walk, Mtimes mtimes) {
    this.walk = walk;
    this.mtimes = mtimes;
  }

  /** The meaning of a name: a trashed copy's, or, if empty, that of a block being written. */
  private record Removable(Optional<TrashName> trash) {
    static Optional<Removable> parse(String name, String directory, BlockPrefix prefix) {
      Optional<TrashName> trash = TrashName.parse(name, directory, prefix);
      return trash.isPresent() || BlockPaths.isTemporary(name, directory)
          ? Optional.of(new Removable(trash))
          : Optional.empty();
    }
  }

  TrashSweep sweep(Call call) throws VolumeException {
    SweepCounts counts = new SweepCounts();
    try {
      call.checkInterrupted();
      Instant now = mtimes.now();
      walk.walk(
          call,
          BlockPrefix.ALL,
          Removable::parse,
          found -> take(call, now, counts, found),
          counts::failed);
      counts.throwFailure();
      return counts.sweep();
    } catch (VolumeException e) {
      throw e.initSweep(counts.sweep());
    } catch (IOException e) {
      throw call.failed(e, walk.root()).initSweep(counts.sweep());
    }
  }

  private static boolean take(
      Call call, Instant now, SweepCounts counts, DirectoryWalk.Found<Removable> found)
      throws VolumeException {
    Optional<TrashName> trash = found.name().trash();
    Instant since = LiveBlocks.mtime(found.attributes());
    boolean due =
        trash.isPresent()
            ? !trash.get().deadline().isAfter(now)
            : since.isBefore(now.minus(RESIDUE_AGE));
    long size = found.attributes().size();
    if (!due) {
      counts.remains(trash.isPresent(), size);
      return true;
    }
    try {
      found.directory().deleteFile(found.file().getFileName());
      counts.deleted(trash.isPresent(), size);
    } catch (NoSuchFileException e) {
      return true; // another sweep has counted it, or its writer was alive
    } catch (IOException e) {
      counts.failed(call.failed(e, found.file()));
    }
    return true;
  }
}
