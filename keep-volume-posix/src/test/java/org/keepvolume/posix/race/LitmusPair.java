// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.race;

import static org.keepvolume.posix.race.LitmusPair.Start.LIVE;
import static org.keepvolume.posix.race.LitmusPair.Start.TRASHED;
import static org.keepvolume.posix.race.Outcome.ALREADY_LIVE;
import static org.keepvolume.posix.race.Outcome.DELETED;
import static org.keepvolume.posix.race.Outcome.MISSING;
import static org.keepvolume.posix.race.Outcome.OK;
import static org.keepvolume.posix.race.Outcome.RESTORED;
import static org.keepvolume.posix.race.Outcome.TOO_RECENT;

import java.util.EnumSet;
import java.util.Set;

/** Two calls on one block that begin together, and which outcomes they may have. */
enum LitmusPair {
  TOUCH_TRASH(LIVE, Deed.TOUCH, Deed.TRASH) {
    @Override
    boolean allows(Outcome touch, Outcome trash, boolean swept, boolean readable) {
      return readable
          ? touch == OK && trash == TOO_RECENT
          : touch == MISSING && TAKEN.contains(trash);
    }
  },
  WRITE_TRASH(LIVE, Deed.WRITE, Deed.TRASH) {
    @Override
    boolean allows(Outcome write, Outcome trash, boolean swept, boolean readable) {
      return readable && write == OK && (trash == TOO_RECENT || TAKEN.contains(trash));
    }
  },
  WRITE_SWEEP(TRASHED, Deed.WRITE, Deed.SWEEP) {
    @Override
    boolean allows(Outcome write, Outcome sweep, boolean swept, boolean readable) {
      return readable && write == OK && sweep == OK;
    }
  },
  UNTRASH_SWEEP(TRASHED, Deed.UNTRASH, Deed.SWEEP) {
    @Override
    boolean allows(Outcome untrash, Outcome sweep, boolean swept, boolean readable) {
      boolean restored = untrash == RESTORED && readable && !swept;
      return sweep == OK && (restored || (untrash == MISSING && !readable && swept));
    }
  },
  TRASH_TRASH(LIVE, Deed.TRASH, Deed.TRASH) {
    @Override
    boolean allows(Outcome one, Outcome other, boolean swept, boolean readable) {
      Set<Outcome> both = EnumSet.of(one, other);
      return !readable && both.removeAll(TAKEN) && (both.isEmpty() || both.equals(Set.of(MISSING)));
    }
  },
  READ_WRITE(LIVE, Deed.READ, Deed.WRITE) {
    @Override
    boolean allows(Outcome read, Outcome write, boolean swept, boolean readable) {
      return readable && read == OK && write == OK;
    }
  },
  READ_TRASH(LIVE, Deed.READ, Deed.TRASH) {
    @Override
    boolean allows(Outcome read, Outcome trash, boolean swept, boolean readable) {
      return !readable && (read == OK || read == MISSING) && TAKEN.contains(trash);
    }
  },
  TOUCH_UNTRASH(TRASHED, Deed.TOUCH, Deed.UNTRASH) {
    @Override
    boolean allows(Outcome touch, Outcome untrash, boolean swept, boolean readable) {
      return readable && (touch == OK || touch == MISSING) && untrash == RESTORED;
    }
  },
  WRITE_UNTRASH(TRASHED, Deed.WRITE, Deed.UNTRASH) {
    @Override
    boolean allows(Outcome write, Outcome untrash, boolean swept, boolean readable) {
      return readable && write == OK && (untrash == RESTORED || untrash == ALREADY_LIVE);
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

  final Start start;
  final Deed one;
  final Deed other;

  LitmusPair(Start start, Deed one, Deed other) {
    this.start = start;
    this.one = one;
    this.other = other;
  }

  /**
   * Tells whether both outcomes may come together; what is read is whole in any case.
   *
   * @param swept whether a sweep counted a copy
   * @param readable whether the block is there afterwards
   */
  abstract boolean allows(Outcome one, Outcome other, boolean swept, boolean readable);
}
