// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * What a volume's promises rest on, part by part: a test takes one away to see that it is missed.
 */
class Mechanics {
  BlockLocks locks(Path root, FileAttribute<Set<PosixFilePermission>> mode) {
    return new StripedLocks(root, mode);
  }

  Syncs syncs(Durability durability) {
    return durability == Durability.FULL ? new Syncs() : Syncs.NONE;
  }

  /**
   * Tells whether trash and touch look again at what they changed: the second net, for programs
   * that do not know the locks.
   */
  boolean looksAgain() {
    return true;
  }
}
