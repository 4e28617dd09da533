// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.annotation.CheckReturnValue;
import org.keepvolume.Capability;

/**
 * The clauses of the contract of {@link org.keepvolume.Volume}, as data.
 *
 * <p>Ids are stable for ever and never used again. docs/contract.md has a row for each, with its
 * intent, its tests, and the broken volumes that prove the tests. What is said of each comes from
 * the resource {@code clauses.txt}.
 */
@CheckReturnValue
public enum Clause {
  /** A read delivers exactly the bytes last written. */
  RD_1,

  /** Reading a missing block is a BlockNotFoundException, and begin was not called. */
  RD_2,

  /**
   * begin comes once; every offset is written exactly once on success and at most once otherwise. A
   * block that vanishes or changes after the first byte is VolumeUnavailableException, never not
   * found.
   */
  RD_3,

  /** What the sink throws, checked or not, comes back as the same instance. */
  RD_4,

  /** No thread touches the sink once the read has returned or thrown. */
  RD_5,

  /** A trashed block reads as missing. */
  RD_6,

  /** Blocks of 0, 1, 64 MiB - 1 and 64 MiB bytes work on every operation. */
  RD_7,

  /**
   * A stored object larger than 64 MiB is refused with BlockTooLargeException without reading it;
   * stat and index report it with its true size.
   */
  RD_8,

  /** A damaged block is delivered as it is, never shortened in silence. */
  RD_9,

  /** Reading does not change mtime. */
  RD_10,

  /**
   * What is stored under a block's name but is no plain object is a VolumeFailureException that
   * names it, never a hang; a write may replace it as a whole where the device's writes do;
   * listings pass it by.
   */
  RD_11,

  /** A sink that is not parallel sees the calling thread alone, in ascending order without gaps. */
  RD_12,

  /**
   * What was written can be read, from another volume object too and, with SHARED, from another
   * process.
   */
  WR_1,

  /**
   * A reader beside a write of a live block sees the old or the new block, whole; missing only if
   * it was missing before; never an empty block that is not empty.
   */
  WR_2,

  /**
   * A failed, cancelled or killed write leaves the previous block, none, or the complete new block,
   * never a part, and no residue that anything later trips over.
   */
  WR_3,

  /** Rewriting refreshes mtime, and repairs a damaged block. */
  WR_4,

  /** Equal writes at the same time all succeed. */
  WR_5,

  /**
   * Other bytes under the same hash, an MD5 collision, replace the whole block or are refused with
   * an exception.
   */
  WR_6,

  /**
   * A write leaves the buffer's bytes, position and limit unchanged; heap, direct, read-only and
   * sliced buffers work.
   */
  WR_7,

  /** Writing a trashed block makes it live, and a later sweep never removes the live one. */
  WR_8,

  /** A full device is VolumeFullException, and nothing was written. */
  WR_9,

  /**
   * When a write returns, the block survives power loss as far as the device can promise; a failed
   * sync is never retried into success.
   */
  WR_10,

  /** On a full device read, stat, touch, trash, untrash and sweep still work. */
  WR_11,

  /**
   * Bytes whose MD5 is not the hash are the caller's mistake: a backend refuses with
   * BlockCorruptException or stores them.
   */
  WR_12,

  /** After a touch at time t, mtime is not older than t less one second. */
  TM_1,

  /** Touch and stat of a missing or trashed block are BlockNotFoundException. */
  TM_2,

  /** Neither touch nor write moves mtime back. */
  TM_3,

  /** stat and index report the identical mtime. */
  TM_4,

  /** A touch or untrash that returned survives power loss. */
  TM_5,

  /**
   * A block younger than the minimum age is TOO_RECENT when trashed, stays readable, and that is no
   * error.
   */
  TR_1,

  /** A trashed block is not read, stat'ed, touched or indexed, and cannot be trashed again. */
  TR_2,

  /** untrash restores the bytes, and mtime becomes the time of the untrash. */
  TR_3,

  /**
   * untrash of a live block leaves it as it is, bytes and mtime: ALREADY_LIVE; not found only if it
   * is neither live nor in the trash.
   */
  TR_4,

  /** With a trash lifetime of zero, trash deletes: DELETED. */
  TR_5,

  /**
   * A sweep removes exactly what is past its deadline and reports counts and bytes; the exception
   * of a failed or cancelled sweep carries the counts so far.
   */
  TR_6,

  /**
   * After a successful touch or write the block stays readable for at least the minimum age,
   * whatever trash calls run at the same time; otherwise the touch or write failed.
   */
  TR_7,

  /**
   * Of a block trashed twice with different deadlines, a sweep in between leaves the later copy
   * recoverable.
   */
  TR_8,

  /**
   * A sweep never removes a live block, even one rewritten during the sweep, and never anything
   * that is not the volume's.
   */
  TR_9,

