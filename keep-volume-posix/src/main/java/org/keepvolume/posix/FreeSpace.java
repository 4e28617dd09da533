// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeStatus;

/** What the file system says of its space, each figure by one statfs: Java gives one at a time. */
final class FreeSpace {
  private final FileStore store;
  private final Path root;
  private final long minimum;

  /**
   * Keeps a file system.
   *
   * @param minimum bytes that must be free before a write
   */
  FreeSpace(FileStore store, Path root, long minimum) {
    this.store = store;
    this.root = root;
    this.minimum = minimum;
  }

  /** Throws full if less is free to ordinary users than the options ask for. */
  void requireMinimum(Call call) throws VolumeException {
    if (minimum == 0) {
      return;
    }
    long free = usable(call);
    if (free < minimum) {
      throw call.full(root + " has " + free + " bytes free; " + minimum + " are to stay free");
    }
  }

  private long usable(Call call) throws VolumeException {
    try {
      return store.getUsableSpace();
    } catch (IOException e) {
      throw call.failed(e, root);
    }
  }

  VolumeStatus status(Call call) throws VolumeException {
    try {
      long used = store.getTotalSpace() - store.getUnallocatedSpace();
      return new VolumeStatus(OptionalLong.of(usable(call)), OptionalLong.of(Math.max(0, used)));
    } catch (VolumeException e) {
      throw e;
    } catch (IOException e) {
      throw call.failed(e, root);
    }
  }
}
