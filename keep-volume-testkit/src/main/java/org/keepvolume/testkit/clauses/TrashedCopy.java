// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.Volume;

/** A trashed copy as indexTrash lists it. */
record TrashedCopy(BlockHash hash, long size, Instant deadline) {
  /** Returns all trashed copies of a volume. */
  static List<TrashedCopy> listed(Volume volume) throws IOException {
    return listed(volume, BlockPrefix.ALL);
  }

  /** Returns the trashed copies of one block. */
  static List<TrashedCopy> listed(Volume volume, BlockHash hash) throws IOException {
    return listed(volume, BlockPrefix.of(hash));
  }

  private static List<TrashedCopy> listed(Volume volume, BlockPrefix prefix) throws IOException {
    List<TrashedCopy> copies = new ArrayList<>();
    volume.indexTrash(
        prefix, (hash, size, deadline) -> copies.add(new TrashedCopy(hash, size, deadline)));
    return copies;
  }

  /** Returns the copies that are not among others. */
  static List<TrashedCopy> without(Collection<TrashedCopy> copies, Collection<TrashedCopy> others) {
    List<TrashedCopy> left = new ArrayList<>(copies);
    left.removeAll(others);
    return left;
  }

  /** Returns the size of all copies together. */
  static long bytes(Collection<TrashedCopy> copies) {
    return copies.stream().mapToLong(TrashedCopy::size).sum();
  }

  /** Returns block, size and deadline. */
  @Override
  public String toString() {
    return hash + "+" + size + " until " + deadline;
  }
}
