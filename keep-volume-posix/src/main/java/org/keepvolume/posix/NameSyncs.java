// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicIntegerArray;
import javax.annotation.concurrent.ThreadSafe;
import org.keepvolume.BlockHash;
import org.keepvolume.VolumeException;

/**
 * Syncs of the prefix directories, of which one that fails speaks for all names changed before it:
 * the next one would succeed over a name that is lost.
 */
@ThreadSafe
final class NameSyncs {
  private final BlockPaths paths;
  private final Syncs syncs;
  private final AtomicIntegerArray failures = new AtomicIntegerArray(BlockPaths.PREFIX_DIRECTORIES);

  NameSyncs(BlockPaths paths, Syncs syncs) {
    this.paths = paths;
    this.syncs = syncs;
  }

  /** Returns a mark, to be taken before a name in the block's directory is changed. */
  int mark(BlockHash hash) {
    return failures.get(BlockPaths.number(hash));
  }

  /** Syncs the block's directory; throws if that fails, or a sync since the mark has failed. */
  void sync(Call call, BlockHash hash, int mark) throws VolumeException {
    Path directory = paths.directory(hash);
    try {
      syncs.names(directory);
    } catch (IOException e) {
      if (Syncs.isFailedSync(e)) {
        int unused = failures.incrementAndGet(BlockPaths.number(hash));
      }
      throw call.failed(e, directory);
    }
    if (mark(hash) != mark) {
      throw call.failure(
          directory + ": another sync of it failed meanwhile, and this block's name may be lost");
    }
  }
}
