// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.fault;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Set;
import javax.annotation.Nullable;
import javax.annotation.concurrent.ThreadSafe;
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
import org.keepvolume.layer.ForwardingVolume;

/**
 * A volume that fails as a {@link FaultScript} says, and is otherwise the volume below.
 *
 * <p>Thread-safe if the volume below is.
 */
@ThreadSafe
public final class FaultyVolume extends ForwardingVolume {
  private final FaultScript script;

  /**
   * Makes a volume over another.
   *
   * @param delegate the volume below; closed by this one's close
   * @param script what goes wrong; may be shared with other volumes, whose calls it counts together
   */
  public FaultyVolume(Volume delegate, FaultScript script) {
    super(delegate);
    this.script = requireNonNull(script, "script");
    script.wraps(delegate.deviceId());
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
    FaultCall call = begin(Operation.READ, hash);
    int size = call.fault().read(call, delegate(), hash, sink);
    call.after();
    return size;
  }

  @Override
  public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
    FaultCall call = begin(Operation.WRITE, hash);
    delegate().write(hash, data);
    call.after();
  }

  @Override
  public void touch(BlockHash hash) throws VolumeException {
    FaultCall call = begin(Operation.TOUCH, hash);
    delegate().touch(hash);
    call.after();
  }

  @Override
  public BlockInfo stat(BlockHash hash) throws VolumeException {
    FaultCall call = begin(Operation.STAT, hash);
    BlockInfo info = delegate().stat(hash);
    call.after();
    return info;
  }

  @Override
  public TrashOutcome trash(BlockHash hash, @Nullable Instant onlyIfMtime) throws VolumeException {
    FaultCall call = begin(Operation.TRASH, hash);
    TrashOutcome outcome = delegate().trash(hash, onlyIfMtime);
    call.after();
    return outcome;
  }

  @Override
  public UntrashOutcome untrash(BlockHash hash) throws VolumeException {
    FaultCall call = begin(Operation.UNTRASH, hash);
    UntrashOutcome outcome = delegate().untrash(hash);
    call.after();
    return outcome;
  }

  @Override
  public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
    FaultCall call = begin(Operation.INDEX, null);
    call.fault().index(call, delegate(), prefix, visitor);
    call.after();
  }

  @Override
  public void indexTrash(BlockPrefix prefix, TrashVisitor visitor) throws IOException {
    FaultCall call = begin(Operation.INDEX_TRASH, null);
    call.fault().indexTrash(call, delegate(), prefix, visitor);
    call.after();
  }

  @Override
  public TrashSweep emptyTrash() throws VolumeException {
    FaultCall call = begin(Operation.EMPTY_TRASH, null);
    TrashSweep sweep = delegate().emptyTrash();
    call.swept(sweep);
    call.after();
    return sweep;
  }

  @Override
  public VolumeStatus status() throws VolumeException {
    FaultCall call = begin(Operation.STATUS, null);
    VolumeStatus status = delegate().status();
    call.after();
    return status;
  }

  @Override
  public void close() throws VolumeException {
    Volume below = delegate();
    // A close that fails has closed all the same.
    try (below) {
      FaultCall call = begin(Operation.CLOSE, null);
      call.after();
    }
  }

  private FaultCall begin(Operation operation, @Nullable BlockHash hash) throws VolumeException {
    FaultCall call = script.arrive(operation, hash, deviceId());
    call.before();
    return call;
  }
}
