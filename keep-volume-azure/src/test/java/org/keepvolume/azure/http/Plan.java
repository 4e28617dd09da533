// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import javax.annotation.Nullable;
import javax.annotation.concurrent.ThreadSafe;

/** What becomes of one exchange; by default it passes through unchanged. */
@ThreadSafe
final class Plan {
  /** What becomes of the request. */
  enum Start {
    FORWARD,
    DROP,
    RESET,
    /** Answered by the proxy itself. */
    ANSWER,
    DUPLICATE
  }

  /** What becomes of the answer. */
  enum End {
    DELIVER,
    LOSE,
    CUT,
    RESET_MID,
    STALL,
    STALL_MID
  }

  /** What may not happen, since a body is too short for it. */
  enum Part {
    STALL_READING,
    FLIP_REQUEST,
    END,
    FLIP,
    LISTING
  }

  /** No place in a body. */
  static final long NOWHERE = Long.MAX_VALUE;

  final List<Hook> before = new CopyOnWriteArrayList<>();
  final List<Hook> onAnswer = new CopyOnWriteArrayList<>();
  final List<UnaryOperator<HttpHead>> headEdits = new CopyOnWriteArrayList<>();

  @Nullable volatile CountDownLatch hold;
  volatile Start start = Start.FORWARD;
  volatile long stallReadingAt = NOWHERE;
  volatile long flipRequestAt = NOWHERE;
  @Nullable volatile Answer answer;

  volatile End end = End.DELIVER;
  volatile long endAt = NOWHERE;
  volatile long flipAt = NOWHERE;
  volatile long bytesPerSecond;
  @Nullable volatile ListingEdit listingEdit;

  volatile Stall stall = new Stall();

  /** What has not happened yet and may never do, and how a test has called it. */
  private final Map<Object, String> pending = new ConcurrentHashMap<>();

  /** Says that something is to happen; its key is the place in the code where it does. */
  void expect(Object key, String action) {
    pending.put(key, action);
  }

  /** Says that it happens; before the client can see it. */
  void happens(Object key) {
    pending.remove(key);
  }

  /** Returns what did not happen so far, in no order. */
  Collection<String> pending() {
    return List.copyOf(pending.values());
  }

  /** Tells whether the whole request must be there before it is forwarded. */
  boolean keepsRequest() {
    return hold != null || start == Start.DUPLICATE || start == Start.DROP || start == Start.ANSWER;
  }

  /** Tells whether the whole answer must be there before any of it goes on. */
  boolean keepsAnswer() {
    return listingEdit != null || end == End.LOSE || end == End.STALL;
  }
}
