// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.layer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSink;
import org.keepvolume.Capability;
import org.keepvolume.IndexVisitor;
import org.keepvolume.Operation;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashSweep;
import org.keepvolume.TrashVisitor;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeStatus;

/**
 * Lets one call at a time read, write, touch, trash or untrash, in the order in which they came.
 *
 * <p>Its {@link Turns} are held during the call to the volume below, sinks included.
 */
final class SerializedVolume extends ForwardingVolume {
  private final Turns turns;

  SerializedVolume(Volume delegate, Duration turnLimit) {
    super(delegate);
    turns = new Turns(delegate.deviceId(), turnLimit);
  }

  @Override
  public String deviceId() {
    return delegate().deviceId();
  }

  @Override
  public Set<Capability> capabilities() {
    return delegate().capabilities();
  }

  @Override
  public int read(BlockHash hash, BlockSink sink) throws IOException {
    turns.await(Operation.READ, hash);
    try {
      return delegate().read(hash, sink);
    } finally {
      turns.end();
    }
  }

  @Override
  public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
    turns.await(Operation.WRITE, hash);
    try {
      delegate().write(hash, data);
    } finally {
      turns.end();
    }
  }

  @Override
  public void touch(BlockHash hash) throws VolumeException {
    turns.await(Operation.TOUCH, hash);
    try {
      delegate().touch(hash);
    } finally {
      turns.end();
    }
  }

  @Override
  public BlockInfo stat(BlockHash hash) throws VolumeException {
    return delegate().stat(hash);
  }

  @Override
  public TrashOutcome trash(BlockHash hash, @Nullable Instant onlyIfMtime) throws VolumeException {
    turns.await(Operation.TRASH, hash);
    try {
      return delegate().trash(hash, onlyIfMtime);
    } finally {
      turns.end();
    }
  }

  @Override
  public UntrashOutcome untrash(BlockHash hash) throws VolumeException {
    turns.await(Operation.UNTRASH, hash);
    try {
      return delegate().untrash(hash);
    } finally {
      turns.end();
    }
  }

  @Override
  public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
    delegate().index(prefix, visitor);
  }

  @Override
  public void indexTrash(BlockPrefix prefix, TrashVisitor visitor) throws IOException {
    delegate().indexTrash(prefix, visitor);
  }

  @Override
  public TrashSweep emptyTrash() throws VolumeException {
    return delegate().emptyTrash();
  }

  @Override
  public VolumeStatus status() throws VolumeException {
    return delegate().status();
  }

  @Override
  public void close() throws VolumeException {
    delegate().close();
  }
}
