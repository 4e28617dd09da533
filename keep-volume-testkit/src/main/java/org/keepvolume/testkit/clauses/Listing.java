// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import java.io.IOException;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.Volume;

/** One of a volume's two listings, index and indexTrash, for tests that hold for both. */
final class Listing {
  /** Receives what both listings have in common. */
  @FunctionalInterface
  interface Visitor {
    boolean visit(BlockHash hash, long size) throws IOException;
  }

  /** A test of one listing. */
  @FunctionalInterface
  interface Test {
    void of(Listing listing) throws Exception;
  }

  @FunctionalInterface
  private interface Call {
    void run(BlockPrefix prefix, Visitor visitor) throws IOException;
  }

  private final String name;
  private final Call call;

  private Listing(String name, Call call) {
    this.name = name;
    this.call = call;
  }

  static Listing index(Volume volume) {
    return new Listing(
        "index",
        (prefix, visitor) ->
            volume.index(prefix, block -> visitor.visit(block.hash(), block.size())));
  }

  static Listing indexTrash(Volume volume) {
    return new Listing(
        "indexTrash",
        (prefix, visitor) ->
            volume.indexTrash(prefix, (hash, size, deadline) -> visitor.visit(hash, size)));
  }

  /** Lists, and lets everything through that the call throws. */
  void run(BlockPrefix prefix, Visitor visitor) throws IOException {
    call.run(prefix, visitor);
  }

  /** Lists to the end. */
  Listed all(BlockPrefix prefix) {
    return all(prefix, (hash, size) -> true);
  }

  /** Lists to the end, with a visitor that never stops it. */
  Listed all(BlockPrefix prefix, Visitor visitor) {
    String what = name + " of the prefix \"" + prefix + '"';
    Listed listed = new Listed(what);
    try {
      run(prefix, (hash, size) -> listed.visit(hash, size) && visitor.visit(hash, size));
    } catch (IOException | RuntimeException e) {
      throw new ClauseGroup.Seen(what + " threw " + e, e);
    }
    return listed;
  }

  /** Returns the method's name. */
  @Override
  public String toString() {
    return name;
  }
}
