// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.annotation.CheckReturnValue;
import javax.annotation.Nullable;
import org.keepvolume.testkit.model.BlockState.Copy;
import org.keepvolume.testkit.model.BlockState.Live;

/**
 * Where the model leaves a backend a choice, X1 to X9. There is no other slack.
 *
 * <p>Times are given a second each way, since devices keep whole seconds.
 */
@CheckReturnValue
final class Slack {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private Slack() {}

  /** X1: a stamp lies within a second of the call by the device's clock, and never moves back. */
  static Span x1Stamp(Span call, @Nullable Span previous) {
    Span stamp = call.widened(SECOND);
    return previous == null ? stamp : stamp.orLater(previous);
  }

  /** X2: a block less than a second short of the age that trash requires may be taken. */
  static boolean x2MayTrash(Span mtime, Span now, Duration required) {
    return !age(mtime.first(), now.last()).plus(SECOND).minus(required).isNegative();
  }

  /** X2: up to the backend's margin and a second above the minimum age, it may be too recent. */
  static boolean x2MayBeTooRecent(Span mtime, Span now, Duration required, Duration margin) {
    return age(mtime.last(), now.first()).compareTo(required.plus(margin).plus(SECOND)) < 0;
  }

  private static Duration age(Instant mtime, Instant now) {
    return Duration.between(mtime, now);
  }

  /** X3: a sweep removes what is less than a second before its deadline, or not. */
  static boolean x3MayRemove(Span deadline, Span now) {
    return !deadline.first().minus(SECOND).isAfter(now.last());
  }

  /** X3: a sweep keeps what is less than a second past its deadline, or not. */
  static boolean x3MayKeep(Span deadline, Span now) {
    return deadline.last().plus(SECOND).isAfter(now.first());
  }

  /**
   * X4: of several trashed copies at least the one with the latest deadline survives; two with one
   * deadline may be one.
   */
  static Set<List<Copy>> x4AfterTrash(List<Copy> before, Copy added) {
    List<Copy> all = with(before, added);
    Set<List<Copy>> possible = new LinkedHashSet<>(List.of(all));
    List<Copy> others =
        before.stream().filter(copy -> !copy.deadline().overlaps(added.deadline())).toList();
    possible.add(with(others, added));
    for (Copy tied : before) {
      if (tied.deadline().overlaps(added.deadline())) {
        possible.add(with(others, tied));
      }
    }
    for (Copy latest : x4Restorable(all)) {
      possible.add(List.of(latest));
    }
    return possible;
  }

  /** X4: a write over a trashed block leaves the trashed copies or replaces them. */
  static Set<List<Copy>> x4AfterWrite(List<Copy> before) {
    return new LinkedHashSet<>(List.of(before, List.of()));
  }

  /** X4: untrash restores a copy of which none has a later deadline. */
  static List<Copy> x4Restorable(List<Copy> copies) {
    return copies.stream()
        .filter(
            copy ->
                copies.stream()
                    .noneMatch(other -> other.deadline().first().isAfter(copy.deadline().last())))
        .toList();
  }

  private static List<Copy> with(List<Copy> copies, Copy added) {
    List<Copy> all = new ArrayList<>(copies);
    all.add(added);
    return all;
  }

  /**
   * X5: a write of the bytes that are live may refresh them only; what else is live it replaces.
   */
  static Live x5Written(Live before, int variant, Span call) {
    Span stamp = x1Stamp(call, before.mtime());
    return before.variant() == variant
        ? new Live(before.variant(), stamp)
        : new Live(variant, stamp);
  }

  /** X6: a call that ended badly has done all that it was to do, or nothing. */
  static Set<BlockState> x6Ended(BlockState before, Set<BlockState> done) {
    Set<BlockState> possible = new LinkedHashSet<>(Set.of(before));
    possible.addAll(done);
    return possible;
  }

  /** X7: a call that was made to fail may throw; it may succeed too, but then it is judged. */
  static boolean x7MayFail(Disturbance disturbance) {
    return disturbance == Disturbance.FAULT || disturbance == Disturbance.ANSWER_LOST;
  }

  /** X8: other bytes of the same hash may be refused, which leaves the old or the new ones. */
  static Set<BlockState> x8Refused(BlockState before, int variant, Set<BlockState> done) {
    Live live = before.live();
    boolean collision = live != null && live.variant() != variant;
    return collision && live.variant() != WalkBlocks.DAMAGED ? x6Ended(before, done) : Set.of();
  }

  /** X9: an index is judged by the blocks that nobody changed meanwhile. */
  static boolean x9Judged(int block, Set<Integer> changedMeanwhile) {
    return !changedMeanwhile.contains(block);
  }
}
