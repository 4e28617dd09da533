// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import java.io.IOException;
import org.keepvolume.BlockPrefix;
import org.keepvolume.IndexVisitor;
import org.keepvolume.TrashVisitor;

/** Shows blocks or trashed copies to a visitor, with as many threads as the options say. */
final class Listing {
  private final DirectoryWalk walk;
  private final Helpers helpers;
  private final int threads;

  Listing(DirectoryWalk walk, Helpers helpers, int threads) {
    this.walk = walk;
    this.helpers = helpers;
    this.threads = threads;
  }

  void blocks(Call call, BlockPrefix prefix, IndexVisitor visitor) throws IOException {
    list(
        call,
        prefix,
        BlockPaths::blockNamed,
        (hash, attributes) -> visitor.visit(LiveBlocks.info(hash, attributes)));
  }

  void trash(Call call, BlockPrefix prefix, TrashVisitor visitor) throws IOException {
    list(
        call,
        prefix,
        TrashName::parse,
        (name, attributes) -> visitor.visit(name.hash(), attributes.size(), name.deadline()));
  }

  private <T> void list(
      Call call, BlockPrefix prefix, DirectoryWalk.Names<T> names, ParallelWalk.Taker<T> taker)
      throws IOException {
    call.checkInterrupted();
    if (threads == 1 || prefix.length() >= BlockPaths.PREFIX_DIGITS) {
      walk.walk(call, prefix, names, found -> taker.take(found.name(), found.attributes()));
    } else {
      new ParallelWalk<>(walk, call, prefix, names, threads).run(helpers, threads, taker);
    }
  }
}
