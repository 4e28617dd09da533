// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import org.keepvolume.VolumeException;

/**
 * What every change of a block needs.
 *
 * @param synced syncs of what is changed in a prefix directory
 * @param helpers where syncs are waited for
 * @param looksAgain whether trash and touch look again at what they changed
 */
record Changes(
    BlockPaths paths,
    LiveBlocks live,
    Mtimes mtimes,
    BlockLocks locks,
    Syncs syncs,
    PrefixSyncs synced,
    Helpers helpers,
    boolean looksAgain) {
  /** Runs what ends in a sync, on a helper if there will be any. */
  void run(Call call, String what, Helpers.Task task) throws VolumeException {
    if (syncs == Syncs.NONE) {
      task.run();
    } else {
      helpers.run(call, what, task);
    }
  }
}
