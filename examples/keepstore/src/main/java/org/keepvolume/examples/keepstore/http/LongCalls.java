// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Turns watches on for requests that take long.
 *
 * <p>Most end before anybody could leave, and a watch costs two turns of the thread that waits for
 * all connections: a tenth of what a small request costs.
 */
final class LongCalls {
  private static final long LOOK_MILLIS = 25;

  private final Scheduler scheduler;
  private final Set<ClientWatch> fresh = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean looks = new AtomicBoolean();

  LongCalls(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** Turns a watch on after {@value #LOOK_MILLIS} to 50 ms, unless it is removed before. */
  void add(ClientWatch watch) {
    fresh.add(watch);
    lookLater();
  }

  /** Forgets a watch, which is on or not. */
  void remove(ClientWatch watch) {
    fresh.remove(watch);
  }

  private void lookLater() {
    if (!fresh.isEmpty() && looks.compareAndSet(false, true)) {
      var unused = scheduler.schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void look() {
    boolean unused = fresh.removeIf(LongCalls::startIfOld);
    looks.set(false);
    lookLater();
  }

  private static boolean startIfOld(ClientWatch watch) {
    boolean isOld = watch.isSeenBefore();
    if (isOld) {
      watch.start(); // which does nothing once it was stopped
    }
    return isOld;
  }
}
