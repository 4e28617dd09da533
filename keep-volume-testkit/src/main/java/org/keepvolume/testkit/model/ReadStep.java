// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import java.util.Set;
import org.keepvolume.Operation;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.RecordingSink;

/** Reads a block whole. */
final class ReadStep {
  private final Walker walker;
  private final RecordingSink sink = RecordingSink.sequential();

  ReadStep(Walker walker) {
    this.walker = walker;
  }

  void read(int block) throws Exception {
    Reply reply =
        walker
            .calls()
            .call(
                Operation.READ,
                volume -> {
                  try {
                    return volume.read(WalkBlocks.hash(block), sink);
                  } finally {
                    sink.readEnded();
                  }
                });
    if (!sink.mistakes().isEmpty()) {
      throw walker.failure(Clause.RD_3, "read: " + sink.mistakes(), block);
    }
    Clause missing =
        walker.model().any(block, state -> !state.trash().isEmpty()) ? Clause.RD_6 : Clause.RD_2;
    if (reply.kind() == Reply.Kind.MISSING && sink.begins() > 0) {
      throw walker.failure(missing, reply + " after begin", block);
    }
    byte[] content = sink.content();
    if (reply.done() && (!sink.complete() || reply.value(Integer.class) != content.length)) {
      String seen = reply + ", but " + content.length + " bytes were announced, and ";
      throw walker.failure(
          Clause.RD_3, seen + (sink.complete() ? "all" : "not all") + " of them came", block);
    }
    int variant = reply.done() ? WalkBlocks.variant(block, content) : WalkBlocks.UNKNOWN;
    walker.require(
        block,
        new Reply(
            reply.kind(),
            reply.done() ? WalkBlocks.describe(variant) : null,
            reply.thrown(),
            reply.when(),
            reply.disturbance()),
        state -> Rules.read(state, variant),
        state -> Set.of(state),
        isDamaged(block) ? Clause.RD_9 : Clause.RD_1,
        () ->
            walker.model().all(block, state -> state.live() == null)
                ? walker.blame().found(block, missing)
                : walker.blame().otherBytes(block));
    if (reply.done()) {
      walker.blame().contentSeen(block);
      walker.blame().mtimeLeft(block, Clause.RD_10);
      walker.tally().kept(variant == WalkBlocks.DAMAGED ? Clause.RD_9 : Clause.RD_1);
    } else if (reply.kind() == Reply.Kind.MISSING) {
      walker.tally().kept(missing);
    }
  }

  private boolean isDamaged(int block) {
    return walker
        .model()
        .all(block, s -> s.live() != null && s.live().variant() == WalkBlocks.DAMAGED);
  }
}
