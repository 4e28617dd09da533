// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import static org.keepvolume.testkit.Clause.CX_1;
import static org.keepvolume.testkit.Clause.IX_5;
import static org.keepvolume.testkit.Clause.LC_2;
import static org.keepvolume.testkit.Clause.RD_1;
import static org.keepvolume.testkit.Clause.RD_2;
import static org.keepvolume.testkit.Clause.RD_7;
import static org.keepvolume.testkit.Clause.RD_9;
import static org.keepvolume.testkit.Clause.TM_1;
import static org.keepvolume.testkit.Clause.TM_2;
import static org.keepvolume.testkit.Clause.TM_3;
import static org.keepvolume.testkit.Clause.TM_4;
import static org.keepvolume.testkit.Clause.TR_1;
import static org.keepvolume.testkit.Clause.TR_10;
import static org.keepvolume.testkit.Clause.TR_2;
import static org.keepvolume.testkit.Clause.TR_3;
import static org.keepvolume.testkit.Clause.TR_4;
import static org.keepvolume.testkit.Clause.TR_7;
import static org.keepvolume.testkit.Clause.WR_1;
import static org.keepvolume.testkit.Clause.WR_3;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import javax.annotation.Nullable;
import org.keepvolume.Capability;
import org.keepvolume.Operation;
import org.keepvolume.TrashPolicy;
import org.keepvolume.VolumeException;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.VolumeFixture;

/** Takes the steps of one walk on a fixture's volumes and in the model, and compares. */
final class Walker implements AutoCloseable {
  /** The clause that an impossible answer breaks. */
  @FunctionalInterface
  interface Finding {
    Clause clause() throws Exception;
  }

  /** The clauses of calls that find nothing, by those of the same calls that do. */
  private static final Map<Clause, Clause> MISSING =
      Map.of(RD_1, RD_2, TM_1, TM_2, TR_1, TR_2, TR_3, TR_4);

  private static final Set<Clause> CHANGES = Set.of(TM_1, TR_1, TR_3);

  private final VolumeFixture fixture;
  private final TrashPolicy policy;
  private final Duration margin;
  private final Tally tally;
  private final Calls calls;
  private final Model model = new Model();
  private final Blame blame;
  private final Listings listings;
  private final TrashSteps trashing;
  private final Instant[] seenMtime = new Instant[WalkBlocks.COUNT];
  private final Instant start;
  private boolean visiting;
  private Step step = new Step.CancelNext();

  Walker(VolumeFixture fixture, TrashPolicy policy, Tally tally) throws Exception {
    this.fixture = fixture;
    this.policy = policy;
    this.tally = tally;
    margin =
        policy.minimumAge().isZero()
            ? Duration.ZERO
            : fixture.time().trashMargin(policy.minimumAge());
    calls = new Calls(fixture, policy);
    blame = new Blame(model, fixture.raw());
    listings = new Listings(this);
    trashing = new TrashSteps(this, policy, margin);
    start = fixture.time().clock().instant();
  }

  Model model() {
    return model;
  }

  Calls calls() {
    return calls;
  }

  Blame blame() {
    return blame;
  }

  Tally tally() {
    return tally;
  }

  boolean has(Capability capability) {
    return fixture.capabilities().contains(capability);
  }

  /** Takes a step. */
  void take(Step next) throws Exception {
    step = next;
    if (next instanceof Step.OnSecondVolume second) {
      int before = calls.use(1);
      try {
        take(second.step());
      } finally {
        int unused = calls.use(before);
      }
    } else if (next instanceof Step.Read read) {
      new ReadStep(this).read(read.block());
    } else if (next instanceof Step.Stat stat) {
      stat(stat.block());
    } else if (next instanceof Step.Index index) {
      listings.index(index.block(), index.digits(), null);
    } else if (next instanceof Step.IndexWhile index) {
      listings.index(0, 0, index.step());
    } else if (next instanceof Step.Put || next instanceof Step.Damage) {
      behindItsBack((BlockStep) next);
    } else if (next instanceof Step.Reopen) {
      reopen();
    } else if (next instanceof Step.FailNext fail) {
      calls.failNext(fail.kind());
    } else if (next instanceof Step.CancelNext) {
      calls.cancelNext();
    } else if (next instanceof Step.Advance advance) {
      advance(advance.by());
    } else if (next instanceof Step.AdvanceTo boundary) {
      advance(boundary);
    } else if (has(Capability.WRITE) && next instanceof Step.Write write) {
      write(write.block(), write.variant());
    } else if (has(Capability.WRITE) && next instanceof Step.Touch touch) {
      touch(touch.block());
    } else if (has(Capability.TRASH)) {
      takeOfTrash(next);
    }
  }

