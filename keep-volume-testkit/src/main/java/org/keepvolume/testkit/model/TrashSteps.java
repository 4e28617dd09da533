// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import static org.keepvolume.testkit.Clause.TR_1;
import static org.keepvolume.testkit.Clause.TR_10;
import static org.keepvolume.testkit.Clause.TR_12;
import static org.keepvolume.testkit.Clause.TR_13;
import static org.keepvolume.testkit.Clause.TR_14;
import static org.keepvolume.testkit.Clause.TR_2;
import static org.keepvolume.testkit.Clause.TR_3;
import static org.keepvolume.testkit.Clause.TR_4;
import static org.keepvolume.testkit.Clause.TR_5;
import static org.keepvolume.testkit.Clause.TR_8;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javax.annotation.Nullable;
import org.keepvolume.BlockPrefix;
import org.keepvolume.Operation;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashPolicy;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.testkit.Clause;

/** Trashes and restores blocks. */
final class TrashSteps {
  private final Walker walker;
  private final TrashPolicy policy;
  private final Duration margin;

  TrashSteps(Walker walker, TrashPolicy policy, Duration margin) {
    this.walker = walker;
    this.policy = policy;
    this.margin = margin;
  }

  void trash(int block, @Nullable Instant onlyIf) throws Exception {
    Rules.Terms terms = new Rules.Terms(policy, margin, onlyIf);
    Reply reply =
        walker.calls().call(Operation.TRASH, v -> v.trash(WalkBlocks.hash(block), onlyIf));
    boolean several = walker.model().any(block, state -> !state.trash().isEmpty());
    TrashOutcome taken = policy.lifetime().isZero() ? TrashOutcome.DELETED : TrashOutcome.TRASHED;
    walker.require(
        block,
        reply,
        state -> Rules.trashed(state, reply.value(TrashOutcome.class), terms, reply.when()),
        state -> Rules.trashed(state, taken, terms, reply.when()),
        TR_1,
        () -> wrongTrash(block, reply.value(TrashOutcome.class), taken, onlyIf));
    if (reply.done()) {
      TrashOutcome outcome = reply.value(TrashOutcome.class);
      Clause clause =
          switch (outcome) {
            case TOO_RECENT -> TR_1;
            case CHANGED -> TR_14;
            case TRASHED -> TR_2;
            case DELETED -> TR_5;
          };
      if (outcome == taken) {
        walker.blame().changed(block, clause, clause);
        Clause ofCopies = several ? TR_8 : TR_13;
        walker.blame().trashChanged(block, outcome == TrashOutcome.DELETED ? TR_5 : ofCopies);
      } else {
        walker.blame().left(block, clause);
      }
      walker.tally().kept(clause);
      if (onlyIf != null) {
        walker.tally().kept(TR_14);
      }
    } else if (reply.kind() == Reply.Kind.ENDED) {
      walker.blame().changed(block, TR_10, TR_10);
      walker.blame().trashChanged(block, TR_10);
      walker.tally().kept(TR_10);
    } else if (reply.kind() == Reply.Kind.MISSING) {
      walker.tally().kept(TR_2);
    }
  }

  private Clause wrongTrash(
      int block, TrashOutcome outcome, TrashOutcome taken, @Nullable Instant onlyIf)
      throws Exception {
    if (walker.model().all(block, state -> state.live() == null)) {
      return walker.blame().found(block, TR_2);
    }
    boolean asked =
        onlyIf == null
            || walker
                .model()
                .any(block, s -> s.live() != null && s.live().mtime().contains(onlyIf));
    if (!asked) {
      return TR_14;
    }
    return switch (outcome) {
      case CHANGED -> TR_14;
      case TOO_RECENT -> TR_1;
      default -> outcome == taken ? TR_1 : TR_5;
    };
  }

  void untrash(int block) throws Exception {
    boolean several = walker.model().any(block, state -> state.trash().size() > 1);
    Reply reply = walker.calls().call(Operation.UNTRASH, v -> v.untrash(WalkBlocks.hash(block)));
    Function<BlockState, Set<BlockState>> restored =
        state -> Rules.untrashed(state, UntrashOutcome.RESTORED, reply.when());
    if (reply.kind() == Reply.Kind.MISSING && reply.disturbance() != Disturbance.CANCEL) {
      walker.agree(block, reply, Rules::notRestored, () -> notRestored(block));
      walker.tally().kept(TR_4);
      return;
    }
    walker.require(
        block,
        reply,
        state -> Rules.untrashed(state, reply.value(UntrashOutcome.class), reply.when()),
        state -> state.live() == null ? restored.apply(state) : Set.of(state),
        TR_3,
        () ->
            reply.value() == UntrashOutcome.RESTORED
                    && walker.model().all(block, s -> s.live() == null)
                ? walker.blame().trash(block, TR_4)
                : TR_4);
    if (reply.done()) {
      boolean was = reply.value() == UntrashOutcome.ALREADY_LIVE;
      Clause clause = was ? TR_4 : TR_3;
      if (was) {
        walker.blame().left(block, clause);
      } else {
        walker.blame().changed(block, several ? TR_12 : TR_3, TR_3);
        walker.blame().trashChanged(block, TR_12);
      }
      walker.tally().kept(several && !was ? TR_12 : clause);
    } else if (reply.kind() == Reply.Kind.ENDED) {
      walker.blame().changed(block, TR_10, TR_10);
      walker.blame().trashChanged(block, TR_10);
      walker.tally().kept(TR_10);
    }
  }

  /** Tells whether a listing shows a copy, so that the untrash alone is wrong. */
  private boolean listedInTrash(int block) throws Exception {
    List<Instant> deadlines = new ArrayList<>();
    Reply reply =
        walker
            .calls()
            .call(
                Operation.INDEX_TRASH,
                volume -> {
                  volume.indexTrash(
                      BlockPrefix.of(WalkBlocks.hash(block)),
                      (hash, size, deadline) -> deadlines.add(deadline));
                  return "success";
                });
    return reply.done() && !deadlines.isEmpty();
  }

  private Clause notRestored(int block) throws Exception {
    return walker.model().any(block, s -> s.live() != null && s.trash().isEmpty())
        ? walker.blame().notListed(block, TR_4)
        : listedInTrash(block) ? TR_3 : walker.blame().trash(block, TR_3);
  }
}
