// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.keepvolume.BlockHash;
import org.keepvolume.VolumeException;

/**
 * The second half of a write, which needs nothing of the caller's: makes a temporary file that is
 * complete the block.
 */
final class Commit implements Helpers.Task {
  private final Call call;
  private final BlockHash hash;
  private final Changes changes;
  private final Path temporary;
  private final FileChannel file;
  private final AtomicBoolean taken = new AtomicBoolean();

  /** Takes over an open temporary file. */
  Commit(Call call, BlockHash hash, Changes changes, Path temporary, FileChannel file) {
    this.call = call;
    this.hash = hash;
    this.changes = changes;
    this.temporary = temporary;
    this.file = file;
  }

  /** Returns the temporary file, to be written before the commit runs. */
  FileChannel file() {
    return file;
  }

  @Override
  public void run() throws VolumeException {
    if (!taken.compareAndSet(false, true)) {
      return;
    }
    int mark = changes.synced().mark(hash);
    try {
      publish();
    } catch (VolumeException | RuntimeException | Error e) {
      discard(e);
      throw e;
    } catch (IOException e) {
      discard(e);
      // Not the temporary file: it is gone, and its name tells nobody anything.
      throw call.failed(e, temporary.getParent());
    }
    call.progress();
    try {
      changes.synced().names(call, hash, mark);
    } catch (VolumeException e) {
      throw e;
    } catch (IOException e) {
      throw call.failed(e, temporary.getParent());
    }
  }

  @SuppressWarnings("try") // held until the end
  private void publish() throws IOException {
    try (FileChannel closed = file) {
      changes.syncs().content(closed);
    }
    try (BlockLocks.Held held = changes.locks().acquire(call, hash)) {
      // The kernel's own stamp comes from a coarse clock and would be older than the call.
      Instant now = changes.mtimes().now();
      var unused = Mtimes.freshen(temporary, now, changes.live().find(call, hash));
      call.decide();
      rename(changes.paths().block(hash));
    }
  }

  private void rename(Path block) throws VolumeException {
    try {
      Files.move(temporary, block, ATOMIC_MOVE);
    } catch (IOException e) {
      throw call.failed(e, block);
    }
  }

  /** Clears up if no helper ever will. */
  void cancel(Throwable failure) {
    if (taken.compareAndSet(false, true)) {
      discard(failure);
    }
  }

  private void discard(Throwable failure) {
    try {
      file.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
