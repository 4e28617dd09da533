// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import com.google.common.collect.ImmutableList;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.keepvolume.BlockHash;

/**
 * The order in which mounts are asked for a block: priority descending, then rendezvous hashing.
 *
 * <p>Among equals the mount with the smallest MD5 of the block's hash and the mount's id comes
 * first, as in the original: of ids of 27 characters the last 15 count, of others all.
 */
final class PlacementOrder {
  private static final int UUID_LENGTH = 27;
  private static final int UUID_TAIL = 15;

  private final ImmutableList<Mount> mounts;

  PlacementOrder(List<Mount> mounts) {
    this.mounts = ImmutableList.copyOf(mounts);
  }

  /** Returns all mounts, the one where the block belongs first. */
  List<Mount> of(BlockHash hash) {
    if (mounts.size() == 1) {
      return mounts;
    }
    List<Ranked> ranked = new ArrayList<>(mounts.size());
    for (Mount mount : mounts) {
      ranked.add(new Ranked(mount, rank(hash, mount.id())));
    }
    ranked.sort(Ranked.ORDER);
    return ranked.stream().map(Ranked::mount).toList();
  }

  private static BlockHash rank(BlockHash hash, String id) {
    String tail = id.length() == UUID_LENGTH ? id.substring(UUID_LENGTH - UUID_TAIL) : id;
    return BlockHash.of((hash + tail).getBytes(StandardCharsets.US_ASCII));
  }

  private record Ranked(Mount mount, BlockHash rank) {
    static final Comparator<Ranked> ORDER =
        Comparator.<Ranked>comparingInt(ranked -> ranked.mount().options().priority())
            .reversed()
            .thenComparing(Ranked::rank);
  }
}
