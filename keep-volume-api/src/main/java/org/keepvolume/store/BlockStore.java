// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;

import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.annotation.CheckReturnValue;
import javax.annotation.concurrent.ThreadSafe;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockLocator;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSink;
import org.keepvolume.BlockSinks;
import org.keepvolume.BlockTooLargeException;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Capability;
import org.keepvolume.IndexVisitor;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeReadOnlyException;
import org.keepvolume.WriteResult;
import org.keepvolume.internal.RunningCalls;
import org.keepvolume.layer.Layers;

/**
 * Stores blocks under their hash on one or more mounted volumes and reads them back verified.
 *
 * <p>Mounts are asked in the order in which they were mounted. A mounted volume belongs to the
 * store once {@link Builder#build} has returned.
 *
 * <p>Thread-safe. Calls run on the caller's thread; an interrupt ends a call with {@link
 * CallCancelledException}, the flag stays set (CX-1). After close every other method throws {@link
 * IllegalStateException}.
 */
@ThreadSafe
public final class BlockStore implements AutoCloseable {
  private final ImmutableList<Volume> mounts;
  private final BlockBuffers buffers;
  private final VerifiedReads reads;
  private final RunningCalls calls = new RunningCalls();

  private BlockStore(List<Volume> mounts, int buffers) {
    this.mounts = ImmutableList.copyOf(mounts);
    this.buffers = new BlockBuffers(buffers);
    reads = new VerifiedReads(this.mounts, this.buffers);
  }

