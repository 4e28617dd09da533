// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.keepvolume.testkit.Clause.TR_7;
import static org.keepvolume.testkit.clauses.ClauseGroup.MINIMUM_AGE;
import static org.keepvolume.testkit.clauses.ClauseGroup.see;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.keepvolume.TrashOutcome;
import org.keepvolume.Volume;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.clauses.Background.Outcome;

/** Trashes of old blocks, each beside a touch or write that begins at the same time. */
final class RenewalRace {
  private static final int SIZE = 1000;

  private final TrashRaceClauses group;
  private final Renewal renewal;
  private final Volume trashing;
  private final Volume renewing;
  private Duration trashDelay = Duration.ZERO;
  private Duration renewalDelay = Duration.ZERO;

  /** How many trashes have ended. */
  private final AtomicInteger ended = new AtomicInteger();

  RenewalRace(TrashRaceClauses group, Renewal renewal, Volume trashing, Volume renewing) {
    this.group = group;
    this.renewal = renewal;
    this.trashing = trashing;
    this.renewing = renewing;
  }

  /** Has trashes begin later: the first one not, the last one by so much. */
  RenewalRace trashingUpTo(Duration delay) {
    trashDelay = delay;
    return this;
  }

  /** Has touches or writes begin later: the first one not, the last one by so much. */
  RenewalRace renewingUpTo(Duration delay) {
    renewalDelay = delay;
    return this;
  }

  void run() throws Exception {
    group.requireStampsOfTheClock();
    List<TestBlock> blocks = new ArrayList<>();
    for (int i = 0; i < group.subject().rounds(40); i++) {
      blocks.add(group.stored(SIZE));
    }
    group.letPass(group.enoughToTrash());
    CyclicBarrier start = new CyclicBarrier(2);
    Background<List<Outcome<TrashOutcome>>> trashes =
        group.inBackground("trashes beside " + renewal + " calls", () -> trash(blocks, start));
    Instant earliest = group.now();
    List<Outcome<String>> renewals = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      await(start, renewalDelay, i, blocks);
      Outcome<String> renewed = renewal.attempt(renewing, blocks.get(i));
      renewals.add(renewed);
      while (renewed.thrown() == null && ended.get() <= i && !trashes.ended()) {
        see(
            group.raw().content(blocks.get(i).hash()).isPresent(),
            "after a %s, and before a trash beside it has ended, the block is gone",
            renewal);
      }
    }
    List<Outcome<TrashOutcome>> outcomes = trashes.await(TR_7).get();
    for (int i = 0; i < blocks.size(); i++) {
      renewal.requireAgreement(group, renewing, blocks.get(i), renewals.get(i), outcomes.get(i));
    }
    group.letPass(MINIMUM_AGE.dividedBy(2));
    for (int i = 0; i < blocks.size(); i++) {
      if (renewals.get(i).thrown() == null) {
        group.requireStays(trashing, blocks.get(i), earliest, renewal);
      }
    }
  }

  private List<Outcome<TrashOutcome>> trash(List<TestBlock> blocks, CyclicBarrier start)
      throws Exception {
    List<Outcome<TrashOutcome>> outcomes = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      TestBlock block = blocks.get(i);
      await(start, trashDelay, i, blocks);
      outcomes.add(Renewal.attempt(() -> trashing.trash(block.hash(), null)));
      int unused = ended.incrementAndGet();
    }
    return outcomes;
  }

  private void await(CyclicBarrier start, Duration delay, int number, List<TestBlock> blocks)
      throws Exception {
    int unused = start.await(group.subject().limit().toNanos(), NANOSECONDS);
    long begin = System.nanoTime();
    long wait = delay.multipliedBy(number).dividedBy(blocks.size()).toNanos();
    while (System.nanoTime() - begin < wait) {
      Thread.onSpinWait();
    }
  }
}
