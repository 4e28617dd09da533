// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import org.keepvolume.BlockHash;
import org.keepvolume.VolumeException;

/** Makes a block young, and looks afterwards whether it is the block under the name that is. */
final class Toucher {
  private final Changes changes;

  Toucher(Changes changes) {
    this.changes = changes;
  }

  @SuppressWarnings("try") // held until the end
  void touch(Call call, BlockHash hash) throws VolumeException {
    call.checkInterrupted();
    var unused = changes.live().require(call, hash); // a miss takes no lock
    Path path = changes.paths().block(hash);
    int mark = changes.synced().mark(hash);
    try (BlockLocks.Held held = changes.locks().acquire(call, hash)) {
      setTime(call, hash, path);
    }
    changes.run(call, "the sync of a touched block", () -> sync(call, hash, mark));
  }

  private void setTime(Call call, BlockHash hash, Path path) throws VolumeException {
    try {
      Instant now = changes.mtimes().now(); // first: a later touch that comes between shows
      BasicFileAttributes before = changes.live().require(call, hash);
      Instant touched = Mtimes.freshen(path, now, Optional.of(before));
      // The JDK touches through a descriptor: a file renamed away meanwhile, by a program that does
      // not know the locks, was touched in vain. A file system may keep whole seconds only.
      if (changes.looksAgain()
          && LiveBlocks.mtime(changes.live().require(call, hash)).getEpochSecond()
              < touched.getEpochSecond()) {
        throw call.missing();
      }
    } catch (IOException e) {
      throw lost(call, e, path);
    }
  }

  private void sync(Call call, BlockHash hash, int mark) throws VolumeException {
    try {
      changes.synced().times(call, hash, mark);
    } catch (IOException e) {
      throw lost(call, e, changes.paths().block(hash));
    }
  }

  private static VolumeException lost(Call call, IOException e, Path path) {
    if (e instanceof VolumeException already) {
      return already;
    }
    return e instanceof NoSuchFileException ? call.missing() : call.failed(e, path);
  }
}
