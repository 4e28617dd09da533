// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.annotation.CheckReturnValue;
import javax.annotation.Nullable;
import javax.annotation.concurrent.ThreadSafe;
import org.keepvolume.BlockCollisionException;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSink;
import org.keepvolume.BlockSinks;
import org.keepvolume.BlockTooLargeException;
import org.keepvolume.CallCancelledException;
import org.keepvolume.IndexVisitor;
import org.keepvolume.InsufficientReplicasException;
import org.keepvolume.Operation;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashSweep;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeReadOnlyException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.WriteResult;
import org.keepvolume.internal.RunningCalls;
import org.keepvolume.observe.StoreObserver;

/**
 * Stores blocks under their hash on one or more mounted volumes and reads them back verified.
 *
 * <p>For each block the mounts have an order: by priority, then by the block's hash and the mount's
 * id, so that blocks spread and are found where they were put. A mount that fails or holds a
 * damaged copy is passed by while another can serve.
 *
 * <p>Thread-safe. Calls run on the caller's thread, but for what {@link BlockStoreBuilder#executor}
 * and {@link BlockStoreBuilder#timeLimit} say; an interrupt ends a call with {@link
 * CallCancelledException}, the flag stays set (CX-1). What a call throws of several mounts is the
 * failure that tells most, the others being suppressed: one that may pass before a damaged copy,
 * that before a full volume and other failures, and not found only if all say so (ST-1). After
 * close every other method throws {@link IllegalStateException}.
 */
@ThreadSafe
public final class BlockStore implements AutoCloseable {
  private final ImmutableList<Mount> mounts;
  private final StoreResources resources;
  private final BlockWrites writes;
  private final VerifiedReads reads;
  private final MountChanges changes;
  private final RunningCalls calls = new RunningCalls();

  BlockStore(
      List<Mount> mounts,
      StoreResources resources,
      @Nullable Duration timeLimit,
      PresentCheck presentCheck,
      StoreObserver observer) {
    this.mounts = ImmutableList.copyOf(mounts);
    this.resources = resources;
    PlacementOrder order = new PlacementOrder(mounts);
    StoreBuffers buffers = new StoreBuffers(resources.buffers());
    MountCalls mountCalls = new MountCalls(resources.executor(), timeLimit);
    writes = new BlockWrites(order, mountCalls, buffers, presentCheck, observer);
    reads = new VerifiedReads(order, mountCalls, buffers, observer);
    changes = new MountChanges(order, mountCalls, observer);
  }

  /**
   * Starts a new store.
   *
   * @return a builder without mounts
   */
  @CheckReturnValue
  public static BlockStoreBuilder builder() {
    return new BlockStoreBuilder();
  }

  /**
   * Stores one replica of a block, in any storage class.
   *
   * @param data as for {@link #write(ByteBuffer, WriteOptions)}
   * @return the block's address
   * @throws VolumeException as {@link #write(ByteBuffer, WriteOptions)} does
   */
  public WriteResult write(ByteBuffer data) throws VolumeException {
    return write(data, WriteOptions.defaults());
  }

  /**
   * Stores a block. Mounts that have it are found first, and touched (ST-3), or overwritten if
   * their copy is damaged (ST-4); they count. Others are written, in the block's order, until there
   * are replicas enough (ST-5).
   *
   * @param data the block, from position to limit, 0 to {@link Volume#MAX_BLOCK_SIZE} bytes; its
   *     bytes, position and limit stay as they are, and it must not change during the call
   * @param options how many replicas, in which storage classes, and which name the block must have
   * @return the block's address, and what holds it
   * @throws BlockTooLargeException if there are more bytes; nothing was asked
   * @throws BlockCorruptException if the bytes do not have the hash of the options; nothing was
   *     asked, and the exception names no volume
   * @throws VolumeReadOnlyException if no mount takes writes
   * @throws BlockCollisionException if a mount holds other bytes of the same hash (ST-4)
   * @throws InsufficientReplicasException if fewer replicas were stored than wanted; of none, if no
   *     mount is of a class wanted
   * @throws VolumeException if none was stored. Each volume then holds its previous block, none, or
   *     the complete new one (WR-3).
   */
  public WriteResult write(ByteBuffer data, WriteOptions options) throws VolumeException {
    requireNonNull(options, "options");
    requireNonNull(data, "data");
    return within(() -> writes.write(data, options));
  }

