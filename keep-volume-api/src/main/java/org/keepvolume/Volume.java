// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Set;
import javax.annotation.Nullable;

/**
 * One backend that keeps blocks: the interface that a plugin author implements.
 *
 * <p>This text is the contract. Ids such as RD-1 name its clauses and are stable for ever. Callers
 * hold a {@link org.keepvolume.store.BlockStore}, or a volume wrapped by {@link
 * org.keepvolume.layer.Layers#standard}; an implementer may rely on what that wrapping guarantees:
 *
 * <ul>
 *   <li>no argument is null unless marked so, and data has at most {@link #MAX_BLOCK_SIZE} bytes;
 *   <li>methods of a capability that is not declared are not called (CP-1); without {@link
 *       Capability#WRITE} or {@link Capability#TRASH}, or where a mount forbids it, the refusal
 *       comes before any I/O and changes nothing (RO-1);
 *   <li>after close begins no method is called, except those that do no I/O; close is called once,
 *       when the last running call has ended (LC-2, LC-6).
 * </ul>
 *
 * <p>Each method says, in this order: what it does and promises; what the implementer is given;
 * what happens if the block is missing; what holds after a failure; threads and interruption. What
 * holds for every method:
 *
 * <ul>
 *   <li><b>Blocks</b> of 0 to {@link #MAX_BLOCK_SIZE} bytes inclusive work everywhere (RD-7). What
 *       is stored under a block's name but is no plain object, such as a directory, a link, a
 *       device or another kind of blob, is a {@link VolumeFailureException} that names it to a call
 *       about that block, never a hang (RD-11); a write may replace it as a whole where the
 *       device's writes replace whatever is there; listings pass it by.
 *   <li><b>Threads.</b> Any number may call at once (LC-3), platform or virtual; with {@link
 *       Capability#SHARED} any number of processes too, and hosts where the device serves several
 *       (LC-4).
 *   <li><b>Interruption.</b> An interrupt ends a call within a second of the last system call or
 *       sink call returning, with {@link CallCancelledException}; the flag stays set, the volume
 *       goes on working (CX-1). A thread that is interrupted already changes nothing. The limits
 *       that a backend documents end a call with {@link VolumeUnavailableException} (CX-2).
 *   <li><b>Exceptions.</b> Besides those named at a method, each may throw {@link
 *       VolumeUnavailableException} (could not be asked; trying again may help), {@link
 *       VolumeFailureException} (a person must look), {@link CallCancelledException}, and {@link
 *       VolumeUnsupportedException} or {@link VolumeReadOnlyException} as above; a wrapped volume
 *       throws {@link IllegalStateException} after close. Unavailable is never told as missing. An
 *       answer lost on the way never turns into lost data or a false result (TR-10). No message,
 *       {@code toString}, log line or device id holds a secret (SE-1).
 *   <li><b>Use</b> is counted by the observing layer, each operation with outcome, bytes and time
 *       (OB-1).
 * </ul>
 *
 * <p>Opening: a missing root or container is an error that names it, and creates nothing (LC-1). A
 * configuration mistake is one clear error (CF-1); a provider is found by ServiceLoader on class
 * path and module path (PR-1).
 */
public interface Volume extends AutoCloseable {
  /** The largest block: 64 MiB, 67 108 864 bytes. The limit is Arvados Keep's. */
  int MAX_BLOCK_SIZE = 1 << 26;

  /**
   * Returns the name of the device, by which two volumes on one device are recognised.
   *
   * <p>The same from every process that uses the device, wherever the device has an identity of its
   * own; the same on each call.
   *
   * <p><b>Threads and interruption:</b> any thread, interrupted or not, also after close. Does no
   * I/O and never fails.
   *
   * @return a non-empty name without secrets
   */
  String deviceId();

  /**
   * Returns what this volume can do and promises.
   *
   * <p>The same on each call.
   *
   * <p><b>Threads and interruption:</b> any thread, interrupted or not, also after close. Does no
   * I/O and never fails.
   *
   * @return an immutable set; reading, stat, index and status need no capability
   */
  Set<Capability> capabilities();