  /**
   * Starts a new store.
   *
   * @return a builder without mounts
   */
  @CheckReturnValue
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Stores a block on the first mount that takes it.
   *
   * @param data the block, from position to limit, 0 to {@link Volume#MAX_BLOCK_SIZE} bytes; its
   *     bytes, position and limit stay as they are, and it must not change during the call
   * @return the block's address
   * @throws BlockTooLargeException if there are more bytes
   * @throws VolumeReadOnlyException if no mount takes writes
   * @throws VolumeException the first mount's failure if every mount failed, with the others'
   *     suppressed. Each volume then holds its previous block, none, or the complete new one
   *     (WR-3).
   */
  public WriteResult write(ByteBuffer data) throws VolumeException {
    begin();
    try {
      return writeToFirst(data);
    } finally {
      calls.leave();
    }
  }

  private WriteResult writeToFirst(ByteBuffer data) throws VolumeException {
    int size = data.remaining();
    if (size > Volume.MAX_BLOCK_SIZE) {
      String detail = size + " bytes; a block has at most " + Volume.MAX_BLOCK_SIZE;
      throw new BlockTooLargeException(Operation.WRITE, null, null, detail, null);
    }
    BlockHash hash = BlockHash.of(data);
    MountFailures<VolumeException> failures = new MountFailures<>();
    for (Volume mount : mounts) {
      if (!mount.capabilities().contains(Capability.WRITE)) {
        continue;
      }
      try {
        mount.write(hash, data);
        return new WriteResult(BlockLocator.of(hash, size), 1);
      } catch (CallCancelledException e) {
        throw e;
      } catch (VolumeException e) {
        failures.add(e);
      }
    }
    if (failures.isEmpty()) {
      throw new VolumeReadOnlyException(
          Operation.WRITE, hash, null, "no mounted volume takes writes", null);
    }
    throw failures.first();
  }

  /**
   * Reads a block into a new array, verified.
   *
   * @param hash the block
   * @return its bytes
   * @throws BlockNotFoundException if every mount says that the block is missing (ST-1)
   * @throws BlockCorruptException if a copy is damaged and no mount has a good one (ST-2)
   * @throws VolumeException if a mount could not be asked and no other has a good copy (ST-1)
   */
  public byte[] read(BlockHash hash) throws VolumeException {
    requireNonNull(hash, "hash");
    ArraySink sink = new ArraySink();
    begin();
    try {
      int unused = reads.verified(hash, sink);
    } catch (VolumeException e) {
      throw e;
    } catch (IOException e) {
      throw new AssertionError("a sink that does no I/O failed", e);
    } finally {
      calls.leave();
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
   * @throws BlockNotFoundException if every mount says that the block is missing (ST-1)
   * @throws BlockCorruptException if a copy is damaged and no mount has a good one (ST-2)
   * @throws VolumeException if a mount could not be asked and no other has a good copy (ST-1)
   * @throws IOException if the block does not fit between position and limit
   * @throws IllegalArgumentException if the buffer is read-only
   */
  public int read(BlockHash hash, ByteBuffer destination) throws IOException {
    requireNonNull(hash, "hash");
    begin();
    try {
      int size = reads.verified(hash, BlockSinks.into(destination));
      destination.position(destination.position() + size);
      return size;
    } finally {
      calls.leave();
    }
  }

  /**
   * Reads a block into a sink. The block is verified as a whole before {@code begin} is called
   * (ST-8); a fall back to another mount is invisible to the sink.
   *
   * <p>Uses one of the store's buffers for the time of the call, and waits for one if all are in
   * use. A sink must not call this method of the same store: it could wait for itself.
   *
   * @param hash the block
   * @param sink gets the block on this thread, in ascending order, even if it is parallel
   * @return the block's size in bytes
   * @throws BlockNotFoundException if every mount says that the block is missing (ST-1)
   * @throws BlockCorruptException if a copy is damaged and no mount has a good one (ST-2)
   * @throws VolumeException if a mount could not be asked and no other has a good copy (ST-1)
   * @throws IOException the sink's own exception, the same instance (RD-4)
   */
  public int read(BlockHash hash, BlockSink sink) throws IOException {
    requireNonNull(hash, "hash");
    requireNonNull(sink, "sink");
    begin();
    try {
      return reads.throughBuffer(hash, sink);
    } finally {
      calls.leave();
    }
  }

  /**
   * Tells size and mtime of a block, without reading it (ST-9).
   *
   * @param hash the block
   * @return what the first mount that has the block says
   * @throws BlockNotFoundException if every mount says that the block is missing (ST-1)
   * @throws VolumeException if a mount could not be asked and no other has the block (ST-1)
   */
  public BlockInfo stat(BlockHash hash) throws VolumeException {
    requireNonNull(hash, "hash");
    begin();
    try {
      MountFailures<VolumeException> failures = new MountFailures<>();
      for (Volume mount : mounts) {
        try {
          return mount.stat(hash);
        } catch (CallCancelledException e) {
          throw e;
        } catch (VolumeException e) {
          failures.add(e);
        }
      }
      throw failures.mostTelling();
    } finally {
      calls.leave();
    }
  }

  /**
   * Lists the blocks of all mounts, one mount after the other. A block on two mounts is listed
   * twice, each time with that mount's mtime.
   *
   * @param prefix the blocks to list
   * @param visitor called on this thread, one call at a time; false stops the listing
   * @throws IOException the visitor's own exception, the same instance (IX-5), or a {@link
   *     VolumeException} if a mount could not be listed to its end (IX-4)
   */
  public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
    requireNonNull(prefix, "prefix");
    requireNonNull(visitor, "visitor");
    begin();
    try {
      boolean[] stopped = {false};
      for (int i = 0; i < mounts.size() && !stopped[0]; i++) {
        mounts
            .get(i)
            .index(
                prefix,
                block -> {
                  stopped[0] = !visitor.visit(block);
                  return !stopped[0];
                });
      }
    } finally {
      calls.leave();
    }
  }

  /**
   * Refuses new calls, lets running ones end, closes every mounted volume, and lets go of the
   * buffers. A second call does nothing. Must not be called from a sink or visitor of this store's
   * own calls, on any thread.
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
    buffers.close();
    Exception failure = null;
    for (Volume mount : mounts) {
      try {
        mount.close();
      } catch (VolumeException | RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else if (failure != e) {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      Throwables.throwIfInstanceOf(failure, VolumeException.class);
      Throwables.throwIfUnchecked(failure);
    }
  }

  private void begin() {
    checkState(calls.enter(), "the block store is closed");
  }

  /** Collects the mounts of a store. Not thread-safe. */
  public static final class Builder {
    private static final int DEFAULT_BUFFERS = 2;

    private final List<Volume> volumes = new ArrayList<>();
    private int buffers = DEFAULT_BUFFERS;

    private Builder() {}

    /**
     * Adds a volume, to be asked after those added before.
     *
     * @param volume a backend, or a volume of {@link Layers#standard}; wrapped by it
     * @return this builder
     */
    public Builder mount(Volume volume) {
      volumes.add(Layers.standard(volume));
      return this;
    }

    /**
     * Sets how many reads into sinks may hold a block at the same time. Each takes 64 MiB of direct
     * memory, from its first use until close.
     *
     * @param count 1 or more; 2 if not set
     * @return this builder
     * @throws IllegalArgumentException if the count is less than 1
     */
    public Builder buffers(int count) {
      checkArgument(count >= 1, "buffers must be at least 1, got %s", count);
      buffers = count;
      return this;
    }

    /**
     * Makes the store. On success the volumes belong to it; a build that throws closes nothing.
     *
     * @return the store
     * @throws IllegalStateException if nothing is mounted, or one device is mounted twice, as far
     *     as device ids tell (ST-6)
     */
    @CheckReturnValue
    public BlockStore build() {
      checkState(!volumes.isEmpty(), "no volume is mounted: call mount at least once");
      Map<String, Integer> positions = new TreeMap<>();
      for (int i = 0; i < volumes.size(); i++) {
        String device = volumes.get(i).deviceId();
        Integer earlier = positions.putIfAbsent(device, i + 1);
        checkState(earlier == null, "mounts %s and %s are one device, %s", earlier, i + 1, device);
      }
      return new BlockStore(volumes, buffers);
    }
  }
}
