// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Ticker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import javax.annotation.CheckReturnValue;
import javax.annotation.concurrent.ThreadSafe;
import org.keepvolume.Volume;

/**
 * Direct memory of a bounded size, lent in buffers of up to a block, by one or more stores (ST-7).
 *
 * <p>Whoever makes a pool closes it, after the stores that use it. Memory is reserved in slabs of
 * 64 MiB when it is first needed, the last slab being what remains of the bound, and is kept until
 * the pool is closed. Buffers are slices of slabs of a power of two, 4 KiB at least: a pool of 64
 * MiB lends one block of 40 MiB, not also one of 20 MiB.
 *
 * <p>Requests of at most {@link #SMALL_BYTES} are small, others large; each kind is served in the
 * order of asking. An eighth of the bytes is kept for small ones, and a large one that waits has a
 * place cleared for it, so neither kind keeps the other out for ever. Only where a large request
 * needs more than the other seven eighths, as 64 MiB of a pool of 64 MiB do, the two kinds take
 * turns by age.
 *
 * <p>A holder of a buffer must not take a second one before it has given back the first: holders
 * that wait for each other would wait until their limits. A buffer that is never closed is lost to
 * the pool; {@link #detectingLeaks} finds the place.
 */
@ThreadSafe
@CheckReturnValue
public final class BufferPool implements AutoCloseable {
  /** The largest request for which an eighth of the pool is kept: 1 MiB. */
  public static final int SMALL_BYTES = 1 << 20;

  private static final Duration WAIT_LIMIT = Duration.ofMinutes(1);

  private final Duration waitLimit;
  private final int slabBytes;
  private final Lender lender;

  /** For tests: other sizes of slabs, scaling all sizes with them, and other memory and time. */
  BufferPool(
      long maxBytes,
      int slabBytes,
      Duration waitLimit,
      boolean detectLeaks,
      IntFunction<ByteBuffer> memory,
      Ticker ticker) {
    checkArgument(maxBytes >= slabBytes, "%s bytes are not room for one block", maxBytes);
    checkArgument(!waitLimit.isNegative(), "the wait limit is negative: %s", waitLimit);
    this.waitLimit = waitLimit;
    this.slabBytes = slabBytes;
    lender =
        new Lender(
            new Slabs(maxBytes, slabBytes),
            new SlabMemory(memory),
            detectLeaks ? new LeakDetector() : null,
            ticker);
  }

  private BufferPool(long maxBytes, Duration waitLimit, boolean detectLeaks) {
    this(
        maxBytes,
        Volume.MAX_BLOCK_SIZE,
        waitLimit,
        detectLeaks,
        ByteBuffer::allocateDirect,
        Ticker.systemTicker());
  }

  /**
   * Makes a pool whose requests wait for a minute at most. No memory is reserved yet.
   *
   * @param maxBytes the bound, 64 MiB or more; what it has beyond a multiple of 4 KiB stays unused
   * @return the pool; the caller closes it
   * @throws IllegalArgumentException if the bound is below 64 MiB
   */
  public static BufferPool ofBytes(long maxBytes) {
    return ofBytes(maxBytes, WAIT_LIMIT);
  }

  /**
   * Makes a pool. No memory is reserved yet.
   *
   * @param maxBytes the bound, 64 MiB or more; what it has beyond a multiple of 4 KiB stays unused
   * @param waitLimit how long a request waits, zero or more; zero: not at all
   * @return the pool; the caller closes it
   * @throws IllegalArgumentException if the bound is below 64 MiB or the limit negative
   */
  public static BufferPool ofBytes(long maxBytes, Duration waitLimit) {
    return new BufferPool(maxBytes, waitLimit, false);
  }

  /**
   * Makes a pool for tests. It remembers where each buffer was taken, at the price of a stack trace
   * each, and its {@link #close} fails if one was not given back.
   *
   * @param maxBytes as in {@link #ofBytes(long, Duration)}
   * @param waitLimit as in {@link #ofBytes(long, Duration)}
   * @return the pool; the caller closes it
   * @throws IllegalArgumentException as {@link #ofBytes(long, Duration)}
   */
  public static BufferPool detectingLeaks(long maxBytes, Duration waitLimit) {
    return new BufferPool(maxBytes, waitLimit, true);
  }

  /**
   * Lends a buffer, waiting until one is free, at most as long as the pool's limit. Whatever this
   * throws, nothing is lent, and requests that wait behind this one go on.
   *
   * @param size how many bytes, 0 to 64 MiB
   * @return the buffer; the caller closes it
   * @throws InterruptedException if the thread is interrupted before or while it waits; one that is
   *     interrupted as it gets a buffer has the buffer, and its interrupt flag set
   * @throws TimeoutException if the limit passed
   * @throws IllegalArgumentException if the size is out of its range
   * @throws IllegalStateException if the pool is closed, or was while this waited
   * @throws OutOfMemoryError if the JVM has no direct memory for the first slab. Later the pool
   *     makes do with what it has reserved, and says so in the log
   */
  public PooledBuffer take(int size) throws InterruptedException, TimeoutException {
    checkSize(size);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    PooledBuffer buffer = lender.take(size, TimeUnit.NANOSECONDS.convert(waitLimit));
    if (buffer == null) {
      throw new TimeoutException(
          String.format("no buffer of %d bytes within %s: %s", size, waitLimit, status()));
    }
    return buffer;
  }

  /**
   * Lends a buffer if there is one without waiting for another holder or request; it does not
   * overtake requests of its kind. An interrupt changes nothing.
   *
   * @param size how many bytes, 0 to 64 MiB
   * @return the buffer, which the caller closes; empty if there is none now
   * @throws IllegalArgumentException if the size is out of its range
   * @throws IllegalStateException if the pool is closed
   * @throws OutOfMemoryError as {@link #take}
   */
  public Optional<PooledBuffer> tryTake(int size) {
    checkSize(size);
    try {
      return Optional.ofNullable(lender.take(size, 0));
    } catch (InterruptedException e) {
      throw new AssertionError("waited without being allowed to", e);
    }
  }

  private void checkSize(int size) {
    checkArgument(size >= 0 && size <= slabBytes, "a buffer of %s bytes", size);
  }

  /**
   * Returns how much the pool may reserve.
   *
   * @return the bound in bytes, lowered if direct memory ran out
   */
  public long maxBytes() {
    return status().maxBytes();
  }

  /**
   * Returns how much direct memory the pool has reserved.
   *
   * @return bytes, at most the bound
   */
  public long reservedBytes() {
    return status().reservedBytes();
  }

  /**
   * Returns how much is lent.
   *
   * @return bytes, in whole slices
   */
  public long lentBytes() {
    return status().lentBytes();
  }

  /**
   * Returns how many requests wait, of both kinds.
   *
   * @return their number
   */
  public int waiting() {
    BufferPoolStatus status = status();
    return status.small().waiting() + status.large().waiting();
  }

  /**
   * Returns all gauges of one moment.
   *
   * @return the snapshot; after {@link #close}, too
   */
  public BufferPoolStatus status() {
    return lender.status();
  }

  /**
   * Lets go of the memory, which the garbage collector then frees, and refuses requests: those that
   * wait, too. Waits for nobody. Buffers that are lent stay valid until they are given back, and
   * are let go then. Later calls do nothing.
   *
   * @throws IllegalStateException if the pool {@linkplain #detectingLeaks detects leaks} and a
   *     buffer is lent, naming where each was taken; the pool is closed all the same
   */
  @Override
  public void close() {
    lender.close();
  }
}
