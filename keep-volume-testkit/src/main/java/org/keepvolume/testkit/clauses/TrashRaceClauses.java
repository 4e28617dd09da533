// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import static java.time.temporal.ChronoUnit.SECONDS;
import static org.keepvolume.TrashOutcome.DELETED;
import static org.keepvolume.TrashOutcome.TRASHED;
import static org.keepvolume.testkit.Clause.TR_7;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.keepvolume.Capability;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashPolicy;
import org.keepvolume.Volume;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.Verifies;
import org.keepvolume.testkit.clauses.Background.Outcome;
import org.keepvolume.testkit.process.OtherProcess;

/** What was touched or written stays, whatever trash does meanwhile: TR-7. */
public abstract class TrashRaceClauses extends ClauseGroup {
  private static final int SIZE = 1000;
  private static final int LOOKS = 2;
  private static final List<TrashPolicy> POLICIES =
      List.of(POLICY, new TrashPolicy(MINIMUM_AGE, Duration.ZERO));

  @Test
  @Verifies(TR_7)
  void touchInTheMiddleOfATrashFailsOrSavesTheBlock() throws Exception {
    eachPair((trashing, renewing) -> renewDuringTrash(Renewal.TOUCH, trashing, renewing));
  }

  @Test
  @Verifies(TR_7)
  void writeInTheMiddleOfATrashFailsOrSavesTheBlock() throws Exception {
    eachPair((trashing, renewing) -> renewDuringTrash(Renewal.WRITE, trashing, renewing));
  }

  @Test
  @Verifies(TR_7)
  void touchWithATrashInItsMiddleFailsOrSavesTheBlock() throws Exception {
    eachPair((trashing, renewing) -> trashDuringRenewal(Renewal.TOUCH, trashing, renewing));
  }

  @Test
  @Verifies(TR_7)
  void writeWithATrashInItsMiddleFailsOrSavesTheBlock() throws Exception {
    eachPair((trashing, renewing) -> trashDuringRenewal(Renewal.WRITE, trashing, renewing));
  }

  @Test
  @Verifies(TR_7)
  void touchesBesideTrashesFailOrSaveTheBlock() throws Exception {
    eachPair(
        (trashing, renewing) -> new RenewalRace(this, Renewal.TOUCH, trashing, renewing).run());
  }

  @Test
  @Verifies(TR_7)
  void writesBesideTrashesFailOrSaveTheBlock() throws Exception {
    eachPair(
        (trashing, renewing) -> new RenewalRace(this, Renewal.WRITE, trashing, renewing).run());
  }

  @Test
  @Verifies(TR_7)
  void touchesAndWritesBesideTrashesOfAnotherProcessFailOrSaveTheBlock() throws Exception {
    requireWrite();
    if (!has(Capability.SHARED)) {
      throw new NotApplicable("the device is no other process's at the same time");
    }
    OtherProcess process =
        otherProcess()
            .orElseThrow(() -> new NotApplicable("there is no other process, which breaks LC-4"));
    for (TrashPolicy policy : POLICIES) {
      Volume here = subject().open(policy);
      Volume there = subject().closeLater(process.open(subject().context(policy)));
      for (Renewal renewal : Renewal.values()) {
        // A call there begins later than one here: on average both must begin together.
        Duration way = timeOfALook(there).multipliedBy(2);
        new RenewalRace(this, renewal, there, here).renewingUpTo(way).run();
        new RenewalRace(this, renewal, here, there).trashingUpTo(way).run();
      }
    }
  }

  private Duration timeOfALook(Volume volume) throws Exception {
    TestBlock block = stored(SIZE);
    int looks = 8;
    long start = System.nanoTime();
    for (int i = 0; i < looks; i++) {
      var unused = volume.stat(block.hash());
    }
    return Duration.ofNanos((System.nanoTime() - start) / looks);
  }

  private interface PairTest {
    void on(Volume trashing, Volume renewing) throws Exception;
  }

  /** Tests within one volume object and between two, with and without a trash lifetime. */
  private void eachPair(PairTest test) throws Exception {
    requireWrite();
    for (TrashPolicy policy : POLICIES) {
      Volume trashing = subject().open(policy);
      test.on(trashing, trashing);
      test.on(trashing, subject().open(policy));
    }
  }

  private void requireWrite() {
    if (!has(Capability.WRITE)) {
      throw new NotApplicable("the volume takes no writes, so nothing is touched or written");
    }
  }

