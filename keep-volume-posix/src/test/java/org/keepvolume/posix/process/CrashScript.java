// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static org.keepvolume.posix.process.CrashWorld.TARGET;

import com.google.common.collect.ImmutableSet;
import java.nio.ByteBuffer;
import org.keepvolume.TrashSweep;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;

/**
 * A call that is broken off, and what it may leave of its block.
 *
 * <p>A state is what lies under the block's name, with "+trash" if a copy is in the trash: "-" is
 * nothing, "old" and "new" the right bytes with the mtime from before or of the call.
 */
enum CrashScript {
  /** Into a directory that is missing, by a volume that has no lock file yet. */
  WRITE_FIRST(ImmutableSet.of("-", "new"), ImmutableSet.of("new")),
  WRITE(ImmutableSet.of("-", "new"), ImmutableSet.of("new")),
  REWRITE(ImmutableSet.of("old", "new"), ImmutableSet.of("new")),
  /** Over other bytes. */
  REPAIR(ImmutableSet.of("damaged", "new"), ImmutableSet.of("new")),
  TOUCH(ImmutableSet.of("old", "new"), ImmutableSet.of("new")),
  TRASH(ImmutableSet.of("old", "-+trash"), ImmutableSet.of("-+trash")),
  /** Over a copy of the same deadline that is the block itself, as a killed untrash leaves it. */
  TRASH_LINKED(ImmutableSet.of("old+trash", "old", "-+trash"), ImmutableSet.of("-+trash")),
  /**
   * With a lifetime of zero: the copy is the step between, in which the block's end is decided, and
   * the next sweep takes it.
   */
  DELETE(ImmutableSet.of("old", "-+trash", "-"), ImmutableSet.of("-")),
  UNTRASH(ImmutableSet.of("-+trash", "new+trash", "new"), ImmutableSet.of("new")),
  SWEEP(ImmutableSet.of("old"), ImmutableSet.of("old"));

  private final ImmutableSet<String> brokenOff;
  private final ImmutableSet<String> done;

  CrashScript(ImmutableSet<String> brokenOff, ImmutableSet<String> done) {
    this.brokenOff = brokenOff;
    this.done = done;
  }

  ImmutableSet<String> brokenOff() {
    return brokenOff;
  }

  ImmutableSet<String> done() {
    return done;
  }

  boolean keepsTrash() {
    return this != DELETE;
  }

  boolean writes() {
    return this == WRITE_FIRST || this == WRITE || this == REWRITE || this == REPAIR;
  }

  /** What an acknowledged call gives. */
  String acknowledgement() {
    return switch (this) {
      case TRASH, TRASH_LINKED -> "TRASHED";
      case DELETE -> "DELETED";
      case UNTRASH -> "RESTORED";
      case SWEEP -> "2 deleted, 1 remains, 1 residue";
      default -> "";
    };
  }

  /** Makes the call. */
  String run(Volume volume) throws VolumeException {
    switch (this) {
      case TOUCH -> volume.touch(TARGET.hash());
      case TRASH, TRASH_LINKED, DELETE -> {
        return volume.trash(TARGET.hash(), null).toString();
      }
      case UNTRASH -> {
        return volume.untrash(TARGET.hash()).toString();
      }
      case SWEEP -> {
        return counts(volume.emptyTrash());
      }
      default -> volume.write(TARGET.hash(), ByteBuffer.wrap(TARGET.content()));
    }
    return "";
  }

  static String counts(TrashSweep sweep) {
    return sweep.deletedBlocks()
        + " deleted, "
        + sweep.remainingBlocks()
        + " remains, "
        + sweep.deletedResidue()
        + " residue";
  }
}
