// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockHasher;
import org.keepvolume.BlockTooLargeException;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.WriteResult;
import org.keepvolume.observe.StoreObserver;

/** Takes blocks from buffers and channels and writes them to the mounts where they belong. */
final class BlockWrites {
  private final PlacementOrder order;
  private final MountCalls calls;
  private final StoreBuffers buffers;
  private final StoreObserver observer;
  private final MountWriter writer;

  BlockWrites(
      PlacementOrder order,
      MountCalls calls,
      StoreBuffers buffers,
      PresentCheck check,
      StoreObserver observer) {
    this.order = order;
    this.calls = calls;
    this.buffers = buffers;
    this.observer = observer;
    writer = new MountWriter(check, observer);
  }

  WriteResult write(ByteBuffer data, WriteOptions options) throws VolumeException {
    int size = data.remaining();
    if (size > Volume.MAX_BLOCK_SIZE) {
      String detail = size + " bytes; a block has at most " + Volume.MAX_BLOCK_SIZE;
      throw new BlockTooLargeException(Operation.WRITE, null, null, detail, null);
    }
    return write(BlockHash.of(data), data, options);
  }

  private WriteResult write(BlockHash hash, ByteBuffer data, WriteOptions options)
      throws VolumeException {
    BlockHash wanted = options.hash().orElse(hash);
    if (!wanted.equals(hash)) {
      String detail = "the data has the hash " + hash;
      throw new BlockCorruptException(Operation.WRITE, wanted, null, detail, null);
    }
    return new ReplicatedWrite(calls, writer, observer, hash, data, options).to(order.of(hash));
  }

  WriteResult write(ReadableByteChannel source, int size, WriteOptions options) throws IOException {
    try (PooledBuffer lent = buffers.take(size, Operation.WRITE, null)) {
      ByteBuffer data = lent.buffer().clear().limit(size);
      BlockHasher hasher = new BlockHasher();
      while (data.hasRemaining()) {
        if (Thread.currentThread().isInterrupted()) {
          throw new CallCancelledException(
              Operation.WRITE, null, null, "interrupted while the source was read", null);
        }
        int before = data.position();
        if (source.read(data) < 0) {
          throw new EOFException(
              "the source of a block of " + size + " bytes ended after " + data.position());
        }
        // Now, while the processor has the bytes at hand.
        hasher.update(data.slice(before, data.position() - before));
      }
      return write(hasher.finish(), data.flip(), options);
    }
  }
}
