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
  /** Returns more than the entries that the device gives at a time. */
  final int moreThanAPage() {
    return subject().fixture().moreThanAPage();
  }

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
    Map<BlockHash, byte[]> contents = new LinkedHashMap<>();
    for (int i = 0; i < number; i++) {
      BlockHash hash = name(i % 2 == 0 ? "abc" : "");
      byte[] content = new byte[size(i)];
      contents.put(hash, content);
      sizes.put(hash, (long) content.length);
    }
    raw().putAll(contents);
    return sizes;
  }

  private static int size(int number) {
    return 2 + number % 7;
  }

  /** Stores a few bytes under a name, and notes how many. */
  final void put(Map<BlockHash, Long> sizes, BlockHash hash) throws Exception {
    int size = size(sizes.size());
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
