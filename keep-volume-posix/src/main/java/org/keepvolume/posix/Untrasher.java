// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Optional;
import org.keepvolume.BlockHash;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.VolumeException;

/**
 * Gives the trashed copy with the latest deadline its block's name again.
 *
 * <p>Sweeps take no lock. So that none takes, and counts, the copy while it has both names, one
 * that is about to be due gets another deadline first.
 */
final class Untrasher {
  private final Changes changes;
  private final PrefixDirectories prefixes;

  Untrasher(Changes changes, PrefixDirectories prefixes) {
    this.changes = changes;
    this.prefixes = prefixes;
  }

  @SuppressWarnings("try") // held until the end
  UntrashOutcome untrash(Call call, BlockHash hash) throws VolumeException {
    call.checkInterrupted();
    prefixes.require(call, hash);
    if (changes.live().find(call, hash).isPresent()) {
      call.requireRoot();
      return UntrashOutcome.ALREADY_LIVE;
    }
    var unused =
        TrashedCopy.latest(call, changes.paths(), hash)
            .orElseThrow(call::missing); // a miss takes no lock
    int mark = changes.synced().mark(hash);
    try (BlockLocks.Held held = changes.locks().acquire(call, hash)) {
      if (!restored(call, hash)) {
        return UntrashOutcome.ALREADY_LIVE;
      }
    }
    changes.run(call, "the sync of a restored block", () -> sync(call, hash, mark));
    return UntrashOutcome.RESTORED;
  }

  /** Returns false if there is a live block. */
  private boolean restored(Call call, BlockHash hash) throws VolumeException {
    while (changes.live().find(call, hash).isEmpty()) {
      TrashedCopy copy = TrashedCopy.latest(call, changes.paths(), hash).orElseThrow(call::missing);
      try {
        call.checkInterrupted();
        Instant now = changes.mtimes().now();
        copy = safe(call, copy, now);
        // A sweep goes by the name's deadline: should nothing more be done, this does no harm.
        var unused = Mtimes.freshen(copy.path(), now, Optional.empty());
        return Restoration.restore(call, copy.path(), changes.paths().block(hash));
      } catch (NoSuchFileException e) {
        call.requireRoot(); // a sweep has removed the copy: is there another one?
      } catch (VolumeException e) {
        throw e;
      } catch (IOException e) {
        throw call.failed(e, copy.path());
      }
    }
    return false;
  }

  /** Makes sure that no sweep takes a copy meanwhile; throws if one has. */
  private TrashedCopy safe(Call call, TrashedCopy copy, Instant now) throws IOException {
    Instant deadline = now.plus(Trasher.SAFE);
    if (!copy.name().deadline().isBefore(deadline)) {
      return copy;
    }
    TrashName name = new TrashName(copy.name().hash(), deadline);
    while (call.look(changes.paths().trashed(name)).isPresent()) {
      name = new TrashName(name.hash(), name.deadline().plusSeconds(1));
    }
    TrashedCopy safe = new TrashedCopy(name, changes.paths().trashed(name));
    Files.move(copy.path(), safe.path(), ATOMIC_MOVE);
    return safe;
  }

  private void sync(Call call, BlockHash hash, int mark) throws VolumeException {
    try {
      syncTime(call, hash, mark);
      changes.synced().names(call, hash, mark);
    } catch (VolumeException e) {
      throw e;
    } catch (IOException e) {
      throw call.failed(e, changes.paths().block(hash));
    }
  }

  private void syncTime(Call call, BlockHash hash, int mark) throws IOException {
    try {
      changes.synced().times(call, hash, mark);
    } catch (NoSuchFileException e) {
      call.requireRoot(); // it was restored, and another call has trashed it again
    }
  }
}
