// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import static org.keepvolume.testkit.Clause.TR_11;
import static org.keepvolume.testkit.Clause.TR_6;
import static org.keepvolume.testkit.Clause.TR_8;
import static org.keepvolume.testkit.Clause.TR_9;

import org.keepvolume.Operation;
import org.keepvolume.TrashSweep;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;

/** Sweeps. */
final class SweepStep {
  private final Walker walker;

  SweepStep(Walker walker) {
    this.walker = walker;
  }

  void emptyTrash() throws Exception {
    Model model = walker.model();
    Reply reply = walker.calls().call(Operation.EMPTY_TRASH, Volume::emptyTrash);
    walker.requireCancelled(-1, reply);
    if (reply.thrown() instanceof VolumeException failed && failed.sweep().isEmpty()) {
      throw walker.failure(TR_6, reply + " without the counts so far", -1);
    }
    Span now = reply.when().clock();
    switch (reply.kind()) {
      case DONE -> {
        TrashSweep sweep = reply.value(TrashSweep.class);
        if (sweep.deletedResidue() != 0 || sweep.deletedResidueBytes() != 0) {
          throw walker.failure(TR_11, reply + ", where no writer died", -1);
        }
        if (!model.swept(SweepTotal.of(sweep), now)) {
          throw walker.failure(walker.blame().unseenTrash(TR_6), reply.toString(), -1);
        }
        walker.tally().kept(TR_6);
      }
      case CANCELLED -> {}
      case ENDED -> {
        if (!Slack.x7MayFail(reply.disturbance())) {
          throw walker.failure(TR_6, reply.toString(), -1);
        }
        for (int block = 0; block < WalkBlocks.COUNT; block++) {
          int of = block;
          boolean unused = model.follow(of, state -> Rules.partlySwept(state, now));
        }
      }
      default -> throw walker.failure(TR_6, reply.toString(), -1);
    }
    for (int block = 0; block < WalkBlocks.COUNT; block++) {
      boolean several = model.any(block, state -> state.trash().size() > 1);
      walker.blame().left(block, TR_9);
      walker.blame().trashLeft(block, several ? TR_8 : TR_6);
      if (model.any(block, state -> state.live() != null)) {
        walker.tally().kept(TR_9);
      }
    }
  }
}