  /**
   * Delivers a live block to a sink.
   *
   * <p>The sink gets exactly the bytes last written (RD-1); of a stored object that was damaged it
   * gets what is there, never shortened in silence: whether the content has the hash is checked
   * above (RD-9). What looks as if it were still being written is unavailable, for no longer than
   * the backend documents. A read beside a write of a live block delivers the old or the new block,
   * whole (WR-2). Calls to the sink follow {@link BlockSink}: begin once; every offset exactly once
   * on success and at most once otherwise; never a restart after the first byte, so a block that
   * vanishes or changes from then on is unavailable, not missing (RD-3); a sink that is not
   * parallel sees this thread alone, in ascending order (RD-12). Reading does not change mtime
   * (RD-10).
   *
   * <p><b>Given:</b> a sink used by this call alone until it ends.
   *
   * <p><b>Missing block:</b> missing or trashed is a {@link BlockNotFoundException}, and begin was
   * not called (RD-2, RD-6).
   *
   * <p><b>After a failure</b> the sink may hold any part of the block, and the volume is unchanged.
   * What the sink throws comes back as the same instance (RD-4).
   *
   * <p><b>Threads and interruption:</b> any thread. An interrupt ends the read between two calls to
   * the sink (CX-1). No thread touches the sink once this has returned or thrown (RD-5). The time
   * inside the sink counts towards no limit.
   *
   * @param hash the block
   * @param sink where the bytes go
   * @return the block's size in bytes, 0 to {@link #MAX_BLOCK_SIZE}
   * @throws BlockNotFoundException if the block is missing or trashed
   * @throws BlockTooLargeException if the stored object is larger than a block; it was not read and
   *     begin was not called (RD-8)
   * @throws IOException the sink's own exception, or another {@link VolumeException}
   */
  int read(BlockHash hash, BlockSink sink) throws IOException;

  /**
   * Stores a block, whether or not it is stored already.
   *
   * <p>When it returns, every read from any volume object on the device, and with {@link
   * Capability#SHARED} from any process, finds the block (WR-1), its mtime is fresh (WR-4), and it
   * stays readable as TR-7 says at {@link #trash}. A damaged copy is repaired (WR-4); a trashed
   * block is live again, and no later sweep removes the live one (WR-8). Equal writes at once all
   * succeed (WR-5). Other bytes under the same hash are replaced as a whole, or refused with an
   * exception (WR-6). With {@link Capability#DURABLE} the block survives power loss as far as the
   * device can promise; a failed sync is never retried into success (WR-10). mtime never moves
   * back, but on a device that stamps by arrival overlapping writes may leave the earlier one's
   * (TM-3).
   *
   * <p><b>Given:</b> a hash that the caller computed; bytes with another MD5 are the caller's
   * mistake, which a backend refuses with {@link BlockCorruptException} or stores (WR-12). A buffer
   * of any kind, not changed by anyone until the call ends; its bytes, position and limit stay as
   * they are (WR-7).
   *
   * <p><b>Missing block:</b> is stored.
   *
   * <p><b>After a failure,</b> an interrupt or a kill: the previous block, none, or the complete
   * new block, never a part, and nothing that anything later trips over (WR-3).
   *
   * <p><b>Threads and interruption:</b> any thread. An interrupt ends the call until the new block
   * is in place, and no longer (CX-1). No thread touches the buffer once this has returned or
   * thrown.
   *
   * @param hash the MD5 of the data
   * @param data the block, from position to limit, 0 to {@link #MAX_BLOCK_SIZE} bytes
   * @throws VolumeFullException if the device has no room; nothing was written (WR-9). Read, stat,
   *     touch, trash, untrash and sweep still work then (WR-11).
   * @throws BlockTooLargeException if there are more bytes (thrown by the wrapping)
   * @throws BlockCorruptException if the backend checked and the bytes have another MD5
   * @throws VolumeException as said above
   */
  void write(BlockHash hash, ByteBuffer data) throws VolumeException;

  /**
   * Makes a live block young: after a touch at time t, mtime is not older than t less one second
   * (TM-1), and not older than it was (TM-3).
   *
   * <p>The bytes stay. The block stays readable as TR-7 says at {@link #trash}. With {@link
   * Capability#DURABLE} the new mtime survives power loss (TM-5).
   *
   * <p><b>Given:</b> the hash alone.
   *
   * <p><b>Missing block:</b> missing or trashed is a {@link BlockNotFoundException} (TM-2).
   *
   * <p><b>After another failure</b> the mtime is the old or the new one.
   *
   * <p><b>Threads and interruption:</b> any thread. An interrupt ends the call as a failure does
   * (CX-1).
   *
   * @param hash the block
   * @throws BlockNotFoundException if the block is missing or trashed
   * @throws VolumeException as said above
   */
  void touch(BlockHash hash) throws VolumeException;