  private void renewDuringTrash(Renewal renewal, Volume trashing, Volume renewing)
      throws Exception {
    for (int look = 1; look <= LOOKS; look++) {
      TestBlock block = oldBlock(SIZE);
      var both =
          interleaved(
              look,
              () -> trashing.trash(block.hash(), null),
              renewal + " beside a trash",
              () -> success(renewal, renewing, block));
      renewal.requireAgreement(this, renewing, block, both.inner(), both.outer());
    }
  }

  private void trashDuringRenewal(Renewal renewal, Volume trashing, Volume renewing)
      throws Exception {
    for (int look = 1; look <= LOOKS; look++) {
      TestBlock block = oldBlock(SIZE);
      var both =
          interleaved(
              look,
              () -> success(renewal, renewing, block),
              "trash beside a " + renewal,
              () -> trashing.trash(block.hash(), null));
      renewal.requireAgreement(this, renewing, block, both.outer(), both.inner());
    }
  }

  private static String success(Renewal renewal, Volume volume, TestBlock block) throws Exception {
    renewal.call(volume, block);
    return "success";
  }

  private record Both<A, B>(Outcome<A> outer, Outcome<B> inner) {}

  /**
   * Makes a call, and another one when the first asks for the time the nth time; the first goes on
   * once the other has ended or waits for it. One that does not ask so often is simply the first.
   */
  private <A, B> Both<A, B> interleaved(
      int look, Callable<A> outerCall, String innerName, Callable<B> innerCall) throws Exception {
    AtomicReference<Background<B>> started = new AtomicReference<>();
    onLook(
        look,
        () -> {
          Background<B> inner = inBackground(innerName, innerCall);
          started.set(inner);
          boolean unused = inner.awaitEndedOrWaiting();
        });
    Outcome<A> outer = Renewal.attempt(outerCall);
    boolean unused = subject().clock().cancelAction();
    Background<B> inner = started.get();
    return new Both<>(outer, inner == null ? Renewal.attempt(innerCall) : inner.await(TR_7));
  }

  private void onLook(int look, KitClock.Action action) {
    subject().clock().onNextLook(look == 1 ? action : () -> onLook(look - 1, action));
  }

  @Test
  @Verifies(TR_7)
  void renewedBlockStaysUntilTheMinimumAgeIsOver() throws Exception {
    requireWrite();
    requireStampsOfTheClock();
    for (Renewal renewal : Renewal.values()) {
      for (TrashPolicy policy : POLICIES) {
        Volume renewing = subject().open(policy);
        TestBlock block = oldBlock(SIZE);
        // The end of a second is what a device that keeps whole seconds gets most wrong.
        moveTo(now().truncatedTo(SECONDS).plusSeconds(1).minusNanos(1));
        Instant start = now();
        renewal.call(renewing, block);
        for (Duration missing :
            List.of(Duration.ofSeconds(30), Duration.ofMillis(500), Duration.ofNanos(1))) {
          moveTo(start.plus(MINIMUM_AGE).minus(missing));
          requireStays(renewing, block, start, renewal);
          requireStays(volume(), block, start, renewal);
        }
      }
    }
  }

  @Test
  @Verifies(TR_7)
  void renewedBlockStaysForTheSmallestMinimumAgeWhoeverRenewedIt() throws Exception {
    requireWrite();
    requireStampsOfTheClock();
    Duration smallest = MINIMUM_AGE.dividedBy(4);
    Volume hasty = subject().open(new TrashPolicy(smallest, LIFETIME));
    for (Renewal renewal : Renewal.values()) {
      for (Volume renewing : List.of(hasty, volume())) {
        TestBlock block = oldBlock(SIZE);
        Instant start = now();
        renewal.call(renewing, block);
        moveTo(start.plus(smallest).minusSeconds(30));
        requireStays(hasty, block, start, renewal);
        requireStays(volume(), block, start, renewal);
        moveTo(start.plus(MINIMUM_AGE).minusSeconds(30));
        requireStays(volume(), block, start, renewal); // its own minimum age is longer
      }
    }
  }

  /** Requires that trash leaves a block alone, unless its minimum age has ended meanwhile. */
  void requireStays(Volume volume, TestBlock block, Instant renewed, Renewal renewal)
      throws Exception {
    Instant present = now();
    Outcome<TrashOutcome> outcome = Renewal.attempt(() -> volume.trash(block.hash(), null));
    if (now().isBefore(renewed.plus(MINIMUM_AGE))) {
      see(
          outcome.value() != TRASHED && outcome.value() != DELETED,
          "trash at %s of a block after a %s at %s gave %s",
          present,
          renewal,
          renewed,
          outcome);
      requireContent(volume, block);
    }
  }
}
