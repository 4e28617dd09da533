// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.layer;

import com.google.common.collect.Sets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import javax.annotation.Nullable;
import org.keepvolume.Access;
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
import org.keepvolume.VolumeReadOnlyException;
import org.keepvolume.VolumeStatus;

/** Refuses what an {@link Access} does not allow before the volume below is called (RO-1). */
final class RestrictedVolume extends ForwardingVolume {
  private final Access access;
  private final Set<Capability> capabilities;

  RestrictedVolume(Volume delegate, Access access) {
    super(delegate);
    this.access = access;
    EnumSet<Capability> left = EnumSet.noneOf(Capability.class);
    left.addAll(delegate.capabilities());
    if (!access.allowsWrite()) {
      left.remove(Capability.WRITE);
    }
    if (!access.allowsTrash()) {
      left.remove(Capability.TRASH);
    }
    capabilities = Sets.immutableEnumSet(left);
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
    return delegate().read(hash, sink);
  }

  @Override
  public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
    requireWrite(Operation.WRITE, hash);
    delegate().write(hash, data);
  }

  @Override
  public void touch(BlockHash hash) throws VolumeException {
    requireWrite(Operation.TOUCH, hash);
    delegate().touch(hash);
  }

  @Override
  public BlockInfo stat(BlockHash hash) throws VolumeException {
    return delegate().stat(hash);
  }

  @Override
  public TrashOutcome trash(BlockHash hash, @Nullable Instant onlyIfMtime) throws VolumeException {
    requireTrash(Operation.TRASH, hash);
    return delegate().trash(hash, onlyIfMtime);
  }

  @Override
  public UntrashOutcome untrash(BlockHash hash) throws VolumeException {
    requireTrash(Operation.UNTRASH, hash);
    return delegate().untrash(hash);
  }

  @Override
  public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
    delegate().index(prefix, visitor);
  }

  @Override
  public void indexTrash(BlockPrefix prefix, TrashVisitor visitor) throws IOException {
    requireTrash(Operation.INDEX_TRASH, null); // changes nothing, but belongs to TRASH (CP-1)
    delegate().indexTrash(prefix, visitor);
  }

  @Override
  public TrashSweep emptyTrash() throws VolumeException {
    requireTrash(Operation.EMPTY_TRASH, null);
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

  private void requireWrite(Operation operation, BlockHash hash) throws VolumeReadOnlyException {
    if (!access.allowsWrite()) {
      throw refused(operation, hash, "takes no writes");
    }
  }

  private void requireTrash(Operation operation, @Nullable BlockHash hash)
      throws VolumeReadOnlyException {
    if (!access.allowsTrash()) {
      throw refused(operation, hash, "leaves the trash alone");
    }
  }

  private VolumeReadOnlyException refused(
      Operation operation, @Nullable BlockHash hash, String what) {
    String detail = "the volume is mounted " + access + ", which " + what;
    return new VolumeReadOnlyException(operation, hash, deviceId(), detail, null);
  }
}