  /**
   * Tells size and mtime of a live block, without reading it.
   *
   * <p>The mtime is identical to that of {@link #index} (TM-4). An object larger than a block is
   * shown with its true size (RD-8).
   *
   * <p><b>Given:</b> the hash alone.
   *
   * <p><b>Missing block:</b> missing or trashed is a {@link BlockNotFoundException} (TM-2).
   *
   * <p><b>After a failure</b> nothing has changed.
   *
   * <p><b>Threads and interruption:</b> any thread. An interrupt ends the call (CX-1).
   *
   * @param hash the block
   * @return what is stored
   * @throws BlockNotFoundException if the block is missing or trashed
   * @throws VolumeException as said above
   */
  BlockInfo stat(BlockHash hash) throws VolumeException;

  /**
   * Moves a block that is old enough to the trash, or deletes it where the trash lifetime is zero
   * (TR-5).
   *
   * <p>A block younger than the minimum age of the {@link TrashPolicy} stays readable: TOO_RECENT,
   * no error (TR-1). A block whose mtime is not {@code onlyIfMtime}, compared exactly in the
   * precision of {@link #stat}, stays as it is: CHANGED (TR-14). A trashed block is not read,
   * stat'ed, touched or indexed (TR-2). The deadline is the time of the call plus the lifetime, in
   * whole seconds, rounded either way (TR-13). Trashed twice with different deadlines, a sweep in
   * between leaves the later copy recoverable (TR-8).
   *
   * <p>TR-7: after a successful touch or write the block stays readable for at least the minimum
   * age (the smallest that any process was opened with), counted from the start of that call, less
   * the clock skew between hosts, whatever trash calls run at the same time in any process on any
   * host; otherwise the touch or write must have failed. To keep this a backend trashes only at
   * minimum age plus a margin that it documents, zero when the minimum age is zero.
   *
   * <p><b>Given:</b> the time to compare with, or null for none.
   *
   * <p><b>Missing block:</b> missing or already trashed is a {@link BlockNotFoundException}.
   *
   * <p><b>After another failure</b> the block is live or in the trash, whole, never neither; with a
   * trash lifetime of zero it is live or deleted.
   *
   * <p><b>Threads and interruption:</b> any thread. An interrupt ends the call as a failure does
   * (CX-1).
   *
   * @param hash the block
   * @param onlyIfMtime the mtime the block must have, as {@link #stat} or {@link #index} gave it;
   *     null: any
   * @return what was done
   * @throws BlockNotFoundException if the block is missing or trashed
   * @throws VolumeException as said above
   */
  TrashOutcome trash(BlockHash hash, @Nullable Instant onlyIfMtime) throws VolumeException;

  /**
   * Makes a trashed block live again, with its bytes and with the time of this call as mtime
   * (TR-3).
   *
   * <p>A live block stays as it is, bytes and mtime: ALREADY_LIVE (TR-4). Of several trashed copies
   * the one with the latest deadline is restored, the others stay (TR-12). A deadline that has
   * passed does not matter while the copy exists. With {@link Capability#DURABLE} the restored
   * block survives power loss (TM-5).
   *
   * <p><b>Given:</b> the hash alone.
   *
   * <p><b>Missing block:</b> neither live nor in the trash is a {@link BlockNotFoundException}.
   *
   * <p><b>After another failure</b> the block is live or in the trash, whole, never neither.
   *
   * <p><b>Threads and interruption:</b> any thread. An interrupt ends the call as a failure does
   * (CX-1).
   *
   * @param hash the block
   * @return what was done
   * @throws BlockNotFoundException if the block is neither live nor in the trash
   * @throws VolumeException as said above
   */
  UntrashOutcome untrash(BlockHash hash) throws VolumeException;