  private void takeOfTrash(Step next) throws Exception {
    if (next instanceof Step.Trash trash) {
      trashing.trash(trash.block(), null);
    } else if (next instanceof Step.TrashIfUnchanged trash) {
      @Nullable Instant seen = seenMtime[trash.block()];
      trashing.trash(trash.block(), seen == null ? Instant.EPOCH : seen);
    } else if (next instanceof Step.Untrash untrash) {
      trashing.untrash(untrash.block());
    } else if (next instanceof Step.IndexTrash index) {
      listings.indexTrash(index.block(), index.digits());
    } else if (next instanceof Step.EmptyTrash) {
      new SweepStep(this).emptyTrash();
    }
  }

  /** Looks at all blocks. */
  void look() throws Exception {
    calls.calm();
    for (int block = 0; block < WalkBlocks.COUNT; block++) {
      take(new Step.Stat(block)); // first, to tell a read that stamps
      take(new Step.Read(block));
    }
    take(new Step.Index(0, 0));
    if (has(Capability.TRASH)) {
      take(new Step.IndexTrash(0, 0));
    }
    if (!fixture.raw().residue().isEmpty()) {
      throw failure(WR_3, "after the walk there is left behind: " + fixture.raw().residue(), -1);
    }
  }

  private void stat(int block) throws Exception {
    Reply reply = calls.call(Operation.STAT, v -> v.stat(WalkBlocks.hash(block)));
    require(
        block,
        reply,
        state -> listings.shown(state, block, reply),
        state -> Set.of(state),
        TM_2,
        () -> listings.otherwise(block, reply, TM_2, RD_7));
    if (reply.done()) {
      listings.see(block, reply);
      tally.kept(TM_4);
    } else if (reply.kind() == Reply.Kind.MISSING) {
      tally.kept(TM_2);
    }
  }

  void saw(int block, Instant mtime) {
    seenMtime[block] = mtime;
  }

  private void write(int block, int variant) throws Exception {
    new WriteStep(this).write(block, block == WalkBlocks.COLLIDING ? variant : 0);
  }

  private void touch(int block) throws Exception {
    boolean future = isInFuture(block);
    Reply reply =
        calls.call(
            Operation.TOUCH,
            v -> {
              v.touch(WalkBlocks.hash(block));
              return "success";
            });
    Function<BlockState, Set<BlockState>> rule = state -> Rules.touched(state, reply.when());
    require(block, reply, rule, rule, TM_1, () -> blame.found(block, TM_2));
    if (reply.done()) {
      blame.changed(block, TR_7, future ? TM_3 : TM_1);
      tally.kept(TM_1);
    } else if (reply.kind() == Reply.Kind.ENDED) {
      blame.changed(block, TR_10, TR_10);
      tally.kept(TR_10);
    } else if (reply.kind() == Reply.Kind.MISSING) {
      tally.kept(TM_2);
    }
  }

  /** Tells whether a block's mtime is later than now, so that touch must leave it. */
  boolean isInFuture(int block) {
    Instant now = calls.device().now();
    return model.any(block, s -> s.live() != null && s.live().mtime().first().isAfter(now));
  }

  private void behindItsBack(BlockStep change) throws Exception {
    int block = change.block();
    boolean present = fixture.raw().content(WalkBlocks.hash(block)).isPresent();
    boolean agreed = model.follow(block, s -> (s.live() != null) == present ? Set.of(s) : Set.of());
    if (!agreed) {
      Clause clause = present ? blame.found(block, TR_2) : blame.lost(block, WR_1);
      throw failure(clause, "the device " + (present ? "holds it" : "does not hold it"), block);
    }
    int variant = change instanceof Step.Put put ? put.variant() : WalkBlocks.DAMAGED;
    if (!present && change instanceof Step.Damage) {
      return;
    }
    int possible = variant == 1 && block != WalkBlocks.COLLIDING ? 0 : variant;
    Span device = Span.at(calls.device().now());
    fixture.raw().put(WalkBlocks.hash(block), WalkBlocks.bytes(block, possible));
    When when = new When(new Span(device.first(), calls.device().now()), device);
    boolean unused = model.follow(block, state -> Rules.put(state, possible, when));
    blame.changed(block, variant == WalkBlocks.DAMAGED ? RD_9 : RD_1, TM_4);
  }

  private void reopen() throws Exception {
    try {
      calls.reopen();
    } catch (Exception e) {
      throw failure(LC_2, "closing and opening threw " + e, -1);
    }
  }