  /**
   * An answer lost on the way, after the device has done it, never turns into lost data or a false
   * result.
   */
  TR_10,

  /**
   * A sweep removes what dead writers left behind and is older than a day, never anything younger,
   * and counts it.
   */
  TR_11,

  /**
   * Of several trashed copies untrash restores the one with the latest deadline, and the others
   * stay.
   */
  TR_12,

  /** What indexTrash lists past its deadline is what a sweep at that moment would remove. */
  TR_13,

  /** trash with onlyIfMtime leaves a block whose mtime differs as it is: CHANGED. */
  TR_14,

  /** Every block that stays put is listed exactly once, with size and mtime. */
  IX_1,

  /** Any prefix of 0 to 32 hex digits selects the blocks that begin with it. */
  IX_2,

  /** Foreign names are neither listed nor an error. */
  IX_3,

  /** A listing that could not be completed throws; it never ends quietly. */
  IX_4,

  /**
   * The visitor's exception stops the listing and comes back as the same instance; false stops it
   * with success.
   */
  IX_5,

  /** Memory does not grow with the number of blocks. */
  IX_6,

  /** Blocks still being written are not listed. */
  IX_7,

  /**
   * Without WRITE, write and touch are refused; without TRASH, or where the mount forbids it,
   * trash, untrash and sweep; before any I/O, changing nothing.
   */
  RO_1,

  /**
   * An interrupt ends a call within a second of the last system call or sink call returning, with
   * CallCancelledException; the flag stays set, the outcome is as in WR-3, and the volume goes on
   * working.
   */
  CX_1,

  /** The limits that a backend documents end a call with VolumeUnavailableException. */
  CX_2,

  /** Opening a missing root or container fails, naming it, and creates nothing. */
  LC_1,

  /**
   * close is idempotent; later calls fail with IllegalStateException, and deviceId and capabilities
   * still answer.
   */
  LC_2,

  /** Any number of threads may call at once, and no call leaves a lock held. */
  LC_3,

  /** Many processes may use the device at once. */
  LC_4,

  /** What the volume created for itself, threads and descriptors, is gone after close. */
  LC_5,

  /** close lets running calls end, refuses new ones, and closes the backend once. */
  LC_6,

  /**
   * The methods of an absent capability refuse with VolumeUnsupportedException, or with
   * VolumeReadOnlyException where the mount took it away, and change nothing; what the volume
   * declares is what it has.
   */
  CP_1,

  /** Every configuration mistake is one clear error. */
  CF_1,

  /** No message, toString, log line or device id holds a secret. */
  SE_1,

  /** Every operation is counted with outcome, bytes and time. */
  OB_1,

  /** The provider is discoverable by ServiceLoader on class path and module path. */
  PR_1;

  /** What a clause speaks of. */
  public enum Scope {
    /** A volume as a backend makes it. */
    BACKEND,
    /** What {@link org.keepvolume.layer.Layers#standard} makes of one. */
    OPENED,
    /** What makes volumes from configuration. */
    PROVIDER
  }

  /** How far a clause binds. */
  public enum Level {
    /** Every volume of the scope keeps it. */
    MUST,
    /** It leaves a choice, and the volume keeps to one of the alternatives. */
    MAY,
    /** The kit has no test for it, and says why. */
    UNTESTED
  }

  /**
   * Returns the id as the Javadoc and docs/contract.md write it.
   *
   * @return such as {@code RD-1}
   */
  public String id() {
    return name().replace('_', '-');
  }

  /**
   * Returns what the clause speaks of.
   *
   * @return the scope
   */
  public Scope scope() {
    return data().scope();
  }

  /**
   * Returns how far the clause binds.
   *
   * @return the level
   */
  public Level level() {
    return data().level();
  }

  /**
   * Returns the capability without which the clause does not apply.
   *
   * @return the capability; empty: it applies to every volume
   */
  public Optional<Capability> needs() {
    return data().needs();
  }

  /**
   * Returns the clause itself.
   *
   * @return one or more sentences
   */
  public String text() {
    return data().text();
  }

  /**
   * Returns where to look first when a volume breaks the clause: mistakes that were made before.
   *
   * @return short phrases; empty for an untested clause
   */
  public List<String> hints() {
    return data().hints();
  }

  /**
   * Returns why the kit has no test for the clause.
   *
   * @return a sentence without a full stop; empty unless the level is {@link Level#UNTESTED}
   */
  public Optional<String> untested() {
    return data().untested();
  }

  /**
   * Returns where the documentation speaks of the clause.
   *
   * @return a page of the repository and an anchor in it
   */
  public String page() {
    return "docs/contract.md#" + id().toLowerCase(Locale.ROOT);
  }

  private ClauseText data() {
    return ClauseText.of(id());
  }

  /** Returns the id. */
  @Override
  public String toString() {
    return id();
  }
}
