// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import javax.annotation.Nullable;
import javax.annotation.concurrent.ThreadSafe;

/**
 * A number of places, of which large requests never have all, if there are two; others wait.
 *
 * <p>Who waits is served in the order of coming, but where a large request would have to go first
 * while there are as many as may be. So a place that is for small ones alone is never far from
 * being free, and a large one is overtaken only by small ones that take nothing from it.
 */
@ThreadSafe
final class Places<T> {
  /** What becomes of one who comes. */
  enum Entry {
    PLACE,
    WAITS,
    REFUSED
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final int most;
  private final int mostLarge;
  private final int mostWaiting;
  private final int mostLargeWaiting;
  private final Map<T, Long> small = new LinkedHashMap<>();
  private final Map<T, Long> large = new LinkedHashMap<>();
  private long arrivals;
  private int taken;
  private int takenByLarge;

  /**
   * Makes places that are free.
   *
   * @param most how many, at least one; a quarter, and one at least, is for small requests alone,
   *     but for a single one
   * @param mostWaiting how many may wait; for small ones alone is again as much
   */
  Places(int most, int mostWaiting) {
    this.most = most;
    this.mostWaiting = mostWaiting;
    mostLarge = ofLarge(most);
    mostLargeWaiting = ofLarge(mostWaiting);
  }

  private static int ofLarge(int all) {
    return Math.max(1, all - Math.max(1, all / 4));
  }

  /** Takes a place, or begins to wait for one. */
  Entry enter(T who, RequestSize size) {
    lock.lock();
    try {
      if (mayTake(size)) {
        take(size);
        return Entry.PLACE;
      }
      if (small.size() + large.size() >= mostWaiting
          || (size == RequestSize.LARGE && large.size() >= mostLargeWaiting)) {
        return Entry.REFUSED;
      }
      (size == RequestSize.LARGE ? large : small).put(who, arrivals++);
      return Entry.WAITS;
    } finally {
      lock.unlock();
    }
  }

  /** Gives up waiting; false if it does not wait, or has got a place meanwhile. */
  boolean giveUp(T who) {
    lock.lock();
    try {
      return small.remove(who) != null || large.remove(who) != null;
    } finally {
      lock.unlock();
    }
  }

  /** Frees a place; returns who has one now, or null if nobody waits for it. */
  @Nullable
  T free(RequestSize size) {
    lock.lock();
    try {
      taken--;
      if (size == RequestSize.LARGE) {
        takenByLarge--;
      }
      return next();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable T next() {
    boolean largeMay = mayTake(RequestSize.LARGE) && !large.isEmpty();
    if (!largeMay && small.isEmpty()) {
      return null;
    }
    RequestSize size =
        small.isEmpty() || (largeMay && first(large).getValue() < first(small).getValue())
            ? RequestSize.LARGE
            : RequestSize.SMALL;
    Iterator<T> waiting = (size == RequestSize.LARGE ? large : small).keySet().iterator();
    T who = waiting.next();
    waiting.remove();
    take(size);
    return who;
  }

  private static <T> Map.Entry<T, Long> first(Map<T, Long> waiting) {
    return waiting.entrySet().iterator().next();
  }

  private boolean mayTake(RequestSize size) {
    return taken < most && (size == RequestSize.SMALL || takenByLarge < mostLarge);
  }

  private void take(RequestSize size) {
    taken++;
    if (size == RequestSize.LARGE) {
      takenByLarge++;
    }
  }

  /** Returns how many have a place. */
  int taken() {
    lock.lock();
    try {
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many wait. */
  int waiting() {
    lock.lock();
    try {
      return small.size() + large.size();
    } finally {
      lock.unlock();
    }
  }
}