  /**
   * Stores a block that comes from a channel. A buffer is taken from the pool before the channel is
   * read, and waited for if all are in use (ST-7).
   *
   * @param source where the block is; read to its size, not further, on this thread, not closed
   * @param size the block's size, 0 to {@link Volume#MAX_BLOCK_SIZE}
   * @param options as for {@link #write(ByteBuffer, WriteOptions)}
   * @return the block's address, and what holds it
   * @throws EOFException if the source ends before; nothing was stored
   * @throws BlockCorruptException if the bytes do not have the hash of the options, as above
   * @throws IOException the source's own exception, the same instance, nothing being stored; or
   *     what {@link #write(ByteBuffer, WriteOptions)} throws
   * @throws VolumeUnavailableException also if no buffer came free within the pool's limit
   * @throws IllegalArgumentException if the size is out of range
   */
  public WriteResult write(ReadableByteChannel source, int size, WriteOptions options)
      throws IOException {
    requireNonNull(options, "options");
    requireNonNull(source, "source");
    checkArgument(
        size >= 0 && size <= Volume.MAX_BLOCK_SIZE,
        "size is %s; a block has 0 to %s bytes",
        size,
        Volume.MAX_BLOCK_SIZE);
    return within(() -> writes.write(source, size, options));
  }

  /**
   * Reads a block into a new array, verified.
   *
   * @param hash the block
   * @return its bytes
   * @throws VolumeException as {@link #read(BlockHash, BlockSink)} does
   */
  public byte[] read(BlockHash hash) throws VolumeException {
    ArraySink sink = new ArraySink();
    try {
      int unused = inPlace(hash, sink);
    } catch (VolumeException e) {
      throw e;
    } catch (IOException e) {
      throw new AssertionError("a sink that does no I/O failed", e);
    }
    return sink.array();
  }

  /**
   * Reads a block into a buffer, verified in place.
   *
   * @param hash the block
   * @param destination any writable buffer; the block goes to its position, which moves behind the
   *     block. After an exception the position is where it was, and what lies between it and the
   *     limit is undefined (ST-8).
   * @return the block's size in bytes
   * @throws VolumeException as {@link #read(BlockHash, BlockSink)} does
   * @throws IOException if the block does not fit between position and limit
   * @throws IllegalArgumentException if the buffer is read-only
   */
  public int read(BlockHash hash, ByteBuffer destination) throws IOException {
    int size = inPlace(hash, BlockSinks.into(destination));
    destination.position(destination.position() + size);
    return size;
  }

  private int inPlace(BlockHash hash, BlockSink sink) throws IOException {
    requireNonNull(hash, "hash");
    return within(() -> reads.inPlace(hash, sink));
  }

  /**
   * Reads a block into a stream. As {@link #read(BlockHash, BlockSink)} into {@link
   * BlockSinks#into(OutputStream)}.
   *
   * @param hash the block
   * @param out gets a whole, verified block, or nothing; neither flushed nor closed
   * @return the block's size in bytes
   * @throws IOException the stream's own exception, the same instance, after a part of the block;
   *     or what {@link #read(BlockHash, BlockSink)} throws
   */
  public int read(BlockHash hash, OutputStream out) throws IOException {
    return read(hash, BlockSinks.into(out));
  }

  /**
   * Reads a block into a sink. The block is verified as a whole before {@code begin} is called
   * (ST-8); a fall back to another mount is invisible to the sink.
   *
   * <p>Takes a buffer of the block's size from the pool for the time of the call, and waits for one
   * if all are in use (ST-7). A sink must not read or write blocks of a store with the same pool:
   * it could wait for itself.
   *
   * @param hash the block
   * @param sink gets the block on this thread, in ascending order, even if it is parallel
   * @return the block's size in bytes
   * @throws BlockNotFoundException if every mount says that the block is missing (ST-1)
   * @throws BlockCorruptException if a copy is damaged and no mount has a good one (ST-2)
   * @throws VolumeException if a mount could not be asked and no other has a good copy (ST-1), or
   *     no buffer came free within the pool's limit
   * @throws IOException the sink's own exception, the same instance (RD-4)
   */
  public int read(BlockHash hash, BlockSink sink) throws IOException {
    requireNonNull(hash, "hash");
    requireNonNull(sink, "sink");
    return within(() -> reads.throughBuffer(hash, sink));
  }

  /**
   * Tells size and mtime of a block, without reading it (ST-9).
   *
   * @param hash the block
   * @return what the first mount that has the block says, in the block's order
   * @throws BlockNotFoundException if every mount says that the block is missing (ST-1)
   * @throws VolumeException if a mount could not be asked and no other has the block (ST-1)
   */
  public BlockInfo stat(BlockHash hash) throws VolumeException {
    requireNonNull(hash, "hash");
    return within(() -> changes.first(Operation.STAT, hash, mount -> mount.volume().stat(hash)));
  }

  /**
   * Makes the copies of a block count as new, on every mount that takes writes.
   *
   * @param hash the block
   * @return what came of it on each of these mounts; on at least one the block was touched
   * @throws BlockNotFoundException if every mount says that the block is missing (ST-1)
   * @throws VolumeReadOnlyException if the block is on mounts alone that take no writes
   * @throws VolumeException if it was touched nowhere, and a mount failed
   */
  public List<MountResult<TouchOutcome>> touch(BlockHash hash) throws VolumeException {
    requireNonNull(hash, "hash");
    return within(
        () -> changes.make(Operation.TOUCH, hash, Mount::takesWrites, mount -> mount.touch(hash)));
  }

