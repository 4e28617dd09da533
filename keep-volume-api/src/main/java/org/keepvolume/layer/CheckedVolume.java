// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.layer;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.Sets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import javax.annotation.Nullable;
import javax.annotation.concurrent.GuardedBy;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSink;
import org.keepvolume.BlockTooLargeException;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Capability;
import org.keepvolume.IndexVisitor;
import org.keepvolume.Operation;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashSweep;
import org.keepvolume.TrashVisitor;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeStatus;
import org.keepvolume.VolumeUnsupportedException;
import org.keepvolume.internal.RunningCalls;

/**
 * Checks arguments, capabilities and the closed state before the volume below is called.
 *
 * <p>It refuses what the backend lacks, and reports what the volume below reports, which may be
 * less: what a layer between them takes away, that layer refuses.
 *
 * <p>One lock, {@code closing}, is held while the volume below is closed; {@link RunningCalls} has
 * another, never taken before it.
 */
final class CheckedVolume extends ForwardingVolume {
  private final Stack stack;
  private final Set<Capability> supported;
  private final Set<Capability> capabilities;
  private final RunningCalls calls = new RunningCalls();
  private final ReentrantLock closing = new ReentrantLock();

  @GuardedBy("closing")
  private boolean closed;

  /** Makes the layer around those of a stack. */
  CheckedVolume(Stack stack) {
    super(stack.build());
    this.stack = stack;
    supported = Sets.immutableEnumSet(stack.backend().capabilities());
    capabilities =
        delegate() == stack.backend()
            ? supported
            : Sets.immutableEnumSet(delegate().capabilities());
  }

  /** Returns what this volume was made of. */
  Stack stack() {
    return stack;
  }

  @Override
  public String deviceId() {
    return delegate().deviceId();
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public int read(BlockHash hash, BlockSink sink) throws IOException {
    requireNonNull(hash, "hash");
    requireNonNull(sink, "sink");
    begin(Operation.READ, hash);
    try {
      return delegate().read(hash, sink);
    } finally {
      calls.leave();
    }
  }

  @Override
  public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
    requireNonNull(hash, "hash");
    requireNonNull(data, "data");
    begin(Operation.WRITE, hash, Capability.WRITE);
    try {
      if (data.remaining() > MAX_BLOCK_SIZE) {
        String detail = data.remaining() + " bytes; a block has at most " + MAX_BLOCK_SIZE;
        throw new BlockTooLargeException(Operation.WRITE, hash, deviceId(), detail, null);
      }
      delegate().write(hash, data);
    } finally {
      calls.leave();
    }
  }

  @Override
  public void touch(BlockHash hash) throws VolumeException {
    requireNonNull(hash, "hash");
    begin(Operation.TOUCH, hash, Capability.WRITE);
    try {
      delegate().touch(hash);
    } finally {
      calls.leave();
    }
  }

  @Override
  public BlockInfo stat(BlockHash hash) throws VolumeException {
    requireNonNull(hash, "hash");
    begin(Operation.STAT, hash);
    try {
      return delegate().stat(hash);
    } finally {
      calls.leave();
    }
  }

  @Override
  public TrashOutcome trash(BlockHash hash, @Nullable Instant onlyIfMtime) throws VolumeException {
    requireNonNull(hash, "hash");
    begin(Operation.TRASH, hash, Capability.TRASH);
    try {
      return delegate().trash(hash, onlyIfMtime);
    } finally {
      calls.leave();
    }
  }

  @Override
  public UntrashOutcome untrash(BlockHash hash) throws VolumeException {
    requireNonNull(hash, "hash");
    begin(Operation.UNTRASH, hash, Capability.TRASH);
    try {
      return delegate().untrash(hash);
    } finally {
      calls.leave();
    }
  }

  @Override
  public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
    requireNonNull(prefix, "prefix");
    requireNonNull(visitor, "visitor");
    begin(Operation.INDEX, null);
    try {
      delegate().index(prefix, visitor);
    } finally {
      calls.leave();
    }
  }

  @Override
  public void indexTrash(BlockPrefix prefix, TrashVisitor visitor) throws IOException {
    requireNonNull(prefix, "prefix");
    requireNonNull(visitor, "visitor");
    begin(Operation.INDEX_TRASH, null, Capability.TRASH);
    try {
      delegate().indexTrash(prefix, visitor);
    } finally {
      calls.leave();
    }
  }

  @Override
  public TrashSweep emptyTrash() throws VolumeException {
    begin(Operation.EMPTY_TRASH, null, Capability.TRASH);
    try {
      return delegate().emptyTrash();
    } finally {
      calls.leave();
    }
  }

  @Override
  public VolumeStatus status() throws VolumeException {
    begin(Operation.STATUS, null);
    try {
      return delegate().status();
    } finally {
      calls.leave();
    }
  }

  @Override
  public void close() throws VolumeException {
    try {
      calls.refuseAndAwaitEnd();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallCancelledException(
          Operation.CLOSE, null, deviceId(), "interrupted while waiting for running calls", e);
    }
    closing.lock();
    try {
      if (!closed) {
        closed = true;
        delegate().close();
      }
    } finally {
      closing.unlock();
    }
  }

  private void begin(Operation operation, @Nullable BlockHash hash, Capability needed)
      throws VolumeUnsupportedException {
    begin(operation, hash);
    if (!supported.contains(needed)) {
      calls.leave();
      throw new VolumeUnsupportedException(operation, hash, deviceId(), needed.refusal(), null);
    }
  }

  private void begin(Operation operation, @Nullable BlockHash hash) {
    if (!calls.enter()) {
      throw new IllegalStateException(
          operation
              + (hash == null ? "" : " " + hash)
              + " on "
              + deviceId()
              + ": the volume is closed");
    }
  }
}
