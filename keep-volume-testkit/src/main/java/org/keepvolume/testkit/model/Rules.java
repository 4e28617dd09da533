// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.annotation.CheckReturnValue;
import javax.annotation.Nullable;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashPolicy;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.testkit.model.BlockState.Copy;
import org.keepvolume.testkit.model.BlockState.Live;

/** From a state and what a call answered to the states that can follow; none: it is impossible. */
@CheckReturnValue
final class Rules {
  private static final Set<BlockState> IMPOSSIBLE = Set.of();

  /** What trash goes by. */
  record Terms(TrashPolicy policy, Duration margin, @Nullable Instant onlyIfMtime) {}

  /** A trashed copy as a listing shows it. */
  record Shown(long size, Instant deadline) {}

  /** What a sweep may make of a block. */
  record Swept(BlockState after, SweepTotal total) {}

  private Rules() {}

  static Set<BlockState> missing(BlockState state) {
    return state.live() == null ? Set.of(state) : IMPOSSIBLE;
  }

  static Set<BlockState> read(BlockState state, int variant) {
    Live live = state.live();
    return live != null && live.variant() == variant ? Set.of(state) : IMPOSSIBLE;
  }

  /** A stat or an index, which tell the mtime. */
  static Set<BlockState> shown(BlockState state, int block, long size, Instant mtime) {
    Live live = state.live();
    if (live == null
        || WalkBlocks.size(block, live.variant()) != size
        || !live.mtime().contains(mtime)) {
      return IMPOSSIBLE;
    }
    return Set.of(state.withLive(new Live(live.variant(), Span.at(mtime))));
  }

  static Set<BlockState> written(BlockState state, int variant, When when) {
    Live live = state.live();
    if (live != null) {
      return Set.of(state.withLive(Slack.x5Written(live, variant, when.device())));
    }
    return overTrashed(state, variant, when);
  }

  /** What {@link Step.Put} does, which goes by no earlier mtime. */
  static Set<BlockState> put(BlockState state, int variant, When when) {
    return state.live() == null
        ? overTrashed(state, variant, when)
        : Set.of(state.withLive(new Live(variant, Slack.x1Stamp(when.device(), null))));
  }

  private static Set<BlockState> overTrashed(BlockState state, int variant, When when) {
    Live written = new Live(variant, Slack.x1Stamp(when.device(), null));
    Set<BlockState> after = new LinkedHashSet<>();
    for (List<Copy> copies : Slack.x4AfterWrite(state.trash())) {
      after.add(state.withLive(written).withTrash(copies));
    }
    return after;
  }

  static Set<BlockState> touched(BlockState state, When when) {
    Live live = state.live();
    if (live == null) {
      return IMPOSSIBLE;
    }
    Span stamp = Slack.x1Stamp(when.device(), live.mtime());
    return Set.of(state.withLive(new Live(live.variant(), stamp)));
  }

  static Set<BlockState> trashed(BlockState state, TrashOutcome outcome, Terms terms, When when) {
    Live live = state.live();
    if (live == null) {
      return IMPOSSIBLE;
    }
    Instant onlyIf = terms.onlyIfMtime();
    if (outcome == TrashOutcome.CHANGED) {
      boolean changed = onlyIf != null && !live.mtime().equals(Span.at(onlyIf));
      return changed ? Set.of(state) : IMPOSSIBLE;
    }
    if (onlyIf != null && !live.mtime().contains(onlyIf)) {
      return IMPOSSIBLE;
    }
    Span mtime = onlyIf == null ? live.mtime() : Span.at(onlyIf);
    Duration required = terms.policy().minimumAge();
    if (outcome == TrashOutcome.TOO_RECENT) {
      return Slack.x2MayBeTooRecent(mtime, when.clock(), required, terms.margin())
          ? Set.of(state.withLive(new Live(live.variant(), mtime)))
          : IMPOSSIBLE;
    }
    Duration lifetime = terms.policy().lifetime();
    if (lifetime.isZero() != (outcome == TrashOutcome.DELETED)
        || !Slack.x2MayTrash(mtime, when.clock(), required)) {
      return IMPOSSIBLE;
    }
    return lifetime.isZero()
        ? Set.of(state.withLive(null))
        : moved(state, new Copy(live.variant(), deadline(when.clock().plus(lifetime))));
  }

