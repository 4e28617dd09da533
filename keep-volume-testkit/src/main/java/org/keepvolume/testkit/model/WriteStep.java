// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import static org.keepvolume.testkit.Clause.TM_3;
import static org.keepvolume.testkit.Clause.TR_10;
import static org.keepvolume.testkit.Clause.WR_1;
import static org.keepvolume.testkit.Clause.WR_3;
import static org.keepvolume.testkit.Clause.WR_4;
import static org.keepvolume.testkit.Clause.WR_6;
import static org.keepvolume.testkit.Clause.WR_7;
import static org.keepvolume.testkit.Clause.WR_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Function;
import org.keepvolume.Operation;
import org.keepvolume.testkit.Clause;

/** Writes a block. */
final class WriteStep {
  private final Walker walker;

  WriteStep(Walker walker) {
    this.walker = walker;
  }

  void write(int block, int variant) throws Exception {
    Clause clause = clause(block, variant);
    boolean future = walker.isInFuture(block);
    byte[] bytes = WalkBlocks.bytes(block, variant).clone();
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    Reply reply =
        walker
            .calls()
            .call(
                Operation.WRITE,
                volume -> {
                  volume.write(WalkBlocks.hash(block), buffer);
                  return "success";
                });
    if (buffer.position() != 0
        || buffer.limit() != bytes.length
        || !Arrays.equals(bytes, WalkBlocks.bytes(block, variant))) {
      throw walker.failure(WR_7, reply + ", and the buffer is " + buffer, block);
    }
    Arrays.fill(bytes, (byte) 0x55); // the caller may: nothing of the volume's looks at them now
    Function<BlockState, Set<BlockState>> written =
        state -> Rules.written(state, variant, reply.when());
    if (reply.kind() == Reply.Kind.MISSING) {
      throw walker.failure(clause, reply.toString(), block);
    }
    if (reply.kind() == Reply.Kind.REFUSED && reply.disturbance() != Disturbance.CANCEL) {
      walker.agree(
          block,
          reply,
          state -> Slack.x8Refused(state, variant, written.apply(state)),
          () -> clause);
    } else {
      walker.require(block, reply, written, written, clause, () -> clause);
    }
    switch (reply.kind()) {
      case DONE -> {
        walker.blame().changed(block, clause, future ? TM_3 : WR_4);
        walker.tally().kept(clause);
      }
      case ENDED, REFUSED -> {
        Clause failed =
            reply.kind() == Reply.Kind.REFUSED
                ? WR_6
                : reply.disturbance() == Disturbance.ANSWER_LOST ? TR_10 : WR_3;
        walker.blame().changed(block, failed, failed);
        walker.tally().kept(failed);
      }
      default -> {}
    }
  }

  private Clause clause(int block, int variant) {
    Model model = walker.model();
    if (model.all(block, s -> s.live() != null && s.live().variant() != variant)) {
      return model.all(block, s -> s.live() != null && s.live().variant() == WalkBlocks.DAMAGED)
          ? WR_4
          : WR_6;
    }
    if (model.all(block, s -> s.live() == null && !s.trash().isEmpty())) {
      return WR_8;
    }
    return WR_1;
  }
}
