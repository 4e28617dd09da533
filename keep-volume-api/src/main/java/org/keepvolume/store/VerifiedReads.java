// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.annotation.Nullable;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockSink;
import org.keepvolume.BlockSinks;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Operation;
import org.keepvolume.VerifyingSink;
import org.keepvolume.Volume;
import org.keepvolume.VolumeFailureException;

/** Reads a block from the first mount that has a good copy of it. */
final class VerifiedReads {
  /** Sinks get verified blocks in parts of this size, so that an interrupt is seen between two. */
  private static final int DELIVERY = 1 << 20;

  private final ImmutableList<Volume> mounts;
  private final BlockBuffers buffers;

  VerifiedReads(ImmutableList<Volume> mounts, BlockBuffers buffers) {
    this.mounts = mounts;
    this.buffers = buffers;
  }

  /** Reads into a buffer first, so that the sink sees nothing but a good copy (ST-8). */
  int throughBuffer(BlockHash hash, BlockSink sink) throws IOException {
    ByteBuffer buffer = take(hash);
    try {
      int size = verified(hash, BlockSinks.into(buffer));
      deliver(hash, buffer, size, sink);
      return size;
    } finally {
      buffers.giveBack(buffer);
    }
  }

  /** Reads into a sink that may be filled again by the next copy, and is good in the end. */
  int verified(BlockHash hash, BlockSink sink) throws IOException {
    MountFailures<IOException> failures = new MountFailures<>();
    for (Volume mount : mounts) {
      VerifyingSink verifying = BlockSinks.verifying(hash, sink);
      try {
        int size = mount.read(hash, verifying);
        if (verifying.verified()) {
          return size;
        }
        String detail = "the volume ended the read before the block was complete (RD-3)";
        failures.add(failure(hash, mount, detail, null));
      } catch (CallCancelledException e) {
        throw e;
      } catch (BlockCorruptException e) {
        String device = mount.deviceId();
        failures.add(new BlockCorruptException(Operation.READ, hash, device, e.detail(), e));
      } catch (VolumeFailureException e) {
        failures.add(e.volume().isPresent() ? e : failure(hash, mount, e.detail(), e));
      } catch (IOException e) {
        failures.add(e);
      }
    }
    throw failures.mostTelling();
  }

  private ByteBuffer take(BlockHash hash) throws CallCancelledException {
    try {
      return buffers.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cancelled(hash, "interrupted while waiting for a buffer", e);
    }
  }

  private static void deliver(BlockHash hash, ByteBuffer block, int size, BlockSink sink)
      throws IOException {
    sink.begin(size);
    for (int position = 0; position < size; position += DELIVERY) {
      if (Thread.currentThread().isInterrupted()) {
        throw cancelled(hash, "interrupted while the sink took the block", null);
      }
      int length = Math.min(DELIVERY, size - position);
      sink.write(block.slice(position, length).asReadOnlyBuffer(), position);
    }
  }

  private static VolumeFailureException failure(
      BlockHash hash, Volume mount, String detail, @Nullable Throwable cause) {
    return new VolumeFailureException(Operation.READ, hash, mount.deviceId(), detail, cause);
  }

  private static CallCancelledException cancelled(
      BlockHash hash, String detail, @Nullable Throwable cause) {
    return new CallCancelledException(Operation.READ, hash, null, detail, cause);
  }
}
