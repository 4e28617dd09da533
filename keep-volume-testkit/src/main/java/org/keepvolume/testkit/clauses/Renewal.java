// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import static org.keepvolume.TrashOutcome.DELETED;
import static org.keepvolume.TrashOutcome.TRASHED;

import java.util.concurrent.Callable;
import org.keepvolume.TrashOutcome;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.clauses.Background.Outcome;

/** A call after which a block is young and has to stay. */
enum Renewal {
  TOUCH {
    @Override
    void call(Volume volume, TestBlock block) throws VolumeException {
      volume.touch(block.hash());
    }
  },
  WRITE {
    @Override
    void call(Volume volume, TestBlock block) throws VolumeException {
      volume.write(block.hash(), block.buffer());
    }
  };

  abstract void call(Volume volume, TestBlock block) throws VolumeException;

  /** Makes the call and tells how it ended. */
  Outcome<String> attempt(Volume volume, TestBlock block) {
    return attempt(
        () -> {
          call(volume, block);
          return "success";
        });
  }

  static <T> Outcome<T> attempt(Callable<T> call) {
    try {
      return new Outcome<>(call.call(), null);
    } catch (Throwable e) {
      return new Outcome<>(null, e);
    }
  }

  /**
   * Requires of a renewal and a trash that ran at the same time, on an old block, what one after
   * the other could have given, and that a block renewed is there.
   */
  void requireAgreement(
      ClauseGroup group,
      Volume volume,
      TestBlock block,
      Outcome<String> renewed,
      Outcome<TrashOutcome> trashed)
      throws Exception {
    String both = "beside each other a " + this + " gave " + renewed + " and a trash " + trashed;
    boolean taken = trashed.value() == TRASHED || trashed.value() == DELETED;
    if (renewed.thrown() == null) {
      // A write that comes second stores the block again; a touch that comes second finds nothing.
      ClauseGroup.see(this == WRITE || !taken, both);
      ClauseGroup.see(group.raw().content(block.hash()).isPresent(), both + "; the block is gone");
      group.requireContent(volume, block);
    } else {
      // What a touch says of a block that is gone is for TM-2.
      boolean late = this == TOUCH && taken && renewed.thrown() instanceof VolumeException;
      ClauseGroup.see(renewed.thrown() instanceof VolumeUnavailableException || late, both);
    }
  }

  /** Returns the name in small letters. */
  @Override
  public String toString() {
    return this == TOUCH ? "touch" : "write";
  }
}