  private void advance(Step.AdvanceTo to) {
    Instant now = fixture.time().clock().instant();
    Instant target = null;
    for (BlockState state : model.states(to.block())) {
      if (to.boundary() == Boundary.MINIMUM_AGE && state.live() != null) {
        target = state.live().mtime().last().plus(policy.minimumAge()).plus(margin);
      }
      if (to.boundary() == Boundary.DEADLINE) {
        for (BlockState.Copy copy : state.trash()) {
          Instant deadline = copy.deadline().last();
          boolean next = target == null || deadline.isBefore(target);
          target = deadline.isAfter(now) && next ? deadline : target;
        }
      }
    }
    if (target != null && target.plusSeconds(to.seconds()).isAfter(now)) {
      advance(Duration.between(now, target.plusSeconds(to.seconds())));
    }
  }

  /** Moves the clock; where blocks have a clock of their own, not so far that new ones are old. */
  private void advance(Duration by) {
    Duration total = Duration.between(start, fixture.time().clock().instant()).plus(by);
    boolean free = calls.device().settable() || policy.minimumAge().isZero();
    if (free || total.compareTo(policy.minimumAge()) < 0) {
      fixture.time().advance(by);
    }
  }

  /**
   * Requires that an answer is possible, and goes on to the states that agree with it.
   *
   * @param done the states after the call returned what it did
   * @param success the states after any success, which a failure may leave too (X6)
   * @param own the clause of calls of this kind
   * @param otherwise finds the clause if what it returned is impossible
   */
  void require(
      int block,
      Reply reply,
      Function<BlockState, Set<BlockState>> done,
      Function<BlockState, Set<BlockState>> success,
      Clause own,
      Finding otherwise)
      throws Exception {
    requireCancelled(block, reply);
    Function<BlockState, Set<BlockState>> rule =
        switch (reply.kind()) {
          case DONE -> done;
          case MISSING -> Rules::missing;
          case CANCELLED -> state -> Set.of(state);
          case ENDED -> state -> ended(state, reply, success);
          default -> state -> Set.of();
        };
    agree(
        block,
        reply,
        rule,
        () ->
            switch (reply.kind()) {
              case DONE -> isLost(reply, own) ? TR_10 : otherwise.clause();
              case MISSING -> isLost(reply, own) ? TR_10 : blame.lost(block, own);
              default -> visiting ? IX_5 : absent(block, own);
            });
  }

  private static boolean isLost(Reply reply, Clause own) {
    return reply.disturbance() == Disturbance.ANSWER_LOST && CHANGES.contains(own);
  }

  /** Returns the clause of calls of a kind about a block that may be missing. */
  private Clause absent(int block, Clause own) {
    boolean missing = model.all(block, state -> state.live() == null);
    return missing ? MISSING.getOrDefault(own, own) : own;
  }

  /** Takes a step inside a listing. */
  void takeVisiting(Step next) throws Exception {
    visiting = true;
    try {
      take(next);
    } finally {
      visiting = false;
    }
  }

  static Set<BlockState> ended(
      BlockState state, Reply reply, Function<BlockState, Set<BlockState>> success) {
    return Slack.x7MayFail(reply.disturbance())
        ? Slack.x6Ended(state, success.apply(state))
        : Set.of();
  }

  /** Requires CallCancelledException of an interrupted call, with the flag, and of no other. */
  void requireCancelled(int block, Reply reply) {
    boolean cancelled = reply.kind() == Reply.Kind.CANCELLED;
    if (cancelled != (reply.disturbance() == Disturbance.CANCEL)) {
      throw failure(CX_1, reply.toString(), block);
    }
    if (calls.flagLost()) {
      throw failure(CX_1, reply + ", and the interrupt flag is gone", block);
    }
    if (cancelled) {
      tally.kept(CX_1);
    }
  }

  void agree(int block, Reply reply, Function<BlockState, Set<BlockState>> rule, Finding otherwise)
      throws Exception {
    if (!model.follow(block, rule)) {
      throw failure(otherwise.clause(), reply.toString(), block);
    }
  }

  /** Makes the failure of this step; block -1: it is about no single one. */
  WalkFailure failure(Clause clause, String seen, int block) {
    StringBuilder text = new StringBuilder().append(step).append(": ").append(seen);
    for (int number = 0; number < WalkBlocks.COUNT; number++) {
      if (number == block || (block < 0 && model.any(number, s -> !s.equals(BlockState.ABSENT)))) {
        text.append("\n    block ").append(number).append(" (").append(WalkBlocks.hash(number));
        text.append("), before: ").append(model.states(number)).append("; after: none is possible");
      }
    }
    return new WalkFailure(clause, clause + ": " + text, text.toString());
  }

  @Override
  public void close() throws VolumeException {
    calls.close();
  }
}
