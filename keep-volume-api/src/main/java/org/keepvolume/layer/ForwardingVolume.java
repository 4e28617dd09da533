// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.layer;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSink;
import org.keepvolume.Capability;
import org.keepvolume.IndexVisitor;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashSweep;
import org.keepvolume.TrashVisitor;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeStatus;

/**
 * A volume that passes every call on to another: the base of layers and of users' decorators.
 *
 * <p>Its promises are those of the volume below, as far as a subclass does not change them.
 */
public abstract class ForwardingVolume implements Volume {
  private final Volume delegate;

  /**
   * Makes a volume over another.
   *
   * @param delegate the volume below; closed by this one's close
   */
  protected ForwardingVolume(Volume delegate) {
    this.delegate = requireNonNull(delegate, "delegate");
  }

  /**
   * Returns the volume directly below.
   *
   * @return the volume given to the constructor
   */
  protected final Volume delegate() {
    return delegate;
  }

  /**
   * Looks for a volume of a type in this stack, this volume first, then downwards.
   *
   * @param type the type looked for, such as a backend's class
   * @param <T> the type looked for
   * @return the first volume of that type; empty if there is none
   */
  public final <T> Optional<T> unwrap(Class<T> type) {
    if (type.isInstance(this)) {
      return Optional.of(type.cast(this));
    }
    if (delegate instanceof ForwardingVolume below) {
      return below.unwrap(type);
    }
    return type.isInstance(delegate) ? Optional.of(type.cast(delegate)) : Optional.empty();
  }

  @Override
  public String deviceId() {
    return delegate.deviceId();
  }

  @Override
  public Set<Capability> capabilities() {
    return delegate.capabilities();
  }

  @Override
  public int read(BlockHash hash, BlockSink sink) throws IOException {
    return delegate.read(hash, sink);
  }

  @Override
  public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
    delegate.write(hash, data);
  }

  @Override
  public void touch(BlockHash hash) throws VolumeException {
    delegate.touch(hash);
  }

  @Override
  public BlockInfo stat(BlockHash hash) throws VolumeException {
    return delegate.stat(hash);
  }

  @Override
  public TrashOutcome trash(BlockHash hash, @Nullable Instant onlyIfMtime) throws VolumeException {
    return delegate.trash(hash, onlyIfMtime);
  }

  @Override
  public UntrashOutcome untrash(BlockHash hash) throws VolumeException {
    return delegate.untrash(hash);
  }

  @Override
  public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
    delegate.index(prefix, visitor);
  }

  @Override
  public void indexTrash(BlockPrefix prefix, TrashVisitor visitor) throws IOException {
    delegate.indexTrash(prefix, visitor);
  }

  @Override
  public TrashSweep emptyTrash() throws VolumeException {
    return delegate.emptyTrash();
  }

  @Override
  public VolumeStatus status() throws VolumeException {
    return delegate.status();
  }

  @Override
  public void close() throws VolumeException {
    delegate.close();
  }

  /** Returns the text of the volume below. */
  @Override
  public String toString() {
    return delegate.toString();
  }
}
