// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import java.io.IOException;
import java.util.List;
import org.keepvolume.BlockPrefix;
import org.keepvolume.IndexVisitor;

/** Lists several mounts, one after the other, as one listing. */
final class MountIndex {
  private MountIndex() {}

  /** Lists; returns false if the visitor stopped it. */
  static boolean list(List<Mount> mounts, BlockPrefix prefix, IndexVisitor visitor)
      throws IOException {
    boolean[] stopped = {false};
    for (int i = 0; i < mounts.size() && !stopped[0]; i++) {
      mounts
          .get(i)
          .volume()
          .index(
              prefix,
              block -> {
                stopped[0] = !visitor.visit(block);
                return !stopped[0];
              });
    }
    return !stopped[0];
  }
}
