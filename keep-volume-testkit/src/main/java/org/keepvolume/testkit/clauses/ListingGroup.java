// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.keepvolume.BlockHash;
import org.keepvolume.Capability;
import org.keepvolume.TrashOutcome;

/** What the tests of listings have in common: many small objects under names made up by them. */
abstract class ListingGroup extends ClauseGroup {
  /** More than the 1000 or 5000 entries that object stores give at a time. */
  static final int MORE_THAN_A_PAGE = 5001;

  /** Returns a new name that begins with these digits; nothing has this MD5. */
  final BlockHash name(String digits) {
    StringBuilder name = new StringBuilder(BlockHash.LENGTH).append(digits);
    while (name.length() < BlockHash.LENGTH) {
      name.append(Character.forDigit(subject().blocks().number(16), 16));
    }
    return BlockHash.parse(name.toString());
  }

  /** Stores a few bytes under each of some new names, half of which begin alike. */
  final Map<BlockHash, Long> storedNames(int number) throws Exception {
    Map<BlockHash, Long> sizes = new LinkedHashMap<>();
    for (int i = 0; i < number; i++) {
      put(sizes, name(i % 2 == 0 ? "abc" : ""));
    }
    return sizes;
  }

  /** Stores a few bytes under a name, and notes how many. */
  final void put(Map<BlockHash, Long> sizes, BlockHash hash) throws Exception {
    int size = 2 + sizes.size() % 7;
    raw().put(hash, new byte[size]);
    sizes.put(hash, (long) size);
  }

  /** Tests index on blocks that are stored, and then indexTrash when they have been trashed. */
  final void forEachListing(Collection<BlockHash> stored, Listing.Test test) throws Exception {
    test.of(Listing.index(volume()));
    if (has(Capability.TRASH)) {
      trash(stored);
      test.of(Listing.indexTrash(volume()));
    }
  }

  final void trash(Collection<BlockHash> stored) throws Exception {
    letPass(enoughToTrash());
    for (BlockHash hash : stored) {
      TrashOutcome outcome = volume().trash(hash, null);
      see(outcome == TrashOutcome.TRASHED, "trash of the old block %s gave %s", hash, outcome);
    }
  }
}
