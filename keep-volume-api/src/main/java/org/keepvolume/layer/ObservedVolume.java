// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.layer;

import com.google.common.base.Ticker;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
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
import org.keepvolume.VolumeObserver;
import org.keepvolume.VolumeStatus;

/** Tells observers of every operation, with outcome, bytes and time (OB-1). */
final class ObservedVolume extends ForwardingVolume {
  /** The call to the volume below, which may note what only it can know. */
  @FunctionalInterface
  private interface Step<T, E extends Exception> {
    T run(Observation seen) throws E;
  }

  /** A call without a result. */
  @FunctionalInterface
  private interface PlainStep<E extends Exception> {
    void run(Observation seen) throws E;
  }

  private final String device;
  private final ImmutableList<VolumeObserver> observers;
  private final Ticker ticker;

  /** Makes the layer; the observers are guarded. */
  ObservedVolume(Volume delegate, Collection<VolumeObserver> observers, Ticker ticker) {
    super(delegate);
    device = delegate.deviceId();
    this.observers = ImmutableList.copyOf(observers);
    this.ticker = ticker;
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
    return observe(Operation.READ, seen -> delegate().read(hash, seen.watch(hash, sink)));
  }

  @Override
  public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
    int size = data.remaining();
    observePlain(
        Operation.WRITE,
        seen -> {
          seen.addBytes(size);
          delegate().write(hash, data);
        });
  }

  @Override
  public void touch(BlockHash hash) throws VolumeException {
    observePlain(Operation.TOUCH, seen -> delegate().touch(hash));
  }

  @Override
  public BlockInfo stat(BlockHash hash) throws VolumeException {
    return observe(Operation.STAT, seen -> delegate().stat(hash));
  }

  @Override
  public TrashOutcome trash(BlockHash hash, @Nullable Instant onlyIfMtime) throws VolumeException {
    return observe(Operation.TRASH, seen -> delegate().trash(hash, onlyIfMtime));
  }

  @Override
  public UntrashOutcome untrash(BlockHash hash) throws VolumeException {
    return observe(Operation.UNTRASH, seen -> delegate().untrash(hash));
  }

  @Override
  public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
    observePlain(Operation.INDEX, seen -> delegate().index(prefix, seen.watch(visitor)));
  }

  @Override
  public void indexTrash(BlockPrefix prefix, TrashVisitor visitor) throws IOException {
    observePlain(Operation.INDEX_TRASH, seen -> delegate().indexTrash(prefix, seen.watch(visitor)));
  }

  @Override
  public TrashSweep emptyTrash() throws VolumeException {
    return observe(Operation.EMPTY_TRASH, seen -> delegate().emptyTrash());
  }

  @Override
  public VolumeStatus status() throws VolumeException {
    return observe(Operation.STATUS, seen -> delegate().status());
  }

  @Override
  public void close() throws VolumeException {
    observePlain(Operation.CLOSE, seen -> delegate().close());
  }

  private <E extends Exception> void observePlain(Operation operation, PlainStep<E> step) throws E {
    var unused =
        this.<Boolean, E>observe(
            operation,
            seen -> {
              step.run(seen);
              return true;
            });
  }

  private <T, E extends Exception> T observe(Operation operation, Step<T, E> step) throws E {
    Observation seen = new Observation();
    long start = ticker.read();
    for (VolumeObserver observer : observers) {
      observer.started(device, operation);
    }
    Throwable thrown = null;
    try {
      return step.run(seen);
    } catch (Throwable e) {
      thrown = e;
      throw e;
    } finally {
      var finished = seen.finished(device, operation, thrown, ticker.read() - start);
      for (VolumeObserver observer : observers) {
        observer.finished(finished);
      }
    }
  }
}
