// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockSink;
import org.keepvolume.BlockTooLargeException;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Operation;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.observe.StoreObserver;

/** Reads a block from the first mount that has a good copy of it (ST-1, ST-2). */
final class VerifiedReads {
  /** Sinks get verified blocks in parts of this size, so that an interrupt is seen between two. */
  private static final int DELIVERY = 1 << 20;

  private final PlacementOrder order;
  private final MountCalls calls;
  private final StoreBuffers buffers;
  private final StoreObserver observer;

  VerifiedReads(
      PlacementOrder order, MountCalls calls, StoreBuffers buffers, StoreObserver observer) {
    this.order = order;
    this.calls = calls;
    this.buffers = buffers;
    this.observer = observer;
  }

  /**
   * Reads into a buffer of the pool first, so that the sink sees nothing but a good copy (ST-8).
   */
  int throughBuffer(BlockHash hash, BlockSink sink) throws IOException {
    try (CopySink copy = CopySink.pooled(hash, buffers)) {
      int size = firstGood(hash, copy);
      deliver(hash, copy.block(), size, sink);
      return size;
    }
  }

  /** Reads into a sink that may be filled again by the next copy, and is good in the end. */
  int inPlace(BlockHash hash, BlockSink sink) throws IOException {
    try (CopySink copy = CopySink.inPlace(hash, sink)) {
      return firstGood(hash, copy);
    }
  }

  private int firstGood(BlockHash hash, CopySink copy) throws IOException {
    MountFailures<IOException> failures = new MountFailures<>();
    List<Mount> mounts = order.of(hash);
    int next = 0;
    while (next < mounts.size()) {
      Mount mount = mounts.get(next);
      try {
        return goodCopy(mount, hash, copy);
      } catch (CallCancelledException e) {
        throw e;
      } catch (NoBufferYet e) {
        copy.awaitBuffer(e);
      } catch (IOException e) {
        copy.close();
        failures.add(e);
        next++;
        tell(hash, mount, e, next < mounts.size());
      }
    }
    throw failures.mostTelling();
  }

  private int goodCopy(Mount mount, BlockHash hash, CopySink copy) throws IOException {
    String device = mount.volume().deviceId();
    try {
      int unused = calls.on(mount, Operation.READ, hash, from -> from.volume().read(hash, copy));
    } catch (BlockCorruptException e) {
      // The sink that found it does not know the volume, nor does that below.
      throw new BlockCorruptException(Operation.READ, hash, device, e.detail(), e);
    } catch (VolumeFailureException e) {
      throw e.volume().isPresent()
          ? e
          : new VolumeFailureException(Operation.READ, hash, device, e.detail(), e);
    } catch (IOException e) {
      if (e instanceof VolumeException || copy.threw(e)) {
        throw e;
      }
      // Whoever reads would take it for an exception of the sink.
      String detail = "the volume broke RD-4: it threw what no sink had thrown: " + e.getMessage();
      throw new VolumeFailureException(Operation.READ, hash, device, detail, e);
    }
    if (!copy.verified()) {
      String detail = "the volume ended the read before the block was complete (RD-3)";
      throw new VolumeFailureException(Operation.READ, hash, device, detail, null);
    }
    return copy.size();
  }

  private void tell(BlockHash hash, Mount mount, IOException failure, boolean another) {
    String device = mount.volume().deviceId();
    if (failure instanceof BlockCorruptException || failure instanceof BlockTooLargeException) {
      observer.damagedCopySeen(hash, device);
    }
    if (another
        && failure instanceof VolumeException reason
        && !(failure instanceof BlockNotFoundException)) {
      observer.fellBack(Operation.READ, hash, device, reason);
    }
  }

  private static void deliver(BlockHash hash, ByteBuffer block, int size, BlockSink sink)
      throws IOException {
    sink.begin(size);
    for (int position = 0; position < size; position += DELIVERY) {
      if (Thread.currentThread().isInterrupted()) {
        String detail = "interrupted while the sink took the block";
        throw new CallCancelledException(Operation.READ, hash, null, detail, null);
      }
      int length = Math.min(DELIVERY, size - position);
      sink.write(block.slice(position, length).asReadOnlyBuffer(), position);
    }
  }
}
