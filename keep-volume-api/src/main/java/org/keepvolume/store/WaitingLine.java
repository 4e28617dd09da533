// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import javax.annotation.Nullable;
import javax.annotation.concurrent.NotThreadSafe;

/**
 * The requests of one kind that wait for a buffer, oldest first, and what waiting has cost so far.
 * Guarded by the pool's lock.
 */
@NotThreadSafe
final class WaitingLine {
  private final Ticker ticker;
  private final ArrayDeque<Request> requests = new ArrayDeque<>();
  private long served;
  private long waits;
  private long waitedNanos;

  WaitingLine(Ticker ticker) {
    this.ticker = ticker;
  }

  /** A request that waits. */
  static final class Request {
    final int size;
    final int bytes;

    /** Counts the requests that waited before this one, of both kinds. */
    final long ticket;

    /** Signalled when there is something to do for the thread that waits. */
    final Condition news;

    private final long since;
    private @Nullable PooledBuffer buffer;

    private Request(int size, int bytes, long ticket, Condition news, long since) {
      this.size = size;
      this.bytes = bytes;
      this.ticket = ticket;
      this.news = news;
      this.since = since;
    }

    @Nullable
    PooledBuffer buffer() {
      return buffer;
    }
  }

  boolean isEmpty() {
    return requests.isEmpty();
  }

  /** Returns the oldest request, null if there is none. */
  @Nullable
  Request first() {
    return requests.peekFirst();
  }

  Request join(int size, int bytes, long ticket, Condition news) {
    Request request = new Request(size, bytes, ticket, news, ticker.read());
    requests.addLast(request);
    return request;
  }

  /** Counts a request that did not wait. */
  void countServed() {
    served++;
  }

  /** Serves the first request and wakes it. */
  void serveFirst(PooledBuffer buffer) {
    Request request = requests.removeFirst();
    request.buffer = buffer;
    served++;
    countWait(request);
    request.news.signal();
  }

  /** Forgets a request that gives up; nothing if it was served. */
  void leave(Request request) {
    if (requests.remove(request)) {
      countWait(request);
    }
  }

  void wakeAll() {
    requests.forEach(request -> request.news.signal());
  }

  BufferPoolStatus.Requests status() {
    Request first = first();
    return new BufferPoolStatus.Requests(
        served,
        requests.size(),
        waits,
        Duration.ofNanos(waitedNanos),
        first == null ? Duration.ZERO : Duration.ofNanos(ticker.read() - first.since));
  }

  private void countWait(Request request) {
    waits++;
    waitedNanos += ticker.read() - request.since;
  }
}