  /**
   * Trashes the copies of a block, on every mount that allows it.
   *
   * @param hash the block
   * @param onlyIfMtime trash only copies with exactly this mtime (TR-14); null: any
   * @return what came of it on each of these mounts, at least one of which has or had the block;
   *     one that failed may still hold it
   * @throws BlockNotFoundException if every mount says that the block is missing (ST-1)
   * @throws VolumeReadOnlyException if the block is on mounts alone that do not allow it
   * @throws VolumeException if no mount did as asked, and one failed
   */
  public List<MountResult<TrashOutcome>> trash(BlockHash hash, @Nullable Instant onlyIfMtime)
      throws VolumeException {
    requireNonNull(hash, "hash");
    return within(
        () ->
            changes.make(
                Operation.TRASH,
                hash,
                Mount::takesTrash,
                mount -> mount.volume().trash(hash, onlyIfMtime)));
  }

  /**
   * Brings a block back from the trash, on every mount that allows it.
   *
   * @param hash the block
   * @return what came of it on each of these mounts; on at least one the block is live
   * @throws BlockNotFoundException if every mount says that the block is neither live nor in its
   *     trash; of a mount that does not allow it, that it is not live
   * @throws VolumeReadOnlyException if the block is live on mounts alone that do not allow it
   * @throws VolumeException if no mount did as asked, and one failed
   */
  public List<MountResult<UntrashOutcome>> untrash(BlockHash hash) throws VolumeException {
    requireNonNull(hash, "hash");
    return within(
        () ->
            changes.make(
                Operation.UNTRASH, hash, Mount::takesTrash, mount -> mount.volume().untrash(hash)));
  }

  /**
   * Removes what is past its deadline from the trash of every mount that allows it, one after the
   * other, in the order in which they were mounted. Without time limit.
   *
   * @return what came of it on each of these mounts; a failure carries the counts so far (TR-6)
   * @throws VolumeReadOnlyException if no mount allows it
   * @throws CallCancelledException if the thread was interrupted; it carries the counts of the
   *     mount that was being swept
   */
  public List<MountResult<TrashSweep>> emptyTrash() throws VolumeException {
    return within(() -> MountSweeps.all(mounts));
  }

  /**
   * Lists the blocks of all mounts, one mount after the other, in the order in which they were
   * mounted. A block on two mounts is listed twice, each time with that mount's mtime. Without time
   * limit.
   *
   * @param prefix the blocks to list
   * @param visitor called on this thread, one call at a time; false stops the listing
   * @throws IOException the visitor's own exception, the same instance (IX-5), or a {@link
   *     VolumeException} if a mount could not be listed to its end (IX-4)
   */
  public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
    index(mounts, prefix, visitor);
  }

  /**
   * Lists the blocks of one mount. Without time limit.
   *
   * @param mount a mount of this store
   * @param prefix the blocks to list
   * @param visitor called on this thread, one call at a time; false stops the listing
   * @throws IOException as for all mounts
   * @throws IllegalArgumentException if the mount is not one of this store
   */
  public void index(Mount mount, BlockPrefix prefix, IndexVisitor visitor) throws IOException {
    checkArgument(mounts.contains(mount), "%s is not a mount of this store", mount);
    index(List.of(mount), prefix, visitor);
  }

  private void index(List<Mount> some, BlockPrefix prefix, IndexVisitor visitor)
      throws IOException {
    requireNonNull(prefix, "prefix");
    requireNonNull(visitor, "visitor");
    boolean unused = within(() -> MountIndex.list(some, prefix, visitor));
  }

  /**
   * Returns the mounts. Answers after close, too.
   *
   * @return all, in the order in which they were mounted; not to be changed
   */
  public List<Mount> mounts() {
    return mounts;
  }

  /**
   * Refuses new calls, lets running ones end, closes every mounted volume that was not to be kept
   * open, and lets go of buffers and threads that the store has made. A second call does nothing.
   * Must not be called from a sink or visitor of this store's own calls, on any thread.
   *
   * @throws VolumeException the first volume's failure, with the others' suppressed; all volumes
   *     were closed. The same holds for unchecked exceptions.
   * @throws CallCancelledException if the thread was interrupted while it waited for running calls;
   *     a further close goes on where this one stopped
   * @throws IllegalStateException if the calling thread is inside a call of this store; nothing has
   *     changed
   */
  @Override
  public void close() throws VolumeException {
    try {
      calls.refuseAndAwaitEnd();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallCancelledException(
          Operation.CLOSE, null, null, "interrupted while waiting for running calls", e);
    }
    resources.close();
    MountClosing.closeAll(mounts);
  }

  private <T, E extends IOException> T within(Call<T, E> call) throws E {
    checkState(calls.enter(), "the block store is closed");
    try {
      return call.make();
    } finally {
      calls.leave();
    }
  }

  /** The body of a method, whose end close awaits. */
  @FunctionalInterface
  private interface Call<T, E extends IOException> {
    T make() throws E;
  }
}
