// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import java.util.Optional;
import java.util.Set;
import javax.annotation.Nullable;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.RawAccess;

/**
 * Finds the clause that is broken when an answer is impossible.
 *
 * <p>What lies on the device decides: if that is right, the call that answered is at fault; if not,
 * the last one that had to change it, or that had to leave what was seen to be right before.
 */
final class Blame {
  /** What the last calls about one side of a block owe it. */
  private static final class Debt {
    private @Nullable Clause clause;
    private boolean seenRight = true;

    /** A call had to change it. */
    void changed(Clause owed) {
      clause = owed;
      seenRight = false;
    }

    /** A call had to leave it as it was. */
    void left(Clause owed) {
      if (seenRight) {
        changed(owed);
      }
    }

    Clause or(Clause own) {
      return clause == null ? own : clause;
    }
  }

  private static final Set<Clause> MAKING_LIVE = Set.of(Clause.WR_1, Clause.WR_8, Clause.TR_3);

  private final Model model;
  private final RawAccess raw;
  private final Debt[] live = debts();
  private final Debt[] mtime = debts();
  private final Debt[] trash = debts();

  Blame(Model model, RawAccess raw) {
    this.model = model;
    this.raw = raw;
  }

  private static Debt[] debts() {
    Debt[] debts = new Debt[WalkBlocks.COUNT];
    for (int block = 0; block < debts.length; block++) {
      debts[block] = new Debt();
    }
    return debts;
  }

  /** Notes that a call had to change a live block, or make it one, or end it. */
  void changed(int block, Clause ofLive, Clause ofMtime) {
    live[block].changed(ofLive);
    mtime[block].changed(ofMtime);
  }

  /** Notes that a call had to leave a live block as it was. */
  void left(int block, Clause clause) {
    live[block].left(clause);
    mtime[block].left(clause);
  }

  void mtimeLeft(int block, Clause clause) {
    mtime[block].left(clause);
  }

  void trashChanged(int block, Clause clause) {
    trash[block].changed(clause);
  }

  void trashLeft(int block, Clause clause) {
    trash[block].left(clause);
  }

  void contentSeen(int block) {
    live[block].seenRight = true;
  }

  void mtimeSeen(int block) {
    mtime[block].seenRight = true;
  }

  void trashSeen(int block) {
    trash[block].seenRight = true;
  }

  /** A block that must be live is missing, says a call whose own clause is given. */
  Clause lost(int block, Clause own) throws Exception {
    Clause owed = live[block].or(own);
    return content(block).isEmpty() || MAKING_LIVE.contains(owed) ? owed : own;
  }

  /** The same of a call that has its own way to look. */
  Clause notListed(int block, Clause own) throws Exception {
    return content(block).isEmpty() ? live[block].or(own) : own;
  }

  /** A block that must be missing is live, says a call whose own clause is given. */
  Clause found(int block, Clause own) throws Exception {
    return content(block).isPresent() ? live[block].or(own) : own;
  }

  /** A block reads as other bytes than it must have. */
  Clause otherBytes(int block) throws Exception {
    int stored = content(block).map(b -> WalkBlocks.variant(block, b)).orElse(WalkBlocks.UNKNOWN);
    if (model.any(block, s -> s.live() != null && s.live().variant() == stored)) {
      return stored == WalkBlocks.DAMAGED ? Clause.RD_9 : Clause.RD_1;
    }
    return live[block].or(Clause.RD_1);
  }

  Clause mtime(int block) {
    return mtime[block].or(Clause.TM_4);
  }

  /** The trashed copies are not those that there must be, says a call with its own clause. */
  Clause trash(int block, Clause own) {
    return trash[block].seenRight ? own : trash[block].or(own);
  }

  /** Returns the clause of a change of the trash that nothing has shown to be right so far. */
  Clause unseenTrash(Clause own) {
    for (Debt debt : trash) {
      if (!debt.seenRight && (debt.clause == Clause.TR_12 || debt.clause == Clause.TR_8)) {
        return debt.clause;
      }
    }
    return own;
  }

  private Optional<byte[]> content(int block) throws Exception {
    return raw.content(WalkBlocks.hash(block));
  }
}
