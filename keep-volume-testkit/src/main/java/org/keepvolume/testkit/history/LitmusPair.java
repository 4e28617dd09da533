// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.history;

import static org.keepvolume.testkit.history.LitmusPair.Start.LIVE;
import static org.keepvolume.testkit.history.LitmusPair.Start.TRASHED;
import static org.keepvolume.testkit.history.Outcome.ALREADY_LIVE;
import static org.keepvolume.testkit.history.Outcome.DELETED;
import static org.keepvolume.testkit.history.Outcome.MISSING;
import static org.keepvolume.testkit.history.Outcome.OK;
import static org.keepvolume.testkit.history.Outcome.RESTORED;
import static org.keepvolume.testkit.history.Outcome.TOO_RECENT;

import java.util.EnumSet;
import java.util.Set;
import org.keepvolume.testkit.Clause;

/** Two calls on one block that begin together, and which outcomes they may have. */
public enum LitmusPair {
  /** A block touched stays, or the touch finds nothing. */
  TOUCH_TRASH(Clause.TR_7, LIVE, Deed.TOUCH, Deed.TRASH) {
    @Override
    boolean allows(Outcome touch, Outcome trash, boolean swept, boolean readable) {
      return readable
          ? touch == OK && trash == TOO_RECENT
          : touch == MISSING && TAKEN.contains(trash);
    }
  },
  /** A block written stays. */
  WRITE_TRASH(Clause.TR_7, LIVE, Deed.WRITE, Deed.TRASH) {
    @Override
    boolean allows(Outcome write, Outcome trash, boolean swept, boolean readable) {
      return readable && write == OK && (trash == TOO_RECENT || TAKEN.contains(trash));
    }
  },
  /** A block written beside the sweep of a copy of it stays. */
  WRITE_SWEEP(Clause.TR_9, TRASHED, Deed.WRITE, Deed.SWEEP) {
    @Override
    boolean allows(Outcome write, Outcome sweep, boolean swept, boolean readable) {
      return readable && write == OK && sweep == OK;
    }
  },
  /** A copy is restored or swept, not both and not neither. */
  UNTRASH_SWEEP(Clause.TR_6, TRASHED, Deed.UNTRASH, Deed.SWEEP) {
    @Override
    boolean allows(Outcome untrash, Outcome sweep, boolean swept, boolean readable) {
      boolean restored = untrash == RESTORED && readable && !swept;
      return sweep == OK && (restored || (untrash == MISSING && !readable && swept));
    }

    @Override
    Clause broken(Outcome untrash, boolean readable) {
      return untrash == RESTORED && !readable ? Clause.TR_9 : clause();
    }
  },
  /** One of two trashes takes the block at least. */
  TRASH_TRASH(Clause.TR_7, LIVE, Deed.TRASH, Deed.TRASH) {
    @Override
    boolean allows(Outcome one, Outcome other, boolean swept, boolean readable) {
      Set<Outcome> both = EnumSet.of(one, other);
      return !readable && both.removeAll(TAKEN) && (both.isEmpty() || both.equals(Set.of(MISSING)));
    }
  },
  /** A reader beside a rewrite finds the block, whole. */
  READ_WRITE(Clause.WR_2, LIVE, Deed.READ, Deed.WRITE) {
    @Override
    boolean allows(Outcome read, Outcome write, boolean swept, boolean readable) {
      return readable && read == OK && write == OK;
    }
  },
  /** A reader beside a trash finds the block, whole, or nothing. */
  READ_TRASH(Clause.TR_2, LIVE, Deed.READ, Deed.TRASH) {
    @Override
    boolean allows(Outcome read, Outcome trash, boolean swept, boolean readable) {
      return !readable && (read == OK || read == MISSING) && TAKEN.contains(trash);
    }
  },
  /** A block restored beside a touch stays. */
  TOUCH_UNTRASH(Clause.TR_3, TRASHED, Deed.TOUCH, Deed.UNTRASH) {
    @Override
    boolean allows(Outcome touch, Outcome untrash, boolean swept, boolean readable) {
      return readable && (touch == OK || touch == MISSING) && untrash == RESTORED;
    }
  },
  /** A block written and restored at once stays. */
  WRITE_UNTRASH(Clause.WR_8, TRASHED, Deed.WRITE, Deed.UNTRASH) {
    @Override
    boolean allows(Outcome write, Outcome untrash, boolean swept, boolean readable) {
      return readable && write == OK && (untrash == RESTORED || untrash == ALREADY_LIVE);
    }
  },
  /** Two equal writes succeed, and the block stays. */
  WRITE_WRITE(Clause.WR_5, LIVE, Deed.WRITE, Deed.WRITE) {
    @Override
    boolean allows(Outcome one, Outcome other, boolean swept, boolean readable) {
      return readable && one == OK && other == OK;
    }
  };

  /** What there is before both calls. */
  enum Start {
    /** A block older than the minimum age. */
    LIVE,
    /** A copy past its deadline, and no block. */
    TRASHED
  }

  private static final Set<Outcome> TAKEN = EnumSet.of(Outcome.TRASHED, DELETED);

  private final Clause clause;
  final Start start;
  final Deed one;
  final Deed other;

  LitmusPair(Clause clause, Start start, Deed one, Deed other) {
    this.clause = clause;
    this.start = start;
    this.one = one;
    this.other = other;
  }

  /**
   * Returns the clause that a forbidden outcome breaks, as a rule.
   *
   * @return the clause
   */
  public Clause clause() {
    return clause;
  }

  /** Returns the clause that an outcome breaks which is not allowed. */
  Clause broken(Outcome one, boolean readable) {
    return clause;
  }

  boolean needsTrash() {
    return start == TRASHED || one.trashes() || other.trashes();
  }

  boolean renewsBesideTrash() {
    return this == TOUCH_TRASH || this == WRITE_TRASH;
  }

  /**
   * Tells whether both outcomes may come together; what is read is whole in any case.
   *
   * @param swept whether a sweep counted a copy
   * @param readable whether the block is there afterwards
   */
  abstract boolean allows(Outcome one, Outcome other, boolean swept, boolean readable);
}
