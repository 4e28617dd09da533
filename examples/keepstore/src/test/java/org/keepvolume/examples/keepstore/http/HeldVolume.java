// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSink;
import org.keepvolume.CallCancelledException;
import org.keepvolume.IndexVisitor;
import org.keepvolume.Operation;
import org.keepvolume.TrashOutcome;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeStatus;
import org.keepvolume.layer.ForwardingVolume;

/** A volume whose calls of one kind wait, while they are held, until let go or interrupted. */
final class HeldVolume extends ForwardingVolume {
  private final Semaphore entered = new Semaphore(0);
  private final AtomicInteger interrupted = new AtomicInteger();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile Operation held = Operation.READ;
  private volatile int linesBefore;

  HeldVolume(Volume delegate) {
    super(delegate);
  }

  /** Lets calls of a kind wait from now on. */
  void hold(Operation operation) {
    held = operation;
    gate = new CountDownLatch(1);
  }

  /** Lets listings wait from now on when they have so many lines. */
  void holdListings(int lines) {
    linesBefore = lines;
    hold(Operation.INDEX);
  }

  void letGo() {
    gate.countDown();
  }

  /** Lets the calls go that are held, and others wait in their stead. */
  void letGoAndHold() {
    CountDownLatch before = gate;
    gate = new CountDownLatch(1);
    before.countDown();
  }

  /** Waits for a call that is held. */
  void awaitCall() throws InterruptedException {
    if (!entered.tryAcquire(1, TimeUnit.MINUTES)) {
      throw new AssertionError("no call came");
    }
  }

  /** Returns how many calls were interrupted while they were held. */
  int interrupted() {
    return interrupted.get();
  }

  @Override
  public int read(BlockHash hash, BlockSink sink) throws IOException {
    pass(Operation.READ, hash);
    return super.read(hash, sink);
  }

  @Override
  public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
    pass(Operation.WRITE, hash);
    super.write(hash, data);
  }

  @Override
  public void touch(BlockHash hash) throws VolumeException {
    pass(Operation.TOUCH, hash);
    super.touch(hash);
  }

  @Override
  public TrashOutcome trash(BlockHash hash, @Nullable Instant onlyIfMtime) throws VolumeException {
    pass(Operation.TRASH, hash);
    return super.trash(hash, onlyIfMtime);
  }

  @Override
  public UntrashOutcome untrash(BlockHash hash) throws VolumeException {
    pass(Operation.UNTRASH, hash);
    return super.untrash(hash);
  }

  @Override
  public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
    AtomicInteger left = new AtomicInteger(linesBefore);
    if (left.get() == 0) {
      pass(Operation.INDEX, null);
    }
    super.index(
        prefix,
        block -> {
          boolean goesOn = visitor.visit(block);
          if (left.decrementAndGet() == 0) {
            pass(Operation.INDEX, null);
          }
          return goesOn;
        });
  }

  @Override
  public VolumeStatus status() throws VolumeException {
    pass(Operation.STATUS, null);
    return super.status();
  }

  private void pass(Operation operation, @Nullable BlockHash hash) throws VolumeException {
    CountDownLatch present = gate;
    if (present.getCount() == 0 || operation != held) {
      return;
    }
    entered.release();
    try {
      present.await();
    } catch (InterruptedException e) {
      interrupted.incrementAndGet();
      Thread.currentThread().interrupt();
      throw new CallCancelledException(operation, hash, deviceId(), "interrupted", e);
    }
  }
}
