// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.keepvolume.testkit.model.Boundary.DEADLINE;
import static org.keepvolume.testkit.model.Boundary.MINIMUM_AGE;
import static org.keepvolume.testkit.model.Steps.advance;
import static org.keepvolume.testkit.model.Steps.advanceTo;
import static org.keepvolume.testkit.model.Steps.cancelNext;
import static org.keepvolume.testkit.model.Steps.damage;
import static org.keepvolume.testkit.model.Steps.emptyTrash;
import static org.keepvolume.testkit.model.Steps.failNext;
import static org.keepvolume.testkit.model.Steps.index;
import static org.keepvolume.testkit.model.Steps.indexTrash;
import static org.keepvolume.testkit.model.Steps.indexWhile;
import static org.keepvolume.testkit.model.Steps.onSecondVolume;
import static org.keepvolume.testkit.model.Steps.put;
import static org.keepvolume.testkit.model.Steps.read;
import static org.keepvolume.testkit.model.Steps.reopen;
import static org.keepvolume.testkit.model.Steps.stat;
import static org.keepvolume.testkit.model.Steps.touch;
import static org.keepvolume.testkit.model.Steps.trash;
import static org.keepvolume.testkit.model.Steps.trashIfUnchanged;
import static org.keepvolume.testkit.model.Steps.untrash;
import static org.keepvolume.testkit.model.Steps.write;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.keepvolume.TrashPolicy;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.VolumeFixture;
import org.keepvolume.testkit.memory.LesserFixture;
import org.keepvolume.testkit.memory.MemoryFixture;
import org.keepvolume.testkit.mutants.Mutant;
import org.keepvolume.testkit.mutants.WalkMutants;

/** Lists of steps as a failed walk prints them, pasted into tests. */
class WalkTest {
  private static final TrashPolicy POLICY =
      new TrashPolicy(Duration.ofHours(1), Duration.ofHours(10));

  @Test
  void blockThatIsRewrittenOverItsTrashedCopyStaysWhenThatIsSwept() throws Exception {
    try (VolumeFixture fixture = new MemoryFixture()) {
      Walk.replay(
          fixture,
          new TrashPolicy(Duration.ofHours(1), Duration.ofHours(10)),
          write(0, 0),
          advanceTo(MINIMUM_AGE, 0, 2),
          trash(0),
          onSecondVolume(write(0, 0)),
          advanceTo(DEADLINE, 0, 2),
          failNext(FaultKind.LOST),
          emptyTrash(),
          emptyTrash(),
          index(0, 3));
    }
  }

  @Test
  void everyStepIsLegalAtOnceAndOnADeviceWithoutCapabilities() throws Exception {
    Step[] all = {
      read(0),
      stat(1),
      touch(2),
      trash(3),
      trashIfUnchanged(4),
      untrash(0),
      damage(1),
      emptyTrash(),
      index(2, 32),
      indexTrash(3, 1),
      indexWhile(trash(4)),
      advance(Duration.ofSeconds(-7)),
      advanceTo(DEADLINE, 0, 0),
      reopen(),
      onSecondVolume(reopen()),
      put(4, 1),
      cancelNext(),
      read(4),
      failNext(FaultKind.BEFORE),
      write(4, 0),
      write(4, 1)
    };
    try (VolumeFixture fixture = new MemoryFixture()) {
      Walk.replay(fixture, POLICY, all);
    }
    try (VolumeFixture fixture = new LesserFixture("read-only", Set.of())) {
      Walk.replay(fixture, POLICY, all);
    }
  }

  @Test
  void brokenVolumeFailsWithTheClauseTheStepAndTheStates() throws Exception {
    Mutant mutant = WalkMutants.all().get(0);
    try (VolumeFixture fixture = mutant.fixture().make()) {
      WalkFailure failure =
          assertThrows(
              WalkFailure.class,
              () ->
                  Walk.replay(
                      fixture,
                      POLICY,
                      write(0, 0),
                      advanceTo(MINIMUM_AGE, 0, 2),
                      trash(0),
                      untrash(0),
                      advanceTo(MINIMUM_AGE, 0, 2),
                      trash(0),
                      untrash(0)));
      assertEquals(Clause.IX_1, failure.clause());
      assertTrue(
          failure
              .getMessage()
              .startsWith("IX-1: index(0, 0): returned did not list it\n    block 0 ("),
          failure.getMessage());
      assertTrue(failure.getMessage().contains("before: [live variant 0 of "));
    }
  }

  @Test
  void failedWalkPrintsItsSeedAndASmallListToPaste() {
    Mutant mutant = WalkMutants.all().get(0);
    Walks walks = new Walks(mutant.fixture()::make, 1, Duration.ofMinutes(1), clause -> false);
    WalkFailure failure = assertThrows(WalkFailure.class, () -> walks.run(2000));
    String message = failure.getMessage();
    assertTrue(message.contains("of seed 1, of 40 steps, made small to 7:\n"), message);
    assertTrue(
        message.endsWith(
            """
                Walk.replay(
                    fixture,
                    new TrashPolicy(Duration.ofHours(1), Duration.ofHours(10)),
                    write(0, 0),
                    advanceTo(MINIMUM_AGE, 0, 2),
                    trash(0),
                    untrash(0),
                    advanceTo(MINIMUM_AGE, 0, 2),
                    trash(0),
                    untrash(0));"""
                .indent(4)
                .stripTrailing()),
        message);
  }

  @Test
  void waivedClauseDoesNotEndTheWalks() throws Exception {
    Mutant mutant = WalkMutants.all().get(0);
    Walks walks =
        new Walks(
            mutant.fixture()::make, 1, Duration.ofMinutes(1), clause -> clause == Clause.IX_1);
    assertEquals(Clause.IX_1, walks.run(300).orElseThrow().clause());
    assertEquals(300, walks.tally().sequences());
  }

  @Test
  void slowDeviceGetsFewerSequences() throws Exception {
    Walks walks = new Walks(MemoryFixture::new, 1, Duration.ZERO, clause -> false);
    assertTrue(walks.run(200).isEmpty());
    assertEquals(0, walks.tally().sequences());
  }
}
