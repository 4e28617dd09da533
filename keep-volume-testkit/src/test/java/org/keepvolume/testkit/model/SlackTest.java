// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashPolicy;
import org.keepvolume.testkit.model.BlockState.Copy;
import org.keepvolume.testkit.model.BlockState.Live;
import org.keepvolume.testkit.model.Rules.Terms;

/** Each relaxation of the model allows what it is there for, and refuses what is next to that. */
class SlackTest {
  private static final Instant T = Instant.parse("2024-02-29T12:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration TEN_HOURS = Duration.ofHours(10);
  private static final When NOW = new When(Span.at(T), Span.at(T));
  private static final int BLOCK = WalkBlocks.COLLIDING;
  private static final int SIZE = 128;
  private static final long MILLI = 1_000_000;

  private static Instant after(Duration duration) {
    return T.plus(duration);
  }

  private static BlockState live(int variant, Instant mtime) {
    return BlockState.ABSENT.withLive(new Live(variant, Span.at(mtime)));
  }

  private static BlockState trashed(Copy... copies) {
    return BlockState.ABSENT.withTrash(List.of(copies));
  }

  private static Copy copy(int variant, Instant deadline) {
    return new Copy(variant, Span.at(deadline));
  }

  private static boolean showsMtime(BlockState state, Instant mtime) {
    return !Rules.shown(state, BLOCK, SIZE, mtime).isEmpty();
  }

  private static BlockState only(Set<BlockState> states) {
    assertEquals(1, states.size(), states::toString);
    return states.iterator().next();
  }

  @Test
  void x1StampMayBeASecondOffAndNoMore() {
    BlockState written = only(Rules.written(BlockState.ABSENT, 0, NOW));
    assertTrue(showsMtime(written, T.minusSeconds(1)));
    assertTrue(showsMtime(written, T.plusSeconds(1)));
    assertFalse(showsMtime(written, T.minusSeconds(1).minusNanos(1)));
    assertFalse(showsMtime(written, T.plusSeconds(1).plusNanos(1)));
  }

  @Test
  void x1StampNeverMovesBack() {
    BlockState touched = only(Rules.touched(live(0, after(HOUR)), NOW));
    assertTrue(showsMtime(touched, after(HOUR)));
    assertFalse(showsMtime(touched, after(HOUR).minusNanos(1)));
    assertFalse(showsMtime(touched, T));
  }

  private static boolean possible(TrashOutcome outcome, Duration age, Duration margin) {
    Terms terms = new Terms(new TrashPolicy(HOUR, TEN_HOURS), margin, null);
    return !Rules.trashed(live(0, T.minus(age)), outcome, terms, NOW).isEmpty();
  }

  @Test
  void x2AroundTheMinimumAgeEitherOutcome() {
    Duration less = HOUR.minusSeconds(1);
    assertTrue(possible(TrashOutcome.TRASHED, less, Duration.ZERO));
    assertFalse(possible(TrashOutcome.TRASHED, less.minusNanos(1), Duration.ZERO));
    Duration more = HOUR.plusSeconds(1);
    assertTrue(possible(TrashOutcome.TOO_RECENT, more.minusNanos(1), Duration.ZERO));
    assertFalse(possible(TrashOutcome.TOO_RECENT, more, Duration.ZERO));
    Duration margin = Duration.ofSeconds(5);
    assertTrue(possible(TrashOutcome.TOO_RECENT, more.plus(margin).minusNanos(1), margin));
    assertFalse(possible(TrashOutcome.TOO_RECENT, more.plus(margin), margin));
  }

  private static boolean sweeps(Instant deadline, boolean removes) {
    return Rules.swept(trashed(copy(0, deadline)), BLOCK, Span.at(T)).stream()
        .anyMatch(swept -> swept.after().trash().isEmpty() == removes);
  }

  @Test
  void x3AroundADeadlineASweepRemovesOrNot() {
    assertTrue(sweeps(T.plusSeconds(1), true));
    assertFalse(sweeps(T.plusSeconds(1).plusNanos(1), true));
    assertTrue(sweeps(T.minusSeconds(1).plusNanos(1), false));
    assertFalse(sweeps(T.minusSeconds(1), false));
  }

  private static Set<BlockState> trashedAgain(BlockState before) {
    Terms terms = new Terms(new TrashPolicy(Duration.ZERO, TEN_HOURS), Duration.ZERO, null);
    return Rules.trashed(before, TrashOutcome.TRASHED, terms, NOW);
  }

  @Test
  void x4OfSeveralCopiesTheLatestSurvives() {
    Copy earlier = copy(1, after(HOUR));
    BlockState before = live(0, T).withTrash(List.of(earlier));
    Copy added = copy(0, after(TEN_HOURS));
    assertEquals(Set.of(trashed(earlier, added), trashed(added)), Set.copyOf(trashedAgain(before)));

    Copy later = copy(1, after(TEN_HOURS.plus(HOUR)));
    before = live(0, T).withTrash(List.of(later));
    assertEquals(Set.of(trashed(added, later), trashed(later)), Set.copyOf(trashedAgain(before)));
  }

  @Test
  void x4TwoCopiesWithOneDeadlineMayBeOne() {
    Copy tied = copy(1, after(TEN_HOURS));
    Copy added = copy(0, after(TEN_HOURS));
    assertEquals(
        Set.of(trashed(tied, added), trashed(added), trashed(tied)),
        Set.copyOf(trashedAgain(live(0, T).withTrash(List.of(tied)))));
  }

  @Test
  void x4UntrashRestoresTheLatestCopy() {
    Copy earlier = copy(0, T.plusSeconds(1));
    Copy later = copy(1, T.plusSeconds(2));
    assertEquals(List.of(later), Slack.x4Restorable(List.of(earlier, later)));
    Copy unknown = new Copy(0, new Span(T.plusSeconds(1), T.plusSeconds(2)));
    assertEquals(List.of(unknown, later), Slack.x4Restorable(List.of(unknown, later)));
  }

  @Test
  void x4WriteOverATrashedBlockLeavesAllCopiesOrNone() {
    Copy one = copy(0, after(HOUR));
    Copy other = copy(0, after(TEN_HOURS));
    Set<BlockState> after = Rules.written(trashed(one, other), 0, NOW);
    assertEquals(2, after.size());
    assertTrue(after.stream().allMatch(state -> state.live() != null));
    assertTrue(after.stream().anyMatch(state -> state.trash().equals(List.of(one, other))));
    assertTrue(after.stream().anyMatch(state -> state.trash().isEmpty()));
  }

  @Test
  void x5WriteOfTheSameBytesMayOnlyRefreshAndRepairsOthers() {
    BlockState refreshed = only(Rules.written(live(0, T.minus(HOUR)), 0, NOW));
    assertTrue(showsMtime(refreshed, T));
    assertFalse(showsMtime(refreshed, T.minus(HOUR)));
    BlockState repaired = only(Rules.written(live(WalkBlocks.DAMAGED, T), 0, NOW));
    assertFalse(Rules.read(repaired, 0).isEmpty());
    assertTrue(Rules.read(repaired, WalkBlocks.DAMAGED).isEmpty());
  }

  @Test
  void x6FailedTrashLeavesTheBlockLiveOrTrashedNeverNeither() {
    BlockState before = live(0, T.minus(HOUR));
    Set<BlockState> after = Slack.x6Ended(before, trashedAgain(before));
    assertTrue(after.contains(before));
    assertTrue(after.contains(trashed(copy(0, after(TEN_HOURS)))));
    assertFalse(after.contains(BlockState.ABSENT));
  }

  @Test
  void x6FailedWriteLeavesTheOldOrTheNewBytes() {
    BlockState before = live(1, T.minus(HOUR));
    Set<BlockState> after = Slack.x6Ended(before, Rules.written(before, 0, NOW));
    assertTrue(after.stream().anyMatch(state -> !Rules.read(state, 1).isEmpty()));
    assertTrue(after.stream().anyMatch(state -> !Rules.read(state, 0).isEmpty()));
    assertFalse(after.stream().anyMatch(state -> !Rules.missing(state).isEmpty()));
  }

  @Test
  void x7OnlyACallThatWasMadeToFailMayThrow() {
    assertTrue(Slack.x7MayFail(Disturbance.FAULT));
    assertTrue(Slack.x7MayFail(Disturbance.ANSWER_LOST));
    assertFalse(Slack.x7MayFail(Disturbance.NONE));
    assertFalse(Slack.x7MayFail(Disturbance.CANCEL));
  }

  @Test
  void x8CollidingBytesMayBeRefusedAndTheSameMayNot() {
    BlockState before = live(0, T);
    Set<BlockState> refused = Slack.x8Refused(before, 1, Rules.written(before, 1, NOW));
    assertTrue(refused.contains(before));
    assertEquals(Set.of(), Slack.x8Refused(before, 0, Rules.written(before, 0, NOW)));
    assertEquals(Set.of(), Slack.x8Refused(live(WalkBlocks.DAMAGED, T), 0, Set.of(before)));
    // A write that returned has replaced the block.
    assertTrue(Rules.read(only(Rules.written(before, 1, NOW)), 0).isEmpty());
  }

  @Test
  void x9OnlyWhatWasChangedDuringAnIndexIsLeftOut() {
    assertFalse(Slack.x9Judged(2, Set.of(2)));
    assertTrue(Slack.x9Judged(1, Set.of(2)));
  }

  @Test
  void deadlineIsRoundedToWholeSecondsEitherWay() {
    When fraction = new When(NOW.device(), Span.at(T.plusNanos(MILLI)));
    Terms terms = new Terms(new TrashPolicy(Duration.ZERO, TEN_HOURS), Duration.ZERO, null);
    BlockState moved = only(Rules.trashed(live(0, T), TrashOutcome.TRASHED, terms, fraction));
    assertTrue(showsCopy(moved, after(TEN_HOURS)));
    assertTrue(showsCopy(moved, after(TEN_HOURS).plusSeconds(1)));
    assertFalse(showsCopy(moved, after(TEN_HOURS).plusSeconds(2)));
    assertFalse(showsCopy(moved, after(TEN_HOURS).minusSeconds(1)));
  }

  private static boolean showsCopy(BlockState state, Instant deadline) {
    return !Rules.trashShown(state, BLOCK, List.of(new Rules.Shown(SIZE, deadline))).isEmpty();
  }
}
