// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.history;

import org.keepvolume.testkit.Clause;

/** What a thread of a race does. */
public enum Deed {
  /** A touch. */
  TOUCH(Clause.TM_1),
  /** A write of the block's own bytes. */
  WRITE(Clause.WR_5),
  /** A trash, whatever the mtime. */
  TRASH(Clause.TR_7),
  /** A stat, and a trash of the block with the mtime that it gave. */
  TRASH_SEEN(Clause.TR_14),
  /** An untrash. */
  UNTRASH(Clause.TR_3),
  /** An emptyTrash. */
  SWEEP(Clause.TR_6),
  /** A read. */
  READ(Clause.RD_1),
  /** A stat. */
  STAT(Clause.TM_4),
  /** An index of all blocks. */
  INDEX(Clause.IX_1);

  private final Clause clause;

  Deed(Clause clause) {
    this.clause = clause;
  }

  /** Returns the clause that is broken when it fails though nothing is wrong. */
  Clause clause() {
    return clause;
  }

  /** Tells whether it may take a block away. */
  boolean trashes() {
    return this == TRASH || this == TRASH_SEEN;
  }
}
