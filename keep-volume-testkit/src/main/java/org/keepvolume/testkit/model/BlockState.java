// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import javax.annotation.CheckReturnValue;
import javax.annotation.Nullable;

/**
 * One state that a block can be in.
 *
 * @param live what is live; null if nothing is
 * @param trash the trashed copies, that with the earliest deadline first
 */
@CheckReturnValue
record BlockState(@Nullable Live live, List<Copy> trash) {
  /** Nothing is there. */
  static final BlockState ABSENT = new BlockState(null, List.of());

  /** A live block. */
  record Live(int variant, Span mtime) {
    @Override
    public String toString() {
      return "live " + WalkBlocks.describe(variant) + " of " + mtime;
    }
  }

  /** A trashed copy. */
  record Copy(int variant, Span deadline) {
    @Override
    public String toString() {
      return "trashed " + WalkBlocks.describe(variant) + " until " + deadline;
    }
  }

  BlockState withLive(@Nullable Live other) {
    return new BlockState(other, trash);
  }

  BlockState withTrash(List<Copy> copies) {
    List<Copy> sorted = new ArrayList<>(copies);
    sorted.sort(
        Comparator.comparing((Copy copy) -> copy.deadline().first())
            .thenComparing(copy -> copy.deadline().last())
            .thenComparing(Copy::variant));
    return new BlockState(live, List.copyOf(sorted));
  }

  /** Returns what is live and what is trashed, in words. */
  @Override
  public String toString() {
    if (live == null && trash.isEmpty()) {
      return "absent";
    }
    String copies = trash.stream().map(Copy::toString).collect(Collectors.joining(", "));
    return live == null ? copies : copies.isEmpty() ? live.toString() : live + ", " + copies;
  }
}
