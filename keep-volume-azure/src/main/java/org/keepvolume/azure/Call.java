// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import javax.annotation.CheckReturnValue;
import javax.annotation.Nullable;
import javax.annotation.concurrent.ThreadSafe;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockTooLargeException;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Operation;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeUnavailableException;

/** One running call on a volume: what its exceptions name, and how long it may still take. */
@ThreadSafe
final class Call {
  /** How often the thread that made a call looks whether a helper has failed. */
  private static final long LOOK_AGAIN = Duration.ofMillis(100).toNanos();

  private final String volume;
  private final Operation operation;
  private final @Nullable BlockHash hash;
  private final Duration progress;
  private final Duration total;
  private final Timing timing;
  private final Shield shield;
  private final @Nullable BooleanSupplier abandoned;
  private final long started;

  /** Nanoseconds this thread has spent in the caller's own code, which count towards no limit. */
  private final AtomicLong outside;

  Call(
      String volume,
      Operation operation,
      @Nullable BlockHash hash,
      Duration progress,
      Duration total,
      Timing timing) {
    this(volume, operation, hash, progress, total, timing, Shield.NONE, null, timing.nanoTime(), 0);
  }

  private Call(
      String volume,
      Operation operation,
      @Nullable BlockHash hash,
      Duration progress,
      Duration total,
      Timing timing,
      Shield shield,
      @Nullable BooleanSupplier abandoned,
      long started,
      long outside) {
    this.volume = volume;
    this.operation = operation;
    this.hash = hash;
    this.progress = progress;
    this.total = total;
    this.timing = timing;
    this.shield = shield;
    this.abandoned = abandoned;
    this.started = started;
    this.outside = new AtomicLong(outside);
  }

  /** Returns a call of the same name that has all its time before it, such as for one page. */
  Call afresh() {
    return within(total);
  }

  /** Returns a call of the same name that may take as long from now on, whatever others do. */
  Call within(Duration limit) {
    return new Call(
        volume, operation, hash, progress, limit, timing, shield, null, timing.nanoTime(), 0);
  }

  /**
   * Returns this call for a thread that helps with it, whose time in the caller's own code is its
   * own.
   */
  Call onHelper(Shield ofHelper) {
    return new Call(
        volume,
        operation,
        hash,
        progress,
        total,
        timing,
        ofHelper,
        abandoned,
        started,
        outside.get());
  }

  /**
   * Returns this call for the thread that made it, which is to end its waits soon after one of its
   * helpers has failed.
   */
  Call until(BooleanSupplier failed) {
    return new Call(
        volume, operation, hash, progress, total, timing, shield, failed, started, outside.get());
  }

  /** Begins a stay in the caller's own code; returns when. */
  long leaveForOutside() {
    shield.raise();
    return timing.nanoTime();
  }

  /** Ends a stay in the caller's own code, whose time is left out of account. */
  void backFromOutside(long since) {
    outside.addAndGet(timing.nanoTime() - since);
    shield.lower();
  }

  Timing timing() {
    return timing;
  }

  /**
   * Returns how many nanoseconds a wait that began, or last got on, at a time may still take; to be
   * asked again when they are over, until there are none.
   */
  long remaining(long since) {
    long left = Math.min(progress.toNanos() - (timing.nanoTime() - since), remaining());
    return abandoned == null ? left : Math.min(left, LOOK_AGAIN);
  }

  /** Returns how many nanoseconds are left of the whole; none if 0 or less. */
  long remaining() {
    if (abandoned != null && abandoned.getAsBoolean()) {
      return 0;
    }
    return total.toNanos() - (timing.nanoTime() - started - outside.get());
  }

  void checkInterrupted() throws VolumeException {
    if (Thread.currentThread().isInterrupted()) {
      throw cancelled(null);
    }
  }

  /** Sets the flag again and returns what an interrupt means. */
  @CheckReturnValue
  CallCancelledException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return cancelled(e);
  }

  @CheckReturnValue
  private CallCancelledException cancelled(@Nullable Exception cause) {
    return new CallCancelledException(operation, hash, volume, "interrupted", cause);
  }

  @CheckReturnValue
  BlockNotFoundException missing() {
    return new BlockNotFoundException(operation, hash, volume, "block not found", null);
  }

  @CheckReturnValue
  BlockTooLargeException tooLarge(String detail) {
    return new BlockTooLargeException(operation, hash, volume, detail, null);
  }

  @CheckReturnValue
  BlockCorruptException corrupt(String detail) {
    return new BlockCorruptException(operation, hash, volume, detail, null);
  }

  @CheckReturnValue
  VolumeFailureException failure(String detail, @Nullable Exception cause) {
    return new VolumeFailureException(operation, hash, volume, detail, cause);
  }

  @CheckReturnValue
  VolumeUnavailableException unavailable(String detail, @Nullable Exception cause) {
    return unavailable(detail, null, cause);
  }

  @CheckReturnValue
  private VolumeUnavailableException unavailable(
      String detail, @Nullable Duration retryAfter, @Nullable Exception cause) {
    return new VolumeUnavailableException(operation, hash, volume, detail, retryAfter, cause);
  }

  /**
   * Returns what a failure means to the caller, nothing more being tried.
   *
   * @param attempts how often it was tried
   */
  @CheckReturnValue
  VolumeException translate(IOException e, int attempts) {
    if (e instanceof VolumeException translated) {
      return translated;
    }
    String tried = attempts > 1 ? ", " + attempts + " attempts" : "";
    if (e instanceof Refusal refusal) {
      return switch (refusal.meaning()) {
        case MISSING -> missing();
        case TOO_LARGE -> tooLarge(refusal.explain());
        case FAILURE -> failure(refusal.explain(), e);
        case BUSY, LATER, CHANGED, PAST_THE_END, DAMAGED ->
            unavailable(refusal.explain() + tried, refusal.retryAfter().orElse(null), e);
      };
    }
    if (e instanceof NoAnswer) {
      return unavailable(
          e.getMessage()
              + " within the limits, "
              + progress
              + " without progress and "
              + total
              + " in all"
              + tried,
          e);
    }
    return unavailable("the service could not be asked: " + describe(e) + tried, e);
  }

  /** The JDK's connection errors often have no message, and always a name. */
  private static String describe(IOException e) {
    String name = e.getClass().getSimpleName();
    return e.getMessage() == null ? name : name + ", " + e.getMessage();
  }
}
