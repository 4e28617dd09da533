// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.TestBlocks;

/** Each property is seen where it is broken by a little, and not where it just holds. */
class HistoryTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Conditions CONDITIONS = new Conditions(Duration.ofHours(1), false, true);
  private static final long MINIMUM_AGE = CONDITIONS.minimumAge().toNanos();
  private static final TestBlock BLOCK = new TestBlocks(1).random(100);

  /** On a block that was written at the time 0 to 10. */
  private final History history = new History(CONDITIONS, List.of(BLOCK));

  HistoryTest() {
    add(Deed.WRITE, 0, 10, Outcome.OK);
  }

  @Test
  void p1BlockMissedAfterItsTouchByATrashBesideIt() {
    jump(MINIMUM_AGE);
    add(Deed.TOUCH, 20, 30, Outcome.OK);
    add(Deed.TRASH, 25, 35, Outcome.TRASHED);
    add(Deed.READ, 30, 40, Outcome.MISSING);
    assertBroken(Breach.Property.P1_STAYS);
  }

  @Test
  void p1BlockMissedByALookThatBeganBeforeItsTouchHadEnded() {
    jump(MINIMUM_AGE);
    add(Deed.TOUCH, 20, 30, Outcome.OK);
    add(Deed.TRASH, 15, 25, Outcome.TRASHED);
    add(Deed.READ, 29, 40, Outcome.MISSING);
    assertBroken();
  }

  @Test
  void p1BlockMissedAtTheEndOfItsTime() {
    add(Deed.TRASH, 0, 12, Outcome.TRASHED);
    jump(MINIMUM_AGE - SECOND - 31);
    add(Deed.STAT, 20, 30, Outcome.MISSING);
    assertBroken(Breach.Property.P1_STAYS);
  }

  @Test
  void p1BlockMissedAfterItsTime() {
    add(Deed.TRASH, 0, 12, Outcome.TRASHED);
    jump(MINIMUM_AGE - SECOND - 30);
    add(Deed.STAT, 20, 30, Outcome.MISSING);
    assertBroken();
  }

  @Test
  void p1BlockMissedAfterItWasRestored() {
    add(Deed.TRASH, 0, 12, Outcome.TRASHED);
    jump(MINIMUM_AGE);
    add(Deed.UNTRASH, 20, 30, Outcome.RESTORED);
    add(Deed.TRASH, 22, 28, Outcome.TRASHED);
    add(Deed.STAT, 30, 40, Outcome.MISSING);
    assertBroken(Breach.Property.P1_STAYS);
  }

  @Test
  void p2YoungBlockTrashed() {
    add(Deed.TRASH, 10, 20, Outcome.DELETED);
    assertBroken(Breach.Property.P2_IS_NOT_TAKEN);
  }

  @Test
  void p2BlockTrashedBesideItsWrite() {
    add(Deed.TRASH, 9, 20, Outcome.DELETED);
    assertBroken();
  }

  @Test
  void p2YoungBlockNotTrashed() {
    add(Deed.TRASH, 10, 20, Outcome.TOO_RECENT);
    add(Deed.TRASH, 10, 20, Outcome.CHANGED);
    add(Deed.TRASH, 10, 20, Outcome.MISSING);
    assertBroken();
  }

  @Test
  void p3OtherBytesRead() {
    add(Deed.READ, 10, 20, Outcome.OK, 0, new TestBlocks(2).random(100).hash().toString());
    assertBroken(Breach.Property.P3_IS_WHOLE);
  }

  @Test
  void p3OtherSizesShown() {
    add(Deed.STAT, 10, 20, Outcome.OK, 20, "99");
    add(Deed.INDEX, 10, 20, Outcome.OK, 1, "0");
    assertBroken(Breach.Property.P3_IS_WHOLE, Breach.Property.P3_IS_WHOLE);
  }

  @Test
  void p3BlockAsItIs() {
    add(Deed.READ, 10, 20, Outcome.OK, 0, BLOCK.hash().toString());
    add(Deed.STAT, 10, 20, Outcome.OK, 20, "100");
    add(Deed.INDEX, 10, 20, Outcome.OK, 1, "100");
    assertBroken();
  }

  @Test
  void p4TimeGoesBack() {
    add(Deed.STAT, 20, 30, Outcome.OK, 8, "100");
    add(Deed.STAT, 30, 40, Outcome.OK, 7, "100");
    assertBroken(Breach.Property.P4_GROWS_NO_OLDER);
  }

  @Test
  void p4TimeBehindTheTouch() {
    add(Deed.TOUCH, 20, 30, Outcome.OK);
    add(Deed.STAT, 30, 40, Outcome.OK, 19 - SECOND, "100");
    assertBroken(Breach.Property.P4_GROWS_NO_OLDER);
  }

  @Test
  void p4TimesOfLooksBesideEachOther() {
    add(Deed.STAT, 20, 30, Outcome.OK, 8, "100");
    add(Deed.STAT, 29, 40, Outcome.OK, 7, "100");
    assertBroken();
  }

  @Test
  void p4TimesWithATrashBetween() {
    add(Deed.STAT, 20, 30, Outcome.OK, 8, "100");
    jump(MINIMUM_AGE);
    add(Deed.TRASH, 31, 35, Outcome.TRASHED);
    add(Deed.STAT, 36, 40, Outcome.OK, 7, "100");
    assertBroken();
  }

  @Test
  void p4TimeThatStays() {
    add(Deed.STAT, 20, 30, Outcome.OK, 8, "100");
    add(Deed.TRASH, 31, 35, Outcome.TOO_RECENT);
    add(Deed.STAT, 36, 40, Outcome.OK, 8, "100");
    assertBroken();
  }

  @Test
  void p5OldBlockGoneWithoutATrash() {
    jump(3 * MINIMUM_AGE);
    add(Deed.READ, 20, 30, Outcome.MISSING);
    assertBroken(Breach.Property.P5_IS_NOT_LOST);
  }

  @Test
  void p5OldBlockGoneAndTheTrashCameBeforeItWasWritten() {
    add(Deed.TRASH, -20, 0, Outcome.TRASHED);
    jump(3 * MINIMUM_AGE);
    add(Deed.READ, 20, 30, Outcome.MISSING);
    add(Deed.TRASH, 31, 40, Outcome.TRASHED);
    assertBroken(Breach.Property.P5_IS_NOT_LOST);
  }

  @Test
  void p5OldBlockGoneByATrash() {
    jump(3 * MINIMUM_AGE);
    add(Deed.TRASH, 12, 30, Outcome.TRASHED);
    add(Deed.READ, 20, 30, Outcome.MISSING);
    assertBroken();
  }

  @Test
  void p6YoungBlockListedTwiceOrNotAtAll() {
    add(Deed.INDEX, 10, 20, Outcome.OK, 2, "100");
    add(Deed.INDEX, 10, 20, Outcome.OK, 0, "0");
    assertBroken(Breach.Property.P6_IS_LISTED_ONCE, Breach.Property.P6_IS_LISTED_ONCE);
  }

  @Test
  void p6BlockNotListedThatIsBeingWrittenOrOld() {
    add(Deed.INDEX, 9, 20, Outcome.OK, 0, "0");
    jump(MINIMUM_AGE);
    add(Deed.INDEX, 10, 20, Outcome.OK, 0, "0");
    assertBroken();
  }

  @Test
  void p7CallFails() {
    add(Deed.UNTRASH, 10, 20, Outcome.FAILED, 0, "disk on fire");
    assertBroken(Breach.Property.P7_NOTHING_FAILS);
  }

  @Test
  void failedCallsAreNeitherDoneNorUndone() {
    jump(MINIMUM_AGE);
    add(Deed.TRASH, 12, 18, Outcome.FAILED);
    add(Deed.TOUCH, 12, 18, Outcome.FAILED);
    add(Deed.READ, 20, 30, Outcome.MISSING);
    assertBroken(Breach.Property.P7_NOTHING_FAILS, Breach.Property.P7_NOTHING_FAILS);
  }

  @Test
  void blockThatComesBackHasBlinked() {
    add(Deed.READ, 20, 30, Outcome.MISSING);
    add(Deed.READ, 40, 50, Outcome.OK, 0, BLOCK.hash().toString());
    assertEquals(new History.Fates(0, 1), history.fates(history.check()));
  }

  @Test
  void blockThatIsWrittenAgainWasLost() {
    add(Deed.READ, 20, 30, Outcome.MISSING);
    add(Deed.WRITE, 35, 45, Outcome.OK);
    add(Deed.READ, 40, 50, Outcome.OK, 0, BLOCK.hash().toString());
    assertEquals(new History.Fates(1, 0), history.fates(history.check()));
  }

  @Test
  void eventsComeBackFromTheirLines() {
    Event event = new Event(1, 2, Deed.STAT, 3, 4, 5, 6, 7, Outcome.FAILED, -8, "tab\tnew\nline");
    assertEquals(event.line(), Event.parse(event.line()).line());
    assertEquals("tab new line", Event.parse(event.line()).text());
  }

  private long jumped;

  /** Moves the volumes' clock of the calls that are added after this. */
  private void jump(long nanos) {
    jumped += nanos;
  }

  private void add(Deed deed, long invoked, long returned, Outcome outcome) {
    add(deed, invoked, returned, outcome, 0, "");
  }

  private void add(
      Deed deed, long invoked, long returned, Outcome outcome, long number, String text) {
    history.addAll(
        List.of(
            new Event(
                0,
                0,
                deed,
                0,
                invoked,
                returned,
                jumped + invoked,
                jumped + returned,
                outcome,
                number,
                text)));
  }

  private void assertBroken(Breach.Property... expected) {
    List<Breach> found = history.check();
    assertEquals(
        List.of(expected), found.stream().map(Breach::property).sorted().toList(), found::toString);
  }
}