  /**
   * Lists the live blocks whose hash has a prefix.
   *
   * <p>Every block that stays put during the call is listed exactly once, with size and mtime
   * (IX-1); what is written, trashed or restored meanwhile may be listed or not. No order is
   * promised. Any prefix of 0 to 32 digits works (IX-2). Foreign names (IX-3) and blocks still
   * being written (IX-7) are not listed. Memory does not grow with the number of blocks (IX-6). A
   * listing that could not be completed throws; it never ends quietly (IX-4).
   *
   * <p><b>Given:</b> a visitor that is called on this thread, one call at a time, and may call this
   * volume. When it returns false the call ends with success; what it throws comes back as the same
   * instance (IX-5).
   *
   * <p><b>Missing block:</b> a prefix that no block has is a success without a call to the visitor.
   *
   * <p><b>After a failure</b> any part of the blocks may have been visited, and nothing has
   * changed.
   *
   * <p><b>Threads and interruption:</b> any thread. An interrupt ends the call between two blocks
   * (CX-1). The time inside the visitor counts towards no limit; there is none for the index as a
   * whole.
   *
   * @param prefix the blocks to list
   * @param visitor called once for each block
   * @throws IOException the visitor's own exception, or a {@link VolumeException} as said above
   */
  void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException;

  /**
   * Lists the trashed copies whose hash has a prefix, with size and deadline.
   *
   * <p>What it lists past its deadline is what a sweep at that moment would remove (TR-13).
   * Complete, without order, in bounded memory, without foreign names, as {@link #index} is (IX-1
   * to IX-7).
   *
   * <p><b>Given:</b> a visitor that is called on this thread, one call at a time, and may call this
   * volume. When it returns false the call ends with success; what it throws comes back as the same
   * instance (IX-5).
   *
   * <p><b>Missing block:</b> a prefix that no trashed copy has is a success without a call to the
   * visitor.
   *
   * <p><b>After a failure</b> any part of the copies may have been visited, and nothing has
   * changed.
   *
   * <p><b>Threads and interruption:</b> any thread. An interrupt ends the call between two copies
   * (CX-1). The time inside the visitor counts towards no limit.
   *
   * @param prefix the blocks to list
   * @param visitor called once for each trashed copy
   * @throws IOException the visitor's own exception, or a {@link VolumeException} as said above
   */
  void indexTrash(BlockPrefix prefix, TrashVisitor visitor) throws IOException;

  /**
   * Sweeps: removes the trashed copies that are past their deadline, and those alone (TR-6).
   *
   * <p>Also removes and counts what dead writers left behind and is older than a day, never
   * anything younger (TR-11). Never removes a live block, even one rewritten during the sweep, and
   * never anything that is not the volume's (TR-9).
   *
   * <p><b>Given:</b> nothing; the time comes from the clock given at open.
   *
   * <p><b>Missing block:</b> a trash without anything to remove is a success.
   *
   * <p><b>After a failure</b> some of the copies are removed, each wholly; the exception carries
   * the counts so far, {@link VolumeException#sweep}. The next sweep goes on.
   *
   * <p><b>Threads and interruption:</b> any thread. An interrupt ends the call between two copies
   * (CX-1).
   *
   * @return what was removed and what remains
   * @throws VolumeException as said above
   */
  TrashSweep emptyTrash() throws VolumeException;

  /**
   * Tells the space of the device, as far as the device can say, at this moment.
   *
   * <p><b>After a failure</b> nothing has changed.
   *
   * <p><b>Threads and interruption:</b> any thread. An interrupt ends the call (CX-1).
   *
   * @return free and used bytes
   * @throws VolumeException as said above
   */
  VolumeStatus status() throws VolumeException;

  /**
   * Ends the use of the volume.
   *
   * <p>What the volume created for itself, threads and descriptors, is gone afterwards; what it was
   * given stays open (LC-5). Blocks are not affected. A second call does nothing (LC-2). A wrapped
   * volume refuses new calls, lets running ones end, and closes its backend once (LC-6).
   *
   * <p><b>Given:</b> no running call, as the wrapping sees to.
   *
   * <p><b>After a failure</b> the volume is closed all the same.
   *
   * <p><b>Threads and interruption:</b> any thread, but not from a sink or visitor of the volume's
   * own calls. A wrapped volume that is interrupted while it waits for running calls throws {@link
   * CallCancelledException}: it refuses new calls, and a further close goes on where this one
   * stopped.
   *
   * @throws VolumeException if something could not be released, or as just said
   */
  @Override
  void close() throws VolumeException;
}
