// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static com.google.common.base.Preconditions.checkState;

import com.google.common.base.Ticker;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import javax.annotation.CheckReturnValue;
import javax.annotation.Nullable;
import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;

/**
 * Lends slices of a pool's slabs to requests, and lets requests wait their turn.
 *
 * <p>Who gives back serves those who wait; who waits for a slab that is not reserved yet is told to
 * reserve it. One lock guards all, and nothing that takes long is done under it.
 */
@ThreadSafe
final class Lender {
  private final SlabMemory memory;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Slabs slabs;

  @GuardedBy("lock")
  private final WaitingLine small;

  @GuardedBy("lock")
  private final WaitingLine large;

  @GuardedBy("lock")
  private final @Nullable LeakDetector leaks;

  /** Who reserves the next slab, or is to wake and do it. */
  @GuardedBy("lock")
  private @Nullable WaitingLine.Request reserver;

  @GuardedBy("lock")
  private long tickets;

  @GuardedBy("lock")
  private boolean closed;

  Lender(Slabs slabs, SlabMemory memory, @Nullable LeakDetector leaks, Ticker ticker) {
    this.slabs = slabs;
    this.memory = memory;
    this.leaks = leaks;
    small = new WaitingLine(ticker);
    large = new WaitingLine(ticker);
  }

  /**
   * Lends a buffer.
   *
   * @param nanos how long to wait at most; 0: not at all, and an interrupt is left alone
   * @return null if there was none in time
   */
  @CheckReturnValue
  @Nullable
  PooledBuffer take(int size, long nanos) throws InterruptedException {
    lock.lock();
    try {
      checkOpen();
      PooledBuffer buffer = lend(size, nanos);
      if (buffer != null && leaks != null) {
        leaks.taken(buffer);
      }
      return buffer;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private @Nullable PooledBuffer lend(int size, long nanos) throws InterruptedException {
    int bytes = slabs.roundUp(size);
    WaitingLine line = slabs.isSmall(bytes) ? small : large;
    boolean first = line.isEmpty();
    Slabs.Slice slice = first ? slabs.take(bytes, yields(tickets)) : null;
    if (slice != null) {
      line.countServed();
      return new PooledBuffer(this, slice, size);
    }
    boolean reserves = first && reserver == null && slabs.growsFor(bytes);
    return nanos > 0 || reserves
        ? await(line, line.join(size, bytes, tickets++, lock.newCondition()), nanos)
        : null;
  }

  @GuardedBy("lock")
  private @Nullable PooledBuffer await(WaitingLine line, WaitingLine.Request request, long nanos)
      throws InterruptedException {
    long left = nanos;
    try {
      serve();
      while (request.buffer() == null) {
        checkOpen();
        if (reserver == request) {
          reserve();
        } else if (left <= 0) {
          return null;
        } else {
          left = request.news.awaitNanos(left);
        }
      }
    } catch (InterruptedException e) {
      if (request.buffer() == null) {
        throw e;
      }
      Thread.currentThread().interrupt();
    } finally {
      leave(line, request);
    }
    return request.buffer();
  }

  @GuardedBy("lock")
  private void leave(WaitingLine line, WaitingLine.Request request) {
    if (request == large.first()) {
      slabs.stopClearing();
    }
    line.leave(request);
    if (reserver == request) {
      reserver = null;
    }
    serve();
  }

  /** Tells whether a large request waits that is older than the one with this ticket. */
  @GuardedBy("lock")
  private boolean yields(long ticket) {
    WaitingLine.Request oldest = large.first();
    return oldest != null && oldest.ticket < ticket;
  }

  /** Serves all who can be: the first of each kind, the older of these two first. */
  @GuardedBy("lock")
  private void serve() {
    boolean served = !closed;
    while (served) {
      WaitingLine.Request oldest = small.first();
      WaitingLine older = oldest == null || yields(oldest.ticket) ? large : small;
      served = serveFirst(older) || serveFirst(older == small ? large : small);
    }
  }

  @GuardedBy("lock")
  private boolean serveFirst(WaitingLine line) {
    WaitingLine.Request request = line.first();
    if (request == null) {
      return false;
    }
    Slabs.Slice slice = slabs.take(request.bytes, yields(request.ticket));
    if (slice != null) {
      line.serveFirst(new PooledBuffer(this, slice, request.size));
      return true;
    }
    if (!slabs.growsFor(request.bytes)) {
      if (line == large) {
        slabs.clearFor(request.bytes);
      }
    } else if (reserver == null) {
      reserver = request;
      request.news.signal();
    }
    return false;
  }

  /** Reserves a slab, without the lock meanwhile, since that can take long. */
  @GuardedBy("lock")
  private void reserve() {
    int bytes = slabs.nextCapacity();
    long reserved = slabs.reservedBytes(); // only the reserver adds to it
    long max = slabs.maxBytes();
    ByteBuffer slab = null;
    lock.unlock();
    try {
      slab = memory.reserve(bytes, reserved, max);
    } finally {
      lock.lock();
      reserver = null;
    }
    if (!closed) {
      slabs.add(slab);
      serve();
    }
  }

  void giveBack(PooledBuffer buffer) {
    lock.lock();
    try {
      if (!buffer.end()) {
        return;
      }
      slabs.giveBack(buffer.slice());
      if (leaks != null) {
        leaks.givenBack(buffer);
      }
      if (closed) {
        slabs.letGo();
      } else {
        serve();
      }
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void checkOpen() {
    checkState(!closed, "the buffer pool is closed");
  }

  BufferPoolStatus status() {
    lock.lock();
    try {
      return new BufferPoolStatus(
          slabs.maxBytes(),
          slabs.reservedBytes(),
          slabs.lentBytes(),
          slabs.lentSlices(),
          small.status(),
          large.status());
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      slabs.letGo();
      small.wakeAll();
      large.wakeAll();
      if (leaks != null) {
        leaks.requireNone();
      }
    } finally {
      lock.unlock();
    }
  }
}
