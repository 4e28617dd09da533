// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.Multimap;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.annotation.concurrent.NotThreadSafe;

/** Remembers where each lent buffer was taken. Guarded by the pool's lock. */
@NotThreadSafe
final class LeakDetector {
  private static final Set<String> OF_THE_POOL =
      Set.of(LeakDetector.class.getName(), Lender.class.getName(), BufferPool.class.getName());

  private final Map<PooledBuffer, Place> places = new LinkedHashMap<>();

  /** The stack of a take, to be shown as the cause of a complaint. */
  private static final class Place extends Exception {
    private static final long serialVersionUID = 1L;

    Place(int bytes) {
      super(bytes + " bytes taken on thread " + Thread.currentThread().getName());
    }

    String frame() {
      return Arrays.stream(getStackTrace())
          .filter(frame -> !OF_THE_POOL.contains(frame.getClassName()))
          .findFirst()
          .map(frame -> getMessage() + " at " + frame)
          .orElseGet(this::getMessage);
    }
  }

  /** Notes a buffer; called by the thread that took it. */
  void taken(PooledBuffer buffer) {
    places.put(buffer, new Place(buffer.slice().bytes()));
  }

  void givenBack(PooledBuffer buffer) {
    places.remove(buffer);
  }

  /**
   * Fails if a buffer is lent.
   *
   * @throws IllegalStateException naming where each was taken, with one stack of each place
   *     suppressed
   */
  void requireNone() {
    if (places.isEmpty()) {
      return;
    }
    Multimap<String, Place> byFrame = LinkedHashMultimap.create();
    places.values().forEach(place -> byFrame.put(place.frame(), place));
    IllegalStateException leak =
        new IllegalStateException(
            byFrame.keySet().stream()
                .map(frame -> byFrame.get(frame).size() + " x " + frame)
                .collect(Collectors.joining("; ", "not given back to the buffer pool: ", "")));
    byFrame.asMap().values().forEach(same -> leak.addSuppressed(same.iterator().next()));
    throw leak;
  }
}
