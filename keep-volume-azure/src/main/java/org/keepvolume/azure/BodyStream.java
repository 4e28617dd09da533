// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.annotation.Nullable;
import javax.annotation.concurrent.ThreadSafe;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Brings the body of an answer to the thread that reads it, a few parts ahead; closing it ends the
 * transfer and the connection with it.
 */
@ThreadSafe
final class BodyStream implements Subscriber<ByteBuffer>, AutoCloseable {
  /** Enough that neither side waits for the other at each part, which has some 16 KiB. */
  private static final int AHEAD = 16;

  private static final Object END = new Object();

  /** What went wrong, in the queue behind the parts that came before it. */
  private record Failure(Throwable thrown) {}

  private final BlockingQueue<Object> parts = new ArrayBlockingQueue<>(AHEAD + 1);
  private volatile @Nullable Subscription subscription;
  private volatile boolean closed;
  private int taken;

  /** Begins the transfer of a body; every body must be begun, or its connection is lost. */
  static BodyStream of(Publisher<ByteBuffer> body) {
    BodyStream stream = new BodyStream();
    body.subscribe(stream);
    return stream;
  }

  private BodyStream() {}

  /**
   * Returns the next part, or null at the end; called from one thread.
   *
   * @param remaining how many nanoseconds may still be waited for it, asked again when they are
   *     over; none if 0 or less
   * @throws IOException if the transfer failed, or the time is over
   */
  @Nullable
  ByteBuffer next(LongSupplier remaining) throws IOException, InterruptedException {
    Object part = parts.poll();
    while (part == null) {
      long nanos = remaining.getAsLong();
      if (nanos <= 0) {
        throw new NoAnswer("no more of the body came");
      }
      part = parts.poll(nanos, TimeUnit.NANOSECONDS);
    }
    if (part instanceof ByteBuffer bytes) {
      taken++;
      if (taken == AHEAD / 2) {
        taken = 0;
        subscribed().request(AHEAD / 2);
      }
      return bytes;
    }
    if (part instanceof Failure failure) {
      throw Exchange.translated(failure.thrown);
    }
    return null;
  }

  private Subscription subscribed() {
    Subscription running = subscription;
    if (running == null) {
      throw new IllegalStateException("the body was not begun");
    }
    return running;
  }

  @Override
  public void onSubscribe(Subscription given) {
    subscription = given;
    if (closed) {
      given.cancel();
    } else {
      given.request(AHEAD);
    }
  }

  @Override
  public void onNext(ByteBuffer part) {
    if (part.hasRemaining()) {
      put(part);
    } else {
      subscribed().request(1);
    }
  }

  @Override
  public void onError(Throwable thrown) {
    put(new Failure(thrown));
  }

  @Override
  public void onComplete() {
    put(END);
  }

  private void put(Object part) {
    if (!closed && !parts.offer(part)) {
      throw new IllegalStateException("more came than was asked for");
    }
  }

  /** Ends the transfer if it is not at its end. */
  @Override
  public void close() {
    closed = true;
    Subscription running = subscription;
    if (running != null) {
      running.cancel();
    }
    parts.clear();
  }
}