  private static Set<BlockState> moved(BlockState state, Copy copy) {
    Set<BlockState> after = new LinkedHashSet<>();
    for (List<Copy> copies : Slack.x4AfterTrash(state.trash(), copy)) {
      after.add(state.withLive(null).withTrash(copies));
    }
    return after;
  }

  /** Deadlines have whole seconds, rounded either way. */
  private static Span deadline(Span exact) {
    Instant up = exact.last().plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS);
    return new Span(exact.first().truncatedTo(ChronoUnit.SECONDS), up);
  }

  static Set<BlockState> untrashed(BlockState state, UntrashOutcome outcome, When when) {
    if (outcome == UntrashOutcome.ALREADY_LIVE) {
      return state.live() == null ? IMPOSSIBLE : Set.of(state);
    }
    if (state.live() != null) {
      return IMPOSSIBLE;
    }
    Set<BlockState> after = new LinkedHashSet<>();
    for (Copy copy : Slack.x4Restorable(state.trash())) {
      List<Copy> others = new ArrayList<>(state.trash());
      boolean unused = others.remove(copy);
      Live live = new Live(copy.variant(), Slack.x1Stamp(when.device(), null));
      after.add(state.withLive(live).withTrash(others));
    }
    return after;
  }

  static Set<BlockState> notRestored(BlockState state) {
    return state.equals(BlockState.ABSENT) ? Set.of(state) : IMPOSSIBLE;
  }

  /** A listing of the trash, its copies in the order of their deadlines. */
  static Set<BlockState> trashShown(BlockState state, int block, List<Shown> copies) {
    if (copies.size() != state.trash().size()) {
      return IMPOSSIBLE;
    }
    List<Copy> known = new ArrayList<>();
    for (int i = 0; i < copies.size(); i++) {
      Copy copy = state.trash().get(i);
      Shown shown = copies.get(i);
      if (WalkBlocks.size(block, copy.variant()) != shown.size()
          || !copy.deadline().contains(shown.deadline())) {
        return IMPOSSIBLE;
      }
      known.add(new Copy(copy.variant(), Span.at(shown.deadline())));
    }
    return Set.of(state.withTrash(known));
  }

  static List<Swept> swept(BlockState state, int block, Span now) {
    List<Swept> possible = List.of(new Swept(state.withTrash(List.of()), SweepTotal.NONE));
    for (Copy copy : state.trash()) {
      long size = WalkBlocks.size(block, copy.variant());
      List<Swept> next = new ArrayList<>();
      for (Swept before : possible) {
        if (Slack.x3MayRemove(copy.deadline(), now)) {
          next.add(new Swept(before.after(), before.total().deleted(size)));
        }
        if (Slack.x3MayKeep(copy.deadline(), now)) {
          List<Copy> kept = new ArrayList<>(before.after().trash());
          kept.add(copy);
          next.add(new Swept(before.after().withTrash(kept), before.total().kept(size)));
        }
      }
      possible = next;
    }
    return possible;
  }

  /** What a sweep that failed may have done: a part. */
  static Set<BlockState> partlySwept(BlockState state, Span now) {
    Set<BlockState> possible = new LinkedHashSet<>(Set.of(state.withTrash(List.of())));
    for (Copy copy : state.trash()) {
      Set<BlockState> next = new LinkedHashSet<>();
      for (BlockState before : possible) {
        if (Slack.x3MayRemove(copy.deadline(), now)) {
          next.add(before);
        }
        List<Copy> kept = new ArrayList<>(before.trash());
        kept.add(copy);
        next.add(before.withTrash(kept));
      }
      possible = next;
    }
    return possible;
  }
}
