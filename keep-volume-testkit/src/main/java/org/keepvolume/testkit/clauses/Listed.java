// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keepvolume.BlockHash;

/** What one listing has shown so far, and the comparison with what it must show. */
final class Listed implements Listing.Visitor {
  private final String what;
  private final Map<BlockHash, Long> sizes = new HashMap<>();
  private final Set<BlockHash> again = new LinkedHashSet<>();

  /**
   * Starts with nothing.
   *
   * @param what the listing, for messages
   */
  Listed(String what) {
    this.what = what;
  }

  @Override
  public boolean visit(BlockHash hash, long size) {
    if (sizes.put(hash, size) != null) {
      again.add(hash);
    }
    return true;
  }

  boolean has(BlockHash hash) {
    return sizes.containsKey(hash);
  }

  /** Requires these blocks, once each and with these sizes, and no others. */
  void require(Map<BlockHash, Long> expected) {
    require(expected, Set.of());
  }

  /** The same, but others of these may be there too, once each. */
  void require(Map<BlockHash, Long> expected, Set<BlockHash> possible) {
    List<BlockHash> missing = new ArrayList<>();
    List<BlockHash> otherSize = new ArrayList<>();
    List<BlockHash> foreign = new ArrayList<>();
    expected.forEach(
        (hash, size) -> {
          if (!has(hash)) {
            missing.add(hash);
          } else if (!size.equals(sizes.get(hash))) {
            otherSize.add(hash);
          }
        });
    for (BlockHash hash : sizes.keySet()) {
      if (!expected.containsKey(hash) && !possible.contains(hash)) {
        foreign.add(hash);
      }
    }
    List<String> wrong = new ArrayList<>();
    note(wrong, missing, "not listed");
    note(wrong, List.copyOf(again), "listed more than once");
    note(wrong, foreign, "listed and should not be");
    note(wrong, otherSize, "listed with another size");
    if (!otherSize.isEmpty()) {
      BlockHash first = otherSize.get(0);
      wrong.add(sizes.get(first) + " in place of " + expected.get(first) + " bytes");
    }
    ClauseGroup.see(
        wrong.isEmpty(),
        "%s, which should show %s blocks, showed %s: %s",
        what,
        expected.size(),
        sizes.size(),
        String.join(", ", wrong));
  }

  private static void note(List<String> wrong, List<BlockHash> hashes, String how) {
    if (!hashes.isEmpty()) {
      wrong.add(hashes.size() + " " + how + ", such as " + hashes.get(0));
    }
  }
}
